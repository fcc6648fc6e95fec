"""How often the language detector is right, abstains, and how fast: beside plain langdetect and lingua.

    python -m benchmarks.language --data ../shared/data/dev [--every 4]

Sentences, word pairs and single words of lid.jsonl; documents of Debian, PHP and WMT22; the furniture of PEERS.md 0.4;
agreement with langdetect where nothing is masked; reliability of the confidences.  ``--every N``: the two peers see
each Nth text (langdetect reads some 350 a second).  Times are CPU seconds of this process's one thread.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from provenance.detect.language import identify, identify_spans, raw
from provenance.detect.language.profiles import profiles
from provenance.types import LanguageGuess, Span

TAGS = {"nb": "no", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "pt-br": "pt", "zh_TW": "zh-Hant", "zh_CN": "zh-Hans"}
UNDECIDED = ("und", "unknown")
# PEERS.md 0.4: what langdetect gets wrong with p = .9999, and what the answer may be besides "und".
PROBES = (
    ("MOSCOW, March 12 (Reuters) -", "en"),
    ("Kremlin warns NATO", "en"),
    ("KREMLIN WARNS NATO OVER MISSILES", "en"),
    ("Sergueï Lavrov, Dmitri Medvedev, Vladimir Poutine", "fr"),
    ('Le ministre a déclaré hier : "We will not negotiate under threat".', "fr"),
    ("MOSCOU, 12 mars (Reuters) -", "fr"),
    ("https://www.example.org/world/2022/03/12/story?id=1", "und"),
    ("12,345.67", "und"),
    ("(Reporting by Ann Smith; Editing by Bob Jones)", "en"),
    ("(Reportage Anne Martin, version française Paul Petit, édité par Luc Grand)", "fr"),
    ("(Bericht von Anna Schmidt, redigiert von Karl Weber)", "de"),
    ("(Información de Ana Ruiz, editado en español por Luis Gil)", "es"),
    ("(Di Anna Rossi, tradotto da Luca Bianchi, editing Carlo Verdi)", "it"),
    ("(Reportagem de Ana Silva, tradução de Paulo Souza)", "pt"),
    ('The minister said "Мы не будем вести переговоры" and left the room.', "en"),
    ("I love you", "en"),
    ("Hello world", "en"),
    ("404 error", "en"),
    ("", "und"),
    ("Սա հայերեն նախադասություն է", "hy"),
    ("ეს არის ქართული წინადადება", "ka"),
)

Answers = Sequence[str]


@dataclass(frozen=True, slots=True)
class Item:
    """A text, the tag it should get, and the kind of text it is."""

    text: str
    language: str
    kind: str


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the language detector beside langdetect and lingua.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=4)
    options = parser.parse_args()
    items = list(lid_items(options.data))
    print("== all of lid.jsonl in langdetect's languages, this detector ==")
    for kind in ("sentences", "word-pairs", "single-words"):
        report("provenance", [item for item in items if item.kind == kind], ours)
    print(f"== each {options.every}th text, the same for all ==")
    for kind in ("sentences", "word-pairs", "single-words"):
        part = [item for item in items if item.kind == kind][:: options.every]
        for name, answer in (("provenance", ours), *peers()):
            report(name, part, answer)
    agreement([item for item in items if item.kind == "sentences"][:: options.every])
    documents(options.data)
    probes()
    reliability(items)


def lid_items(data: Path) -> Iterator[Item]:
    known = set(profiles().languages)
    with gzip.open(data / "lid.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            language = "zh" if row["lang"] == "zh" else TAGS.get(row["lang"], row["lang"])
            if language in known or language == "zh":
                yield Item(row["text"], language, row["kind"])


def ours(texts: Sequence[str]) -> Answers:
    return [guess.language for guess in guesses(texts)]


def guesses(texts: Sequence[str]) -> tuple[LanguageGuess, ...]:
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text)
    return identify_spans("".join(texts), spans)


def peers() -> Iterator[tuple[str, Callable[[Sequence[str]], Answers]]]:
    yield "langdetect", langdetect_answers
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        print("lingua is not installed: left out")
        return
    known = {"nb" if tag == "no" else tag.split("-")[0] for tag in profiles().languages}
    chosen = [one for one in Language.all() if one.iso_code_639_1.name.lower() in known]
    for name, builder in (
        ("lingua low", LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode()),
        ("lingua high", LanguageDetectorBuilder.from_languages(*chosen)),
    ):
        detector = builder.build()

        def answers(texts: Sequence[str], detector: object = detector) -> Answers:
            found = (detector.detect_language_of(text) for text in texts)  # type: ignore[attr-defined]
            codes = ("und" if one is None else str(one.iso_code_639_1.name).lower() for one in found)
            return [TAGS.get(code, code) for code in codes]

        yield name, answers


def langdetect_answers(texts: Sequence[str]) -> Answers:
    from langdetect import DetectorFactory, detect
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    result = []
    for text in texts:
        try:
            found = detect(text)
        except LangDetectException:
            found = "und"
        result.append(TAGS.get(found, found))
    return result


def report(name: str, items: Sequence[Item], answer: Callable[[Sequence[str]], Answers]) -> None:
    texts = [item.text for item in items]
    answer(texts[:20])  # what is loaded lazily
    start = time.process_time()
    found = answer(texts)
    seconds = time.process_time() - start
    answered = sum(tag not in UNDECIDED for tag in found)
    right = sum(is_right(item.language, tag) for item, tag in zip(items, found, strict=True))
    print(
        f"{items[0].kind:13} {name:12} n={len(items):6} right where it answers {right / max(answered, 1):.4f}  "
        f"abstained {1 - answered / len(items):.4f}  "
        f"right of all {right / len(items):.4f}  {len(items) / seconds:9.0f} texts/s"
    )


def is_right(wanted: str, found: str) -> bool:
    return found == wanted or (wanted == "zh" and found.split("-")[0] == "zh")


def agreement(items: Sequence[Item]) -> None:
    texts = [item.text for item in items]
    same = sum(one.language == other for one, other in zip(raw(texts), langdetect_answers(texts), strict=True))
    print(f"== raw() and seeded langdetect agree on {same / len(texts):.4f} of {len(texts)} sentences ==")


def documents(data: Path) -> None:
    print("== documents ==")
    known = {tag.split("-")[0] for tag in profiles().languages}
    for name in ("debian_news", "php_docs", "wmt22_docs"):
        found = [(one, text) for one, text in document_texts(data / f"{name}.jsonl.gz") if one.split("-")[0] in known]
        wrong = []
        start = time.process_time()
        for language, text in found:
            guess = identify(text)
            if not is_right(language, guess.language):
                wrong.append(f"{language} as {guess.language} {guess.confidence:.2f}: {text[:60]!r}")
        seconds = time.process_time() - start
        print(
            f"{name:12} n={len(found)} right {1 - len(wrong) / len(found):.5f}  {len(found) / seconds:.0f} documents/s"
        )
        for line in wrong[:10]:
            print("   ", line)


def document_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (tag, text) of each document, those seen before left out."""
    seen: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            sides = (
                (
                    row.get("src_lang", row.get("original_lang") or "en"),
                    row.get("source", row.get("source_text", row.get("english_text"))),
                ),
                (row.get("tgt_lang", row.get("lang")), row.get("reference", row.get("translation_text"))),
            )
            for language, paragraphs in sides:
                text = "\n\n".join(paragraphs)
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield TAGS.get(language, language), text


def probes() -> None:
    print("== furniture ==")
    for text, wanted in PROBES:
        guess = identify(text)
        verdict = "right" if guess.language == wanted else "abstained" if guess.language == "und" else "WRONG"
        print(f"{verdict:10} {guess.language:8} {guess.confidence:.2f}  {text}")


def reliability(items: Sequence[Item]) -> None:
    """Print how often answers of each confidence are right, on the half of lid.jsonl that fitted nothing."""
    print("== reliability, second half of lid.jsonl ==")
    half = items[1::2]
    found = list(zip(half, guesses([item.text for item in half]), strict=True))
    for low, high in ((0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)):
        bin_ = [(item, guess) for item, guess in found if guess.language != "und" and low <= guess.confidence < high]
        if bin_:
            right = sum(is_right(item.language, guess.language) for item, guess in bin_) / len(bin_)
            mean = sum(guess.confidence for _, guess in bin_) / len(bin_)
            print(f"confidence {low:.2f}-{min(high, 1.0):.2f}: n={len(bin_):6} mean {mean:.3f} right {right:.3f}")


if __name__ == "__main__":
    main()
