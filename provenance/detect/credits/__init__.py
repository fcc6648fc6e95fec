"""Credits: who reported, wrote, translated, edited or published which version, as the text itself says.

A grammar, not a heap of regular expressions: language files hold templates (provenance/languages), this package
tokenises a text, matches the templates at places where a credit may stand, chains the clauses and works out to which
version each belongs.
"""

from provenance.detect.credits.grammar import grammar
from provenance.detect.credits.match import Reader
from provenance.detect.credits.parse import read_chains
from provenance.detect.credits.scope import credits_of
from provenance.detect.credits.signoff import read_signoffs
from provenance.detect.credits.tokens import tokenise
from provenance.types import Credit


def credits(text: str, languages: tuple[str, ...]) -> tuple[Credit, ...]:
    """Return the credits in a text, in order of place.

    languages: BCP 47 tags whose wordings to look for, the text's own first; English and the language-neutral wordings
    (front matter keys, markup) are always added.  Linear in the length of the text.
    """
    reader = Reader(tokenise(text), grammar(languages), text)
    own = languages[0] if languages else "und"
    found = [credit for chain in read_chains(reader) for credit in credits_of(chain, reader.tokens, own)]
    taken = [credit.span for credit in found if credit.span is not None]
    found += [
        credit
        for credit in read_signoffs(reader)
        if credit.span is None or not any(span.overlaps(credit.span) for span in taken)
    ]
    return tuple(sorted(found, key=lambda credit: (credit.span.start if credit.span else 0, credit.role)))
