"""Languages that a text's own credit words give away, whatever language the text is in.

A credit is often too short for a language detector, or stands in another language than the article ("Übersetzt von" under
an English text).  Role words of all languages are looked up where a line, a bracket or a clause begins; the files that
hold them are read as text once, without parsing them whole.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from provenance.detect.credits.tokens import Token, tokenise
from provenance.languages import tags

MAX_HINTED = 4
SHORT = 60  # tokens of a text that is a credit and little else
MIN_LETTERS = 4
_BEFORE = frozenset("([;:-|/·>*#.,\"'«“")
_TRANSLATOR = re.compile(r"\npattern = \"(?:\(([^()\[\]{}\"]+)\)|([^ \[\](){}\"]+) )[^\"\n]*\"\nrole = \"(?:machine-)?translator")
_SECTION = "\n[credits.roles]"


def hinted_languages(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Return the languages whose role words open a line or a clause, at most four, the most often met first."""
    phrases = _phrases()
    found: Counter[str] = Counter()
    for position, token in enumerate(tokens):
        entries = phrases.get(token.norm)
        if entries is None or not _is_boundary(tokens, position):
            continue
        for rest, languages in entries:
            if all(
                end < len(tokens) and tokens[end].norm == norm for end, norm in enumerate(rest, start=position + 1)
            ):
                found.update(languages)
                break
    if len(found) > MAX_HINTED and len(tokens) < SHORT:
        return tuple(sorted(found))[: 2 * MAX_HINTED]
    ranked = sorted(found, key=lambda tag: (-found[tag], tag))
    return tuple(ranked[:MAX_HINTED])


def _is_boundary(tokens: tuple[Token, ...], position: int) -> bool:
    if position == 0:
        return True
    before = tokens[position - 1]
    return before.kind in {"line", "paragraph"} or (before.kind == "mark" and before.norm in _BEFORE)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    """Return first norm → (further norms, languages), longest first; words that say too little are left out."""
    folder = files("provenance.languages")
    languages: dict[tuple[str, ...], list[str]] = {}
    for tag in tags():
        _, _, section = folder.joinpath(f"{tag}.toml").read_text(encoding="utf-8").partition(_SECTION)
        if tag in {"en", "mul"} or not section:
            continue
        words = tomllib.loads(section.partition("\n")[2].partition("\n[")[0])
        for phrase in [*(phrase for role in words.values() for phrase in role), *_first_words(section)]:
            norms = tuple(token.norm for token in tokenise(phrase))
            if sum(map(len, norms)) >= (MIN_LETTERS if phrase[0].isascii() else 2):
                languages.setdefault(norms, []).append(tag)
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for norms, found in languages.items():
        table.setdefault(norms[0], []).append((norms[1:], tuple(dict.fromkeys(found))))
    return {first: tuple(sorted(rest, key=lambda entry: -len(entry[0]))) for first, rest in table.items()}


def _first_words(section: str) -> Iterator[str]:
    """Yield the words that open the wordings of translators, long enough to stand for their language."""
    for match in _TRANSLATOR.finditer(section):
        for phrase in (match[1] or match[2]).split("|"):
            word = phrase.strip().strip("*")
            if len(word) > MIN_LETTERS or not word.isascii():
                yield word
