"""Collation on sentences written for the purpose, aligned one to one."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.collate import collate
from provenance.collate.passages import Passage, knowledge
from provenance.collate.quantities import quantities
from provenance.collate.transliteration import name_class
from provenance.types import Alignment, Discrepancy, Link, Span


def spans(sentences: list[str]) -> list[Span]:
    result, start = [], 0
    for sentence in sentences:
        result.append(Span(start, start + len(sentence)))
        start += len(sentence) + 1
    return result


def compare(one: list[str], other: list[str], languages: str, links: list[Link] | None = None) -> list[Discrepancy]:
    here, there = languages.split("-")
    links = links or [Link((i,), (i,), 0.9, 0.95) for i in range(len(one))]
    found = collate(
        " ".join(one), " ".join(other), spans(one), spans(other), Alignment("one", "other", tuple(links)),
        one_language=here, other_language=there,
    )  # fmt: skip
    return list(found)


def test_a_changed_number_is_told_with_both_spans() -> None:
    one, other = ["He paid 15 euros."], ["Er zahlte 50 Euro."]

    (found,) = compare(one, other, "en-de")

    assert (found.kind, found.one.of(one[0]), found.other.of(other[0])) == ("number", "15", "50")
    assert found.note == "the one says 15, the other says 50"


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("It cost 2.5 million euros.", "Es kostete 2,5 Millionen Euro.", "en-de"),
        ("Inflation is 12.5 percent.", "L'inflation est de 12,5 %.", "en-fr"),
        ("Some 2.5 million people came.", "约有250万人到来。", "en-zh"),
        ("The town has 1,234,567 people.", "La ville compte 1 234 567 habitants.", "en-fr"),
        ("They sold 300,000 tickets.", "3 लाख टिकट बिके।", "en-hi"),
        ("At 7 pm it began.", "Um 19 Uhr begann es.", "en-de"),
        ("It began at 19:15.", "Cela a commencé à 19h15.", "en-fr"),
        ("There were 25 of them.", "Es waren fünfundzwanzig.", "en-de"),
        ("He died in the 21st century.", "Il est mort au XXIe siècle.", "en-fr"),
        ("Storms on November 26 and 27.", "Stürme am 26. und 27. November.", "en-de"),
        ("On 5 March 2021 he left.", "他于2021年3月5日离开。", "en-zh"),
        ("It was Monday.", "Es war Montag.", "en-de"),
    ],
)
def test_one_amount_in_two_habits_is_no_finding(one: str, other: str, languages: str) -> None:
    assert [item for item in compare([one], [other], languages) if item.kind in ("number", "date")] == []


@pytest.mark.parametrize(
    ("one", "other", "languages", "here", "there"),
    [
        ("It was 2.5 million.", "Es waren 3,5 Millionen.", "en-de", "2.5 million", "3,5 Millionen"),
        ("It was 5.2 billion.", "Es waren 5,2 Millionen.", "en-de", "5.2 billion", "5,2 Millionen"),
        ("Two million fled.", "Zwei Milliarden flohen.", "en-de", "Two million", "Zwei Milliarden"),
        ("It was 5.2 billion.", "Es waren 5,2.", "en-de", None, None),
        ("There were twenty-five.", "Ils étaient quinze.", "en-fr", "twenty-five", "quinze"),
        ("He has 100 cows.", "Il a 1000 vaches et 10 chiens.", "en-fr", None, None),
        ("On Monday it rained.", "Am Dienstag regnete es.", "en-de", "Monday", "Dienstag"),
        ("It was on 5 March 2021.", "C'était le 6 mars 2021.", "en-fr", "5 March 2021", "6 mars 2021"),
        ("Born in 1974 in Rome.", "Né en 1972 à Rome.", "en-fr", "1974", "1972"),
    ],
)
def test_another_amount_or_date_is_a_finding(one: str, other: str, languages: str, here: str, there: str) -> None:
    found = [item for item in compare([one], [other], languages) if item.kind in ("number", "date")]

    assert [(item.one.of(one), item.other.of(other)) for item in found] == ([(here, there)] if here else [])


def test_yesterday_is_measured_from_publication() -> None:
    one, other = "It happened on Monday.", "Es geschah gestern."

    found = collate(
        one, other, [Span(0, len(one))], [Span(0, len(other))], Alignment("a", "b", (Link((0,), (0,), 0.9, 0.95),)),
        one_language="en", other_language="de", published="2021-12-08",
    )  # fmt: skip

    assert [(item.kind, item.other.of(other)) for item in found] == [("date", "gestern")]


def test_a_lost_negation_is_a_finding() -> None:
    found = compare(["He has not signed the letter."], ["Er hat den Brief unterschrieben."], "en-de")

    assert [item.kind for item in found] == ["negation"]


def test_an_antonym_excuses_a_negation() -> None:
    assert compare(["It was not possible."], ["Es war unmöglich."], "en-de") == []


def test_an_omission_marks_the_place_where_it_would_stand() -> None:
    one, other = ["The first sentence is here.", "The second one was left out."], ["Der erste Satz steht hier."]
    links = [Link((0,), (0,), 0.9, 0.95), Link((1,), (), 0.0, 0.95)]

    (found,) = compare(one, other, "en-de", links)

    assert (found.kind, found.one.of(" ".join(one)), found.other) == ("omission", one[1], Span(26, 26))


def test_crossing_links_are_a_moved_passage() -> None:
    one = ["This is the first of them.", "This is the second of them.", "This is the third of them."]
    links = [Link((0,), (1,), 0.9, 0.9), Link((1,), (2,), 0.9, 0.9), Link((2,), (0,), 0.9, 0.9)]

    found = compare(one, [one[2], one[0], one[1]], "en-en", links)

    assert [(item.kind, item.one.of(" ".join(one))) for item in found] == [("moved", one[2])]


def test_another_name_is_a_finding_where_the_name_is_rendered_elsewhere() -> None:
    one = ["Yesterday Angela Merkel spoke.", "Then Merkel left the room."]
    other = ["Hier Angela Merkel a parlé.", "Puis Vasquez a quitté la salle."]

    found = compare(one, other, "en-fr")

    assert [(item.kind, item.note) for item in found] == [("name", "the one names Merkel, the other names Vasquez")]


def test_romanisations_of_a_name_are_one_class() -> None:
    assert len({name_class(name) for name in ("Пётр", "Pyotr", "Piotr", "Pjotr")}) == 1


def test_full_width_and_devanagari_digits_are_numbers() -> None:
    text = "２０ ३०"

    found = quantities(Passage(text, Span(0, len(text)), knowledge("en")))

    assert sorted(int(value) for quantity in found for value in quantity.values) == [20, 30]


def test_unknown_languages_are_collated_without_words() -> None:
    assert [item.kind for item in compare(["Es 15 da."], ["Wo 50 ku."], "xx-yy")] == ["number"]


def test_swapped_sides_give_the_same_kinds() -> None:
    one, other = ["He paid 15 euros on Monday."], ["Er zahlte 50 Euro am Dienstag."]

    forth, back = compare(one, other, "en-de"), compare(other, one, "de-en")

    assert sorted((item.kind, item.one, item.other) for item in forth) == sorted(
        (item.kind, item.other, item.one) for item in back
    )


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("He spoke to Jordan Hulls at noon.", "Er sprach mittags mit Jordan Moretti.", "en-de"),
        ("They met Renata Novak on the bridge.", "Вони зустріли Ренату Васкес на мосту.", "en-uk"),
    ],
)
def test_another_name_beside_a_name_that_both_have_is_a_finding(one: str, other: str, languages: str) -> None:
    found = compare_with_nothing_known([one], [other], languages)

    assert [(item.kind, item.severity) for item in found] == [("name", "major")]


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("The hall was opened by Joe Heath.", "Зал открыл Джо Хит.", "en-ru"),
        ("They saw Cynthia Hughes at the gate.", "Они видели у ворот Синтию Хьюз.", "en-ru"),
        ("The letter is from Yahya Rainier.", "Лист від Ях'ї Ренье.", "en-uk"),
        ("We asked Grigory Orlov.", "Ми запитали Григорія Орлова.", "en-uk"),
    ],
)
def test_one_name_in_two_scripts_is_no_finding(one: str, other: str, languages: str) -> None:
    assert [item for item in compare_with_nothing_known([one], [other], languages) if item.kind == "name"] == []


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("Not only the roof leaked, the wall did too.", "Dach und Wand waren beide undicht geworden.", "en-de"),
        ("Tell me whether or not the road is open.", "Řekni mi, zda je ta silnice otevřená.", "en-cs"),
        ("Otevřeně nesdílejí své názory na válku.", "They do not share their views on the war.", "cs-en"),
        ("The non-smoking carriage was full.", "Der Wagen für Nichtraucher war voll.", "en-de"),
    ],
)
def test_what_only_looks_negative_is_no_finding(one: str, other: str, languages: str) -> None:
    assert [item for item in compare([one], [other], languages) if item.kind == "negation"] == []


def test_a_czech_word_that_begins_with_ne_excuses_nothing() -> None:
    found = compare(["They did not find the hospital."], ["Našli nemocnici i lékaře."], "en-cs")

    assert [item.kind for item in found] == ["negation"]


def test_a_weak_excuse_near_the_place_of_the_negation_makes_it_less_sure() -> None:
    one = "The minister did not sign the treaty on the bridge, on the river, that had been built by his own father."
    plain = "Der Minister unterschrieb den Vertrag auf der Brücke am Fluss, die sein Vater einst gebaut hatte."

    (sure,) = compare([one], [plain], "en-de")
    unsure = compare([one], [plain.replace("unterschrieb", "unterschrieb nur")], "en-de")

    assert (sure.kind, sure.severity) == ("negation", "major")
    assert [item.severity for item in unsure] in ([], ["info"])


def compare_with_nothing_known(one: list[str], other: list[str], languages: str) -> list[Discrepancy]:
    """Compare with an encoder to which every word is as far from every other as can be."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        places = [known.setdefault(text, len(known)) for text in texts]
        return np.eye(512, dtype=np.float32)[places]

    known: dict[str, int] = {}
    here, there = languages.split("-")
    link = Link((0,), (0,), 0.9, 0.95)
    found = collate(
        one[0], other[0], spans(one), spans(other), Alignment("one", "other", (link,)),
        one_language=here, other_language=there, encode=encode,
    )  # fmt: skip
    return list(found)
