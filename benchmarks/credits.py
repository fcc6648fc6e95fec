"""Credits: precision, recall and F1 on real credit lines, and false alarms on lines and paragraphs without any.

``python -m benchmarks.credits --data ../shared/data/dev`` prints its tables.  How things are counted:

- *(role, name)*: one claim a name; a credit that names an organisation counts with it, one that names nobody counts as
  (role, nobody).  Names are compared without regard to white space, case and Markdown marks.
- *source*, *target*: one claim a line where the line states the language.  *machine*: the claim "by a machine".
- *original*: the title or the address of the original, where the line names one.
- *span*: a credit's clause is found if one of its role overlaps it by at least half of the two together, or either lies
  inside the other.

Each line is read twice: with the language that its collector noted ("given"), and with the languages that the detector
finds, as for a user ("detected").  Front matter and markup (zxx) come with the language of their article.
"""

import argparse
import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provenance.detect.credits import credits
from provenance.types import Credit

Row = dict[str, Any]
Claims = Counter[tuple[str, ...]]
Languages = Callable[[Row], tuple[str, ...]]
_TAGS = {
    "zh-CN": "zh-Hans", "zh-hans": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-hant": "zh-Hant", "nb": "no",
    "bs": "hr", "sr-Latn": "hr", "ms": "id",
}  # fmt: skip


@dataclass(slots=True)
class Score:
    """Counts of claims: right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: Claims, found: Claims) -> None:
        """Count one line's claims."""
        self.right += (gold & found).total()
        self.wrong += (found - gold).total()
        self.missed += (gold - found).total()

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)
        counts = f"({self.right} right, {self.wrong} wrong, {self.missed} missed)"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {counts}"


@dataclass(slots=True)
class Table:
    """Scores by measure, and (role, name) scores by language and by convention."""

    measures: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    languages: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    conventions: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/dev"))
    parser.add_argument("--errors", action="store_true", help="print each line that is not read as noted")
    parser.add_argument("--prose", type=int, default=20_000, help="paragraphs of prose to read at most, a corpus")
    arguments = parser.parse_args()
    rows = list(_rows(arguments.data / "credits.jsonl.gz"))
    negatives = list(_rows(arguments.data / "credit_negatives.jsonl.gz"))
    for name, languages in _language_sources():
        if arguments.errors:
            print(f"\n# lines not read as noted, languages {name}")
        _print_table(name, _score(rows, languages, show=arguments.errors))
        _print_alarms(name, negatives, languages)
    if arguments.prose:
        _print_prose(arguments.data, arguments.prose)


def _language_sources() -> Iterator[tuple[str, Languages]]:
    yield "given", _given
    try:
        from provenance.detect.language import identify
    except ImportError:
        print("provenance.detect.language is absent: detected languages are not scored")
        return
    yield (
        "detected",
        lambda row: tuple(
            dict.fromkeys(guess for guess in [identify(row["text"]).language, *_carrier(row)] if guess != "und")
        ),
    )


def _given(row: Row) -> tuple[str, ...]:
    return _carrier(row) if row["text_lang"] == "zxx" else (_tag(row["text_lang"]),)


def _carrier(row: Row) -> tuple[str, ...]:
    """Front matter and markup carry no prose to detect a language from: the page's own is known to its reader."""
    return (_tag(row["article_lang"]),) if row["text_lang"] == "zxx" and row.get("article_lang") else ()


def _tag(tag: str) -> str:
    return _TAGS.get(tag, tag.split("-")[0])


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _score(rows: list[Row], languages: Languages, *, show: bool) -> Table:
    table = Table()
    for row in rows:
        found = credits(row["text"], languages(row))
        pairs = {
            "role, name": (_gold_names(row), _found_names(found)),
            "source": (_one(row["source_language"]), _one(_first(found, "source_language"))),
            "target": (_one(row["target_language"]), _one(_first(found, "target_language"))),
            "machine": (_one(row["machine"] or None), _one(any(credit.is_machine for credit in found) or None)),
            "original": (_one(_work(row["original_title_or_url"])), _found_work(row, found)),
            "span": _spans(row, found),
        }
        for measure, (gold, seen) in pairs.items():
            table.measures[measure].add(gold, seen)
        table.languages[row["text_lang"]].add(*pairs["role, name"])
        table.conventions[row["convention"]].add(*pairs["role, name"])
        if show and any(gold != seen for gold, seen in pairs.values()):
            _print_error(row, found, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]})
    return table


def _gold_names(row: Row) -> Claims:
    return Counter(
        (credit["role"], _plain(name))
        for credit in row["credits"]
        for name in (credit["names"] or [credit["organisation"] or ""])
    )


def _found_names(found: tuple[Credit, ...]) -> Claims:
    return Counter(
        (credit.role, _plain(name)) for credit in found for name in ([agent.name for agent in credit.agents] or [""])
    )


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if not char.isspace() and char not in "*_\u200c\u200e\u200f")


def _one(value: object) -> Claims:
    """A language without its region: the data say "pt-BR" where the text does."""
    text = str(value) if value is not None else ""
    return Counter([(text.split("-")[0] if len(text) < 8 else text,)] if text else [])


def _first(found: tuple[Credit, ...], field_name: str) -> object:
    return next((value for credit in found if (value := getattr(credit, field_name))), None)


def _work(noted: str | None) -> str | None:
    return _plain(noted) if noted else None


def _found_work(row: Row, found: tuple[Credit, ...]) -> Claims:
    """A work is right if it is the title or the address noted ("TITLE | ADDRESS")."""
    noted = [_plain(part) for part in (row["original_title_or_url"] or "").split(" | ")]
    works = [_plain(credit.work) for credit in found if credit.work]
    if any(work.strip("/") == part.strip("/") for work in works for part in noted):
        return _one(_work(row["original_title_or_url"]))
    return _one(works[0] if works else None)


def _spans(row: Row, found: tuple[Credit, ...]) -> tuple[Claims, Claims]:
    gold: Claims = Counter()
    seen: Claims = Counter()
    left = list(found)
    for number, credit in enumerate(row["credits"]):
        gold[(str(number),)] += 1
        start = row["text"].find(credit["span_text"])
        end = start + len(credit["span_text"])
        for candidate in left:
            if (
                candidate.role == credit["role"]
                and candidate.span
                and _lies(candidate.span.start, candidate.span.end, start, end)
            ):
                seen[(str(number),)] += 1
                left.remove(candidate)
                break
    for extra in left:
        seen[("extra", extra.role, str(extra.span))] += 1
    return gold, seen


def _lies(start: int, end: int, gold_start: int, gold_end: int) -> bool:
    common = min(end, gold_end) - max(start, gold_start)
    union = max(end, gold_end) - min(start, gold_start)
    return common >= union / 2 or (common > 0 and common in (end - start, gold_end - gold_start))


def _print_error(row: Row, found: tuple[Credit, ...], pairs: dict[str, tuple[Claims, Claims]]) -> None:
    print(f"-- {row['id']} ({row['text_lang']}, {row['convention']})\n   {row['text'][:300]!r}")
    for name, (gold, seen) in pairs.items():
        print(f"   {name}: missed {list((gold - seen).elements())}, wrong {list((seen - gold).elements())}")
    print(f"   rules: {', '.join(credit.rule for credit in found)}")


def _print_table(name: str, table: Table) -> None:
    print(f"\n# languages {name}")
    for measure, score in table.measures.items():
        print(f"{measure:12} {score}")
    for title, scores in (("language", table.languages), ("convention", table.conventions)):
        print(f"## (role, name) by {title}: those below 1")
        for key, score in sorted(scores.items()):
            if score.wrong or score.missed:
                print(f"{key[:70]:70} {score}")
        print(f"{'all right':70} {sum(not (s.wrong or s.missed) for s in scores.values())} of {len(scores)}")


def _print_alarms(name: str, negatives: list[Row], languages: Languages) -> None:
    fired = [(row, found) for row in negatives if (found := credits(row["text"], languages(row)))]
    print(
        f"## false alarms on negatives ({name}): {len(fired)} of {len(negatives)} = {len(fired) / len(negatives):.1%}"
    )
    for row, found in fired:
        print(f"   {row['text_lang']} {row['text'][:110]!r}: {', '.join(f'{c.role} {c.rule}' for c in found)}")


def _print_prose(data: Path, limit: int) -> None:
    print("\n# false alarms on paragraphs of prose (language known)")
    for name, paragraphs in _prose(data):
        began = time.perf_counter()
        count = 0
        fired: list[tuple[str, str, tuple[Credit, ...]]] = []
        for language, text in _thinned(paragraphs, limit):
            count += 1
            found = credits(text, (language,))
            if found:
                fired.append((language, text, found))
        seconds = time.perf_counter() - began
        share = len(fired) / max(1, count)
        print(f"{name}: {len(fired)} of {count} = {share:.3%} ({1000 * seconds / max(1, count):.2f} ms each)")
        for language, text, found in fired[:40]:
            span = found[0].span
            where = text[max(0, span.start - 30) : span.end + 30] if span else ""
            print(f"   {language} {found[0].rule} {found[0].role}: {where!r}")


def _thinned(paragraphs: Iterable[tuple[str, str]], limit: int) -> Iterator[tuple[str, str]]:
    """Every n-th paragraph, so that all documents are touched and at most limit are read."""
    everything = list(paragraphs)
    step = max(1, -(-len(everything) // limit))
    yield from everything[::step]


def _prose(data: Path) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    """Name and (language, paragraph) pairs of each corpus."""
    yield "debian", _paragraphs(data / "debian_news.jsonl.gz")
    yield "php", _paragraphs(data / "php_docs.jsonl.gz")
    yield "wmt22", _paragraphs(data / "wmt22_docs.jsonl.gz")


def _paragraphs(path: Path) -> Iterator[tuple[str, str]]:
    sides = (
        ("lang", "translation_text"), ("original_lang", "source_text"), ("", "english_text"), ("src_lang", "source"),
        ("tgt_lang", "reference"),
    )  # fmt: skip
    seen: set[str] = set()
    for row in _rows(path):
        for language, text in sides:
            for paragraph in row.get(text) or ():
                if paragraph not in seen:
                    seen.add(paragraph)
                    yield _tag(row.get(language) or "en"), paragraph


if __name__ == "__main__":
    main()
