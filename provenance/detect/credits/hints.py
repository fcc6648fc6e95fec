"""Languages that a text's own credit words give away, whatever language the text is in.

A credit is often too short for a language detector, or stands in another language than the article ("Übersetzt von"
under an English text).  Role words of all languages are looked up where a line, a bracket or a clause begins; they are
gathered from the language files into hints.json by ``python -m training.credit_hints`` (a test tells when it is out of
date), since reading 55 files would cost each run a fifth of a second.
"""

import json
from collections import Counter
from functools import lru_cache
from importlib.resources import files

from provenance.detect.credits.tokens import Token

# First norm of a role word → (further norms, languages whose credits open with it), longest first.
Phrases = dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]

MAX_HINTED = 4
SHORT = 60  # tokens of a text that is a credit and little else
_BEFORE = frozenset("([;:-|/·>*#.,\"'«“")


def hinted_languages(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    """Return the languages whose role words open a line or a clause, at most four, the most often met first."""
    phrases = _phrases()
    found: Counter[str] = Counter()
    for position, token in enumerate(tokens):
        entries = phrases.get(token.norm)
        if entries is None or not _is_boundary(tokens, position):
            continue
        for rest, languages in entries:
            if all(end < len(tokens) and tokens[end].norm == norm for end, norm in enumerate(rest, start=position + 1)):
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
def _phrases() -> Phrases:
    """Return first norm → (further norms, languages), longest first."""
    table = json.loads(files("provenance.detect.credits").joinpath("hints.json").read_text("utf-8"))
    return {
        first: tuple((tuple(rest), tuple(languages)) for rest, languages in entries) for first, entries in table.items()
    }
