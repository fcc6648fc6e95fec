"""A report in Markdown (CommonMark with tables), to paste into an issue, a wiki or a mail."""

import re
from collections.abc import Iterator, Sequence

from provenance.report.escape import shortened, visible
from provenance.report.exchange.story import records_of, versions_by_id
from provenance.report.look import Json
from provenance.report.wording import confidence, percent

# Every character that Markdown or the HTML inside it gives a meaning to.
_ACTIVE = re.compile(r"([\\`*_{}\[\]#!|<>~&$@]|:(?=//))")
_QUOTE = 120
_MOST = 50


def write_markdown(values: Sequence[Json]) -> str:
    """Return a section for each value."""
    return "\n".join(line for value in values for line in _report(value))


def _report(value: Json) -> Iterator[str]:
    names = [record["document"]["id"] for record in records_of(value)]
    yield f"## Provenance of {', '.join(map(_text, names))}\n"
    yield from _chain(value)
    for record in records_of(value):
        yield from _record(record)
    for pair in value.get("pairs", ()):
        yield from _pair(pair)
    if value["evidence"]:
        yield from _table(
            "Evidence",
            ("id", "claim", "log-odds", "basis", "statement"),
            [
                (item["id"], item["claim"], f"{item['log_odds']:+.2f}", item["basis"], item["statement"])
                for item in value["evidence"]
            ],
        )


def _chain(value: Json) -> Iterator[str]:
    chain, versions = value["chain"], versions_by_id(value)
    if chain["undetermined"]:
        yield f"**Undetermined**: {_text(chain['undetermined'])}\n"
    elif chain["hops"]:
        yield f"As a whole {_text(confidence(chain['confidence']))}.\n"
    for hop in chain["hops"]:
        hands = ", ".join(agent["name"] for agent in hop["agents"]) or "a hand that is not named"
        one, other = (_text(versions[hop[end]]["label"]) for end in ("parent", "child"))
        sure = _text(confidence(hop["confidence"]))
        yield f"- {one} → {other}: {hop['kind']} by {_text(hands)}, {hop['basis']}, {sure}"
    for other in chain["alternatives"]:
        yield f"- or ({_text(confidence(other['probability']))}): {_text(other['statement'])}"
    if chain["hops"] or chain["alternatives"]:
        yield ""


def _record(record: Json) -> Iterator[str]:
    name = record["document"]["id"]
    if record["credits"]:
        rows = [
            (
                credit["role"],
                ", ".join(agent["name"] for agent in credit["agents"]),
                credit["scope"]["language"] or credit["scope"]["kind"],
                f"{credit['source_language'] or '?'} → {credit['target_language'] or '?'}",
                credit["span"]["quote"] if credit["span"] else "(metadata)",
            )
            for credit in record["credits"]
        ]
        yield from _table(f"Credits in {name}", ("role", "who", "of", "languages", "quote"), rows)
    if record["findings"]:
        found: list[tuple[str, ...]] = [
            (item["kind"], item["note"] or item["value"], item["span"]["quote"] if item["span"] else "(metadata)")
            for item in record["findings"]
        ]
        yield from _table(f"Findings in {name}", ("kind", "what", "quote"), found)


def _pair(pair: Json) -> Iterator[str]:
    one, other = (_text(pair["alignment"][name]) for name in ("one_id", "other_id"))
    shares = [percent(pair["coverage"][side]) for side in ("one", "other")]
    sure = _text(confidence(pair["confidence"]))
    yield f"{one} and {other}: {pair['verdict']}, {sure}; {shares[0]} and {shares[1]} with a partner.\n"
    if pair["discrepancies"]:
        rows = [
            (item["kind"], item["severity"], item["note"], item["one"]["quote"], item["other"]["quote"])
            for item in pair["discrepancies"]
        ]
        yield from _table("What differs", ("kind", "severity", "what", "one", "other"), rows)


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"### {_text(title)}\n"
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows[:_MOST]:
        yield f"| {' | '.join(_text(shortened(cell, _QUOTE)) for cell in row)} |"
    if len(rows) > _MOST:
        yield f"\n… and {len(rows) - _MOST} more"
    yield ""


def _text(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", visible(text))
