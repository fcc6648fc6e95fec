import pytest

from provenance.align import judge
from provenance.types import Coverage


@pytest.mark.parametrize(
    ("coverage", "likeness", "same", "expected"),
    [
        (Coverage(1.0, 0.98, 1.0, 0.45), 0.6, False, "translation"),
        (Coverage(0.3, 0.95, 1.0, 0.45), 0.5, False, "partial-translation"),
        (Coverage(0.95, 0.97, 1.0, 0.9), 0.95, True, "same-text"),
        (Coverage(0.3, 1.0, 1.0, 0.5), 0.7, True, "summary"),
        (Coverage(0.0, 0.0, 0.0, 0.0), 0.05, False, "unrelated"),
        (Coverage(0.6, 0.5, 1.0, 0.15), 0.1, False, "unrelated"),
        (Coverage(0.4, 0.4, 1.0, 0.2), 0.5, True, "same-event"),
    ],
)
def test_verdict_follows_how_the_texts_lie_on_each_other(
    coverage: Coverage, likeness: float, same: bool, expected: str
) -> None:
    verdict, confidence = judge(coverage, likeness, is_same_language=same)

    assert verdict == expected
    assert 0.0 < confidence <= 1.0


def test_a_verdict_does_not_depend_on_which_side_is_named_first() -> None:
    one = judge(Coverage(0.3, 0.9, 1.0, 0.4), 0.5, is_same_language=False)
    other = judge(Coverage(0.9, 0.3, 1.0, 0.4), 0.5, is_same_language=False)

    assert one == other
