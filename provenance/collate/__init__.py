"""An alignment and its two texts → what an editor would note: what changed, what is missing, what was added.

Precision first: a difference is reported only where both sides say something and say it differently, or where a whole
passage stands alone.  Each finding has its characters on both sides and one sentence for a reader.
"""

from collections.abc import Sequence
from datetime import date

from provenance.collate.attribution import compare_attribution
from provenance.collate.clauses import compare_clauses
from provenance.collate.dates import compare_dates, compare_weekdays, days, weekdays
from provenance.collate.gaps import compare_order, compare_presence, prose
from provenance.collate.modality import compare_modality
from provenance.collate.names import compare_spellings
from provenance.collate.numbers import Sides, compare_numbers, unmatched
from provenance.collate.partial import compare_shares
from provenance.collate.passages import Encode, Passage, beads_of, knowledge
from provenance.collate.polarity import compare_polarity
from provenance.collate.quantities import Quantity, quantities, without
from provenance.collate.quotes import compare_quotations
from provenance.collate.substitution import compare_names
from provenance.collate.titles import compare_titles
from provenance.collate.units import compare_units
from provenance.types import Alignment, Discrepancy, SegmentKind, Span

__all__ = ["collate"]

# Below this probability a bead is no ground to tell an editor that something changed.
SURE = 0.3


def collate(
    one_text: str,
    other_text: str,
    one_spans: Sequence[Span],
    other_spans: Sequence[Span],
    alignment: Alignment,
    *,
    one_language: str,
    other_language: str,
    one_kinds: Sequence[SegmentKind] = (),
    other_kinds: Sequence[SegmentKind] = (),
    published: str | None = None,
    encode: Encode | None = None,
    is_light: bool = False,
) -> tuple[Discrepancy, ...]:
    """Return what differs between the passages that an alignment links, in the order of the one text.

    one_spans, other_spans: of the segments that the alignment's indices mean.  one_kinds, other_kinds: of the same
    segments, where known: only titles and body can be left out or added.  published: ISO date of publication, which
    gives "yesterday" and "on Monday" a common measure.  encode: texts → float32[n, d] of unit rows; with it,
    quotations that have changed places and names that stand once are found too.  is_light: whether to look only for
    what comes at no cost: passages, their order, figures, dates and spellings, but neither names nor wording.
    """
    beads = beads_of(
        (one_text, one_spans, knowledge(one_language)), (other_text, other_spans, knowledge(other_language)), alignment
    )
    day = date.fromisoformat(published[:10]) if published else None
    found = compare_presence(beads, prose(one_kinds, len(one_spans)), prose(other_kinds, len(other_spans)))
    sure = [bead for bead in beads if bead.link.probability >= SURE]
    found += compare_order(beads) + compare_spellings(sure)
    if not is_light:
        if encode is not None:
            found += compare_shares(sure, one_spans, other_spans, encode) + compare_clauses(sure, encode)
        found += compare_titles(beads, one_kinds, other_kinds, encode) + compare_names(sure, encode)
        found += compare_quotations(beads, one_spans, other_spans, encode)
    figures = [(_free_numbers(bead.one), _free_numbers(bead.other)) for bead in beads]
    for place, bead in enumerate(beads):
        if not bead.is_linked or bead.link.probability < SURE:
            continue
        found += compare_dates(days(bead.one), days(bead.other), one_text, other_text)
        found += compare_weekdays(weekdays(bead.one, day), weekdays(bead.other, day), one_text, other_text)
        found += compare_numbers(_sides(figures, place), one_text, other_text)
        found += compare_units(bead.one, bead.other, *figures[place])
        if not is_light:
            found += compare_polarity(bead.one, bead.other)
            found += compare_modality(bead.one, bead.other)
            found += compare_attribution(bead.one, bead.other)
    return tuple(sorted(found, key=lambda item: (item.one, item.other, item.kind)))


def _free_numbers(passage: Passage) -> tuple[Quantity, ...]:
    return without(quantities(passage), [day.span for day in days(passage)])


def _sides(figures: Sequence[tuple[tuple[Quantity, ...], tuple[Quantity, ...]]], place: int) -> Sides:
    around = [
        (unmatched(one, other), unmatched(other, one))
        for one, other in (*figures[max(place - 1, 0) : place], *figures[place + 1 : place + 2])
    ]
    return Sides(
        figures[place][0],
        figures[place][1],
        tuple(quantity for one, _ in around for quantity in one),
        tuple(quantity for _, other in around for quantity in other),
    )
