"""Sentences of each language, one file a language: the text, ``---``, its segments one a line, ``===`` between cases.

In the segments a newline is written ⏎ and a space at the end of a line ␠; all other characters stand for themselves.
"""

from pathlib import Path

import pytest

from provenance.languages import tags
from provenance.segment import segment

FILES = sorted((Path(__file__).parent / "golden").glob("*.txt"))


def cases_of(path: Path) -> list[tuple[str, list[str]]]:
    cases = []
    for number, case in enumerate(path.read_text(encoding="utf-8").split("===\n")):
        text, mark, rest = case.partition("\n---\n")
        lines = [line.replace("⏎", "\n").replace("␠", " ") for line in rest.removesuffix("\n").split("\n")]
        text = text.replace("⏎", "\n")
        if not mark or "".join(lines) != text:
            raise ValueError(f"{path.name}, case {number}: expected a text, '---', and segments that join back into it")
        cases.append((text, lines))
    return cases


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_segments_are_the_golden_ones(path: Path) -> None:
    cases = cases_of(path)

    found = [[one.span.of(text) for one in segment(text, path.stem)] for text, _ in cases]

    assert found == [lines for _, lines in cases]


def test_every_language_has_a_golden_file() -> None:
    assert set(tags()) - {path.stem for path in FILES} == set()


def test_a_malformed_case_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "en.txt"
    broken.write_text("One. Two.\n---\nOne.\nTwo.\n", encoding="utf-8")

    with pytest.raises(ValueError, match="case 0"):
        cases_of(broken)
