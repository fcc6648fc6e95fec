import numpy as np
import pytest

from provenance.types import Alignment, Coverage, Document, LanguageGuess, Link, Pair, Record, Segment, Span
from provenance.types import Chain as EmptyChain
from provenance.weigh.direction import BOUND, lean, load, sample, unbounded
from provenance.weigh.direction.lean import GROUPS, STRANGE
from provenance.weigh.direction.portrait import HABITS, portray
from provenance.weigh.style import weigh_style

GERMAN = tuple(
    f"Der Rat der Stadt hat am Montag über den Hafen {word} beraten, sagte der Sprecher." for word in "abcdefgh"
)
FRENCH = tuple(
    f"Le conseil de la ville a délibéré lundi sur le port {word}, a dit le porte-parole." for word in "abcdefgh"
)


def test_swapping_the_two_texts_turns_the_sign_and_nothing_else() -> None:
    model = load()

    there = lean(sample(GERMAN, FRENCH, ("de", "fr")), model)
    back = lean(sample(FRENCH, GERMAN, ("fr", "de")), model)

    assert there.log_odds == pytest.approx(-back.log_odds)
    assert {group: pytest.approx(-value) for group, value in there.parts.items()} == dict(back.parts)


def test_parts_add_up_to_the_bounded_log_odds() -> None:
    leaning = lean(sample(GERMAN, FRENCH, ("de", "fr")), load())

    assert sum(leaning.parts.values()) == pytest.approx(leaning.log_odds)
    assert abs(leaning.log_odds) <= BOUND + 1e-9
    assert set(leaning.parts) == set(GROUPS) == set(HABITS.values()) | {"length", "wording"}


def test_few_sentences_say_less_than_many() -> None:
    model = load()

    short = unbounded(sample(GERMAN[:2], FRENCH[:2], ("de", "fr")), model)
    full = unbounded(sample(GERMAN, FRENCH, ("de", "fr")), model)

    assert abs(short) < abs(full)


def test_unseen_languages_fall_back_to_lengths() -> None:
    leaning = lean(sample(["Aaa bbb."] * 6, ["Ccc dddddd."] * 6, ("hu", "is")), load())

    assert leaning.familiarity == "length"
    assert abs(leaning.log_odds) <= STRANGE
    assert {group for group, value in leaning.parts.items() if value} <= {"length"}


def test_no_beads_say_nothing() -> None:
    assert lean(sample([], [], ("de", "fr")), load()).log_odds == 0.0


def test_names_and_numbers_are_masked_before_grams_are_counted() -> None:
    one = portray(["Am Montag kam Berta mit 17 Booten aus Velburg."])
    other = portray(["Am Freitag kam Gerda mit 23 Kisten aus Hamburg."])

    assert one.grams == other.grams
    assert not np.isnan(one.habits).any()


def _record(name: str, language: str, sentences: tuple[str, ...]) -> Record:
    text, segments = "", []
    for index, sentence in enumerate(sentences):
        segments.append(Segment(index, Span(len(text), len(text) + len(sentence) + 1)))
        text += sentence + "\n"
    guess = LanguageGuess(language, 1.0)
    return Record(Document(name, text, name), guess, tuple(segments), (), (), (), EmptyChain((), (), 0.0))


@pytest.mark.parametrize(("verdict", "said"), [("translation", True), ("same-event", False)])
def test_style_speaks_only_of_translations(verdict: str, said: bool) -> None:
    records = [_record("a", "de", GERMAN), _record("b", "fr", FRENCH)]
    links = tuple(Link((index,), (index,), 0.8, 1.0) for index in range(len(GERMAN)))
    pair = Pair(Alignment("a", "b", links), Coverage(1, 1, 1, 0.8), verdict, 0.9, ())  # type: ignore[arg-type]

    evidence = list(weigh_style(records, pair, 0, 0, 1))

    assert bool(evidence) is said
    assert all(item.cites for item in evidence)
    assert len({item.claim for item in evidence}) <= 1
