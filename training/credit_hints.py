"""Role words of all languages in one file, so that finding a credit's language need not read 55 files.

    python -m training.credit_hints

Writes provenance/detect/credits/hints.json from provenance/languages/*.toml; run it after editing role words or the
opening words of a translator's template.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from provenance.detect.credits.tokens import tokenise
from provenance.languages import load, tags
from provenance.languages.sections import Credits

HINTS = Path(__file__).parent.parent / "provenance" / "detect" / "credits" / "hints.json"
MIN_LETTERS = 4  # of a phrase in ASCII; shorter ones are words of too many languages
EVERYWHERE = {"en", "mul"}  # always among the grammars


def gather() -> str:
    """Return the content of hints.json."""
    languages: dict[tuple[str, ...], list[str]] = {}
    for tag in tags():
        if tag in EVERYWHERE:
            continue
        credits = load(tag).credits
        for phrase in [*(phrase for words in credits.roles.values() for phrase in words), *_openings(credits)]:
            norms = tuple(token.norm for token in tokenise(phrase))
            if norms and sum(map(len, norms)) >= (MIN_LETTERS if phrase[0].isascii() else 2):
                languages.setdefault(norms, []).append(tag)
    table: dict[str, list[tuple[list[str], list[str]]]] = {}
    for norms, found in languages.items():
        table.setdefault(norms[0], []).append((list(norms[1:]), sorted(set(found))))
    ordered = {
        first: sorted(rest, key=lambda entry: (-len(entry[0]), entry[0])) for first, rest in sorted(table.items())
    }
    return json.dumps(ordered, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"


def _openings(credits: Credits) -> Iterator[str]:
    """Yield the words that open the wordings of translators, long enough to stand for their language."""
    for template in credits.templates:
        if template.role not in {"translator", "machine-translator"}:
            continue
        opening = template.pattern
        words = opening[1:].split(")", 1)[0] if opening.startswith("(") else opening.split(" ", 1)[0]
        if any(mark in words for mark in "()[]{}"):
            continue
        for phrase in words.split("|"):
            word = phrase.strip().strip("*")
            if len(word) > MIN_LETTERS or (word and not word.isascii()):
                yield word


def main() -> None:
    """Write the file."""
    HINTS.write_text(gather(), "utf-8")
    print(f"wrote {HINTS} ({HINTS.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
