"""The language of documents, segments and foreign spans: right, or undetermined."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.detect.language import foreign_spans, identify, identify_spans, raw
from provenance.detect.language.furniture import masked, without_quotations
from provenance.detect.language.profiles import profiles
from provenance.types import LanguageGuess, Span

SENTENCES = {
    "ar": "وصل الوزير إلى بيروت صباح أمس ولم يعلق على الخطة.",
    "bg": "Министърът каза, че ще се върне в София утре сутринта.",
    "ca": "El ministre va dir que tornaria a Girona demà al matí.",
    "cs": "Ministr řekl, že se zítra ráno vrátí do Brna.",
    "da": "Ministeren sagde, at han ville vende tilbage i morgen tidlig.",
    "de": "Der Minister sagte, dass er morgen früh nach Bonn zurückkehre.",
    "en": "The minister said that he would return to Leeds in the morning.",
    "es": "El ministro dijo que volvería a Sevilla mañana por la mañana.",
    "fa": "وزیر گفت که فردا صبح به شیراز باز خواهد گشت.",
    "fr": "Le ministre a déclaré qu'il reviendrait demain matin à Lyon.",
    "hi": "मंत्री ने कहा कि वह कल सुबह दिल्ली लौट आएंगे।",
    "hr": "Ministar je rekao da će se sutra ujutro vratiti u Split.",
    "hy": "Նախարարը վաղը կվերադառնա Երևան։",
    "id": "Menteri itu mengatakan bahwa ia akan kembali ke Bandung besok pagi.",
    "ja": "大臣は明日の朝、大阪に戻ると述べた。",
    "ka": "მინისტრი ხვალ თბილისში დაბრუნდება.",
    "ko": "장관은 내일 아침 부산으로 돌아갈 것이라고 말했다.",
    "mk": "Министерот рече дека утре наутро ќе се врати во Битола.",
    "mr": "मंत्री उद्या सकाळी पुण्याला परत येतील असे त्यांनी सांगितले.",
    "my": "ဝန်ကြီးသည် မနက်ဖြန် ပြန်လာမည်။",
    "ne": "मन्त्रीले भोलि बिहान पोखरा फर्कने बताएका छन्।",
    "no": "Ministeren sa at han ville komme tilbake til Bergen i morgen tidlig.",
    "pt": "O ministro disse que voltaria ao Porto amanhã de manhã.",
    "ru": "Министр сказал, что вернётся в Тверь завтра утром.",
    "sk": "Minister povedal, že sa zajtra ráno vráti do Nitry.",
    "sl": "Minister je dejal, da se bo jutri zjutraj vrnil v Celje.",
    "sv": "Ministern sade att han skulle återvända till Lund i morgon bitti.",
    "tl": "Sinabi ng ministro na babalik siya sa Cebu bukas ng umaga.",
    "uk": "Міністр сказав, що повернеться до Сум завтра вранці.",
    "ur": "وزیر نے کہا کہ وہ کل صبح لاہور واپس آئیں گے۔",
    "zh-Hans": "部长说他明天早上会回到上海。",
    "zh-Hant": "部長說他明天早上會回到臺北。",
}
# PEERS.md 0.4: langdetect answers each of these wrongly, most with p = .9999.
FURNITURE = (
    ("MOSCOW, March 12 (Reuters) -", "en"),
    ("MOSCOU, 12 mars (Reuters) -", "fr"),
    ("Kremlin warns NATO", "en"),
    ("KREMLIN WARNS NATO OVER MISSILES", "en"),
    ("Sergueï Lavrov, Dmitri Medvedev, Vladimir Poutine", "fr"),
    ('Le ministre a déclaré hier : "We will not negotiate under threat".', "fr"),
    ('The minister said "Мы не будем вести переговоры" and left the room.', "en"),
    ("I love you", "en"),
    ("Hello world", "en"),
    ("404 error", "en"),
)


def spans_of(*texts: str) -> tuple[str, list[Span]]:
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 1
    return "\n".join(texts), spans


@pytest.mark.parametrize("language", SENTENCES)
def test_sentence_is_known(language: str) -> None:
    assert identify(SENTENCES[language]).language == language


@pytest.mark.parametrize(("text", "language"), FURNITURE)
def test_furniture_is_right_or_undetermined(text: str, language: str) -> None:
    assert identify(text).language in (language, "und")


@pytest.mark.parametrize(
    "text", ["", "  \n ", "12,345.67", "https://example.org/a/b?c=d", "@someone #topic", "— … !", "\ud800"]
)
def test_what_holds_no_language_is_undetermined(text: str) -> None:
    assert identify(text).language == "und"
    assert raw([text])[0].confidence <= 1


def test_a_batch_answers_as_one_by_one() -> None:
    text, spans = spans_of(*SENTENCES.values())

    assert identify_spans(text, spans) == tuple(identify_spans(text, [span])[0] for span in spans)


def test_the_document_speaks_for_a_short_segment() -> None:
    text, spans = spans_of("Hello world")

    assert identify_spans(text, spans, prior=LanguageGuess("en", 0.99))[0].language == "en"


def test_the_document_does_not_overrule_a_clear_segment() -> None:
    text, spans = spans_of(SENTENCES["de"])

    assert identify_spans(text, spans, prior=LanguageGuess("en", 0.99))[0].language == "de"


def test_a_list_of_code_does_not_drown_the_prose() -> None:
    lines = [
        "Neue Funktionen in dieser Version der Bibliothek",
        *[f"stream_set_{n}(int) is available" for n in "abcdefgh"],
    ]

    assert identify("\n\n".join([SENTENCES["de"], *lines])).language == "de"


def test_a_foreign_quotation_is_found_with_its_offsets() -> None:
    text = (
        "Le ministre a déclaré hier soir à Paris : « We will not negotiate under any threat at all » devant la presse."
    )

    found = foreign_spans(text, [Span(0, len(text))], ["fr"])

    assert [(span.of(text), guess.language) for span, guess in found] == [
        ("We will not negotiate under any threat at all", "en")
    ]


def test_a_segment_in_one_language_holds_no_foreign_span() -> None:
    text, spans = spans_of(*SENTENCES.values())

    assert foreign_spans(text, spans, list(SENTENCES)) == ()


def test_masking_keeps_every_offset() -> None:
    text = "PARIS, 3 mai (AFP) - Voir https://a.org/b_c et foo_bar() <b>ici</b> “oui”."

    assert len(without_quotations(masked(text))) == len(text)


@given(st.lists(st.text(st.characters(codec=None), max_size=200), max_size=5))
def test_any_text_is_answered(texts: list[str]) -> None:
    text, spans = spans_of(*texts)

    guesses = (*identify_spans(text, spans), *raw(texts), identify(text))

    assert all(0 <= guess.confidence <= 1 for guess in guesses)
    assert len(guesses) == 2 * len(texts) + 1
    foreign_spans(text, spans, ["en"] * len(spans))


def test_a_cold_start_in_many_threads_loads_once() -> None:
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(id(profiles()))) for _ in range(16)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(seen)) == 1
