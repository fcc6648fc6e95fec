"""Quotations that have changed places: what is quoted in one sentence stands in another on the other side.

Marks differ between languages and may be missing on one side, so a quotation is compared with all that the other side
says in a sentence: its quotations, its clauses and runs of them, the whole.  Two quotations of a text have changed
places if each fits the other's place better than its own.  An exchange misleads the aligner too, so that a
quotation's place is reckoned from the beads around it that keep order, and not from its bead alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from provenance.collate.gaps import longest_increasing
from provenance.collate.passages import Bead, Encode, Passage
from provenance.types import Discrepancy, Span

_QUOTED = re.compile(r"[\"“”„«»「『]([^\"“”„«»「」『』]{8,}?)[\"“”«»」』]")
# What may mark speech: quotation marks of any script, and the dash that opens a line of dialogue.
_MARK = re.compile(r"[\"“”„«»「」『』‘’'‹›]|^[—–-]", re.MULTILINE)
_CLAUSE = re.compile(r"[^,;:.!?…—–、。，；：！？«»„“”\"「」『』()（）]{8,}")
# Clauses in a row that may answer one quotation.
_RUN = 3
# By how much cosine two quotations must gain together by changing places; with .2, .1: EXPERIMENTS.md ("quotations").
GAIN = 0.15
# By how much cosine what stands outside the two may gain likewise: beyond it, whole sentences have changed places.
MOVED = 0.2
# Segments of the other side within which quotations may change places.
BLOCK = 200


@dataclass(frozen=True, slots=True)
class _Quotation:
    """Characters between marks; home: the first and the last segment of the other side that may answer them."""

    span: Span
    words: str
    rest: str
    home: tuple[int, int]


def quoted(passage: Passage) -> tuple[Span, ...]:
    """Return the quotations of at least eight characters, without their marks."""
    return tuple(
        Span(match.start(1), match.end(1))
        for match in _QUOTED.finditer(passage.text, passage.span.start, passage.span.end)
    )


def compare_quotations(
    beads: Sequence[Bead], one_spans: Sequence[Span], other_spans: Sequence[Span], encode: Encode | None
) -> list[Discrepancy]:
    """Return a discrepancy for each of two quotations that fit each other's sentences better than their own.

    one_spans, other_spans: of the segments that the links' indices mean.  Without an encoder there is nothing to
    compare by.
    """
    if encode is None or not beads:
        return []
    ones = [Passage(beads[0].one.text, span, beads[0].one.language) for span in one_spans]
    others = [Passage(beads[0].other.text, span, beads[0].other.language) for span in other_spans]
    chain = _chain(beads)
    found = _unmarked(beads)
    for pair in _exchanged(others, ones, _homes([(far, near) for near, far in chain], len(others), len(ones)), encode):
        found += [_finding(_cover(ones, item.home), item.span, item.words, "other") for item in pair]
    for pair in _exchanged(ones, others, _homes(chain, len(ones), len(others)), encode):
        places = [_cover(others, item.home) for item in pair]
        if not any(place.overlaps(item.other) for place in places for item in found if item.severity != "info"):
            found += [_finding(item.span, place, item.words, "one") for item, place in zip(pair, places, strict=True)]
    return found


def _unmarked(beads: Sequence[Bead]) -> list[Discrepancy]:
    """Return a finding of severity "info" for each linked bead that quotes on one side and has no marks on the other.

    Direct speech may have become reported speech there.
    """
    found = []
    for bead in (bead for bead in beads if bead.is_linked):
        for side, here, there in (("one", bead.one, bead.other), ("other", bead.other, bead.one)):
            speech = next((span for span in quoted(here) if len(span) >= _least(here) + 5), None)
            if speech is not None and not _MARK.search(there.words):
                one, other = (speech, there.span) if side == "one" else (there.span, speech)
                far = "other" if side == "one" else "one"
                note = f"the {side} quotes “{_short(speech.of(here.text))}”, the {far} has no quotation marks here"
                found.append(Discrepancy("quotation", one, other, "info", note, 0.6))
    return found


def _chain(beads: Sequence[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the indices of the linked beads that keep order on both sides."""
    linked = sorted((bead.link for bead in beads if bead.is_linked), key=lambda link: link.one)
    kept = longest_increasing([link.other[0] for link in linked])
    return [(link.one, link.other) for place, link in enumerate(linked) if place in kept]


def _homes(
    chain: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], count: int, far_count: int
) -> list[tuple[int, int]]:
    """Return for each segment of a side the first and last of the other side where its translation should stand.

    chain: indices of this side and of the other.  Segments of a bead that has as many on both sides answer each other
    in order; a segment in no bead of the chain lies between its neighbours.
    """
    homes: dict[int, tuple[int, int]] = {}
    for near, far in chain:
        if len(near) == len(far):
            homes.update((index, (place, place)) for index, place in zip(near, far, strict=True))
        else:
            homes.update((index, (far[0], far[-1])) for index in near)
    result, before = [], -1
    for index in range(count):
        if index in homes:
            result.append(homes[index])
            before = homes[index][1]
            continue
        behind = next((homes[later][0] for later in range(index + 1, count) if later in homes), far_count)
        between = (before + 1, behind - 1) if behind - before > 1 else (before, behind)
        result.append((max(between[0], 0), min(between[1], far_count - 1)))
    return result


def _exchanged(
    quoting: Sequence[Passage], answering: Sequence[Passage], homes: Sequence[tuple[int, int]], encode: Encode
) -> list[tuple[_Quotation, _Quotation]]:
    """Return the pairs of quotations of one side that have changed places, none in two pairs, the surest first."""
    found = [
        _Quotation(span, span.of(passage.text), _around(passage, span), home)
        for passage, home in zip(quoting, homes, strict=True)
        for span in quoted(passage)
        if len(span) >= _least(passage)
    ]
    gains = []
    for block in range(0, len(answering), BLOCK):
        gains += _gains([item for item in found if block <= item.home[0] < block + BLOCK], answering, encode)
    taken, pairs = set[Span](), []
    for _, *pair in sorted(gains, key=lambda item: -item[0]):
        if not taken & {item.span for item in pair}:
            taken |= {item.span for item in pair}
            pairs.append((pair[0], pair[1]))
    return pairs


def _gains(
    found: Sequence[_Quotation], answering: Sequence[Passage], encode: Encode
) -> list[tuple[float, _Quotation, _Quotation]]:
    """Return the pairs of quotations that fit each other's places better than their own, with what they gain."""
    if len({quotation.home for quotation in found}) < 2:
        return []
    first, last = min(item.home[0] for item in found), max(item.home[1] for item in found)
    fit = _fit([item.words for item in found], answering[first : last + 1], encode)
    rest = _fit([item.rest for item in found], answering[first : last + 1], encode)
    homes = [slice(item.home[0] - first, item.home[1] - first + 1) for item in found]
    gains = []
    for i, j in combinations(range(len(found)), 2):
        if not (homes[i].stop <= homes[j].start or homes[j].stop <= homes[i].start):
            continue
        gain = [_gain(fit[i], homes[i], homes[j]), _gain(fit[j], homes[j], homes[i])]
        moved = _gain(rest[i], homes[i], homes[j]) + _gain(rest[j], homes[j], homes[i])
        if min(gain) > 0 and sum(gain) >= GAIN and moved <= MOVED:
            gains.append((sum(gain), found[i], found[j]))
    return gains


def _gain(fit: NDArray[np.float32], home: slice, elsewhere: slice) -> float:
    return float(fit[elsewhere].max() - fit[home].max())


def _fit(texts: Sequence[str], answering: Sequence[Passage], encode: Encode) -> NDArray[np.float32]:
    """Return float32[texts, passages]: the cosine of each text with the best part of each passage."""
    parts = [_parts(passage) for passage in answering]
    ends = np.cumsum([len(part) for part in parts])
    cosines = encode(texts) @ encode([words for part in parts for words in part]).T
    return np.asarray(np.maximum.reduceat(cosines, [0, *ends[:-1]], axis=1), np.float32)


def _parts(passage: Passage) -> list[str]:
    clauses = _CLAUSE.findall(passage.words)
    runs = [
        ", ".join(clauses[start : start + size])
        for size in range(1, _RUN + 1)
        for start in range(len(clauses) - size + 1)
    ]
    return [passage.words, *(span.of(passage.text) for span in quoted(passage)), *runs]


def _around(passage: Passage, span: Span) -> str:
    """Return what a segment says outside a quotation."""
    return f"{passage.text[passage.span.start : span.start]} {passage.text[span.end : passage.span.end]}"


def _cover(passages: Sequence[Passage], home: tuple[int, int]) -> Span:
    return Span(passages[home[0]].span.start, passages[home[1]].span.end)


def _least(passage: Passage) -> int:
    """Return the characters that a quotation needs: a title or a word in marks is quoted in many sentences."""
    return 20 if passage.language.has_spaces else 10


def _finding(one: Span, other: Span, words: str, side: str) -> Discrepancy:
    far = "other" if side == "one" else "one"
    note = f"what the {side} quotes here, the {far} has elsewhere: “{_short(words)}”"
    return Discrepancy("quotation", one, other, "major", note, 0.8)


def _short(words: str, size: int = 50) -> str:
    return words if len(words) <= size else f"{words[: size - 1].rstrip()}…"
