"""Credits: who reported, wrote, translated, edited or published which version, as the text itself says.

A grammar, not a heap of regular expressions: language files hold templates (provenance/languages), this package
tokenises a text, matches the templates at places where a credit may stand, chains the clauses and works out to which
version each belongs.  Fields and markup (front matter, PO headers, JSON-LD, wiki templates) are read beside it.
"""

from bisect import bisect_left
from dataclasses import replace

from provenance.detect.credits.declared import declared_credits
from provenance.detect.credits.fields import field_data, read_fields
from provenance.detect.credits.grammar import grammar
from provenance.detect.credits.hints import hinted_languages
from provenance.detect.credits.markup import read_fingerprints, read_markup
from provenance.detect.credits.match import Reader
from provenance.detect.credits.parse import read_chains
from provenance.detect.credits.scope import credits_of
from provenance.detect.credits.signoff import read_signoffs
from provenance.detect.credits.tokens import tokens_of
from provenance.types import Credit, Span

__all__ = ["credits", "declared_credits"]


def credits(text: str, languages: tuple[str, ...]) -> tuple[Credit, ...]:
    """Return the credits in a text, in order of place.

    languages: BCP 47 tags whose wordings to look for, the text's own first; English, the language-neutral wordings
    (front matter keys, markup) and languages whose role words open a clause are always added.
    Linear in the text's length.
    """
    tokens = tokens_of(text)
    reader = Reader(tokens, grammar((*languages, *hinted_languages(tokens))), text)
    own = languages[0] if languages else "und"
    found = [*read_markup(text)]
    _add(found, read_fields(text))
    _add(found, [credit for chain in read_chains(reader) for credit in credits_of(chain, reader.tokens, own)])
    found = _with_traces(found, [*read_fingerprints(text)])
    _add(found, [*read_signoffs(reader)])
    placeholders = field_data().placeholders
    found = [c for c in found if not c.agents or any(agent.name.casefold() not in placeholders for agent in c.agents)]
    return tuple(sorted(found, key=lambda credit: (credit.span.start if credit.span else 0, credit.role)))


def _add(found: list[Credit], more: list[Credit] | tuple[Credit, ...]) -> None:
    """Add the credits that no earlier reader has read at the same place."""
    taken = sorted(credit.span for credit in found if credit.span is not None)
    found += [credit for credit in more if not _is_taken(credit, taken)]


def _is_taken(credit: Credit, taken: list[Span]) -> bool:
    """Tell whether a span lies over one of the sorted spans."""
    span = credit.span
    if span is None:
        return False
    at = bisect_left(taken, span)
    return any(near.overlaps(span) for near in taken[max(0, at - 1) : at + 1])


def _with_traces(found: list[Credit], traces: list[Credit]) -> list[Credit]:
    """Add the traces of tools; a sentence about machine translation that is read already learns the tool's name."""
    for trace in traces:
        told = [credit for credit in found if credit.is_machine and _share(credit, trace)]
        if not told:
            found = [*found, trace]
        elif not any(agent.name in {name.name for name in trace.agents} for credit in told for agent in credit.agents):
            found = [replace(credit, agents=trace.agents) if credit is told[0] else credit for credit in found]
    return found


def _share(one: Credit, other: Credit) -> bool:
    return one.span is not None and other.span is not None and one.span.overlaps(other.span)
