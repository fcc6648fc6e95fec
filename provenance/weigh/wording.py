"""Evidence on human or machine translation from a text's wording (provenance/weigh/machine)."""

from collections.abc import Iterator, Sequence

from provenance.types import Cite, Document, Evidence, Segment
from provenance.weigh.machine import guess_machine

BOUND = 1.0  # fitted on news of one year and three systems: a hint, never a verdict


def weigh_wording(document: Document, language: str, segments: Sequence[Segment], claim: str) -> Iterator[Evidence]:
    """Yield one piece of evidence if the wording is clearly a machine's; nothing where the model abstains.

    Nothing is said for a human hand either: systems that the model never saw may write as people do.
    """
    body = [part.span.trimmed(document.text) for part in segments if part.kind == "body"]
    guess = guess_machine([span.of(document.text) for span in body], language)
    if guess.label == "machine":
        statement = "small words and endings are consistent with a machine translation"
        log_odds = round(min(BOUND, guess.log_odds), 4)
        yield Evidence("", "machine-wording", claim, statement, log_odds, "inferred", (Cite(document.id, None),))
