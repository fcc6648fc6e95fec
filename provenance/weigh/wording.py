"""Evidence on human or machine translation from a text's wording (provenance/weigh/machine)."""

from collections.abc import Iterator, Sequence

from provenance.types import Cite, Document, Evidence, Segment
from provenance.weigh.machine import guess_machine

BOUND = 1.0  # fitted on news of one year and three systems: a hint, never a verdict


def weigh_wording(document: Document, language: str, segments: Sequence[Segment], claim: str) -> Iterator[Evidence]:
    """Yield one piece of evidence if the wording is clearly on one side; nothing where the model abstains."""
    body = [part.span.trimmed(document.text) for part in segments if part.kind == "body"]
    guess = guess_machine([span.of(document.text) for span in body], language)
    if guess.label == "undetermined":
        return
    kind = "machine" if guess.label == "machine" else "human"
    statement = f"small words and endings are consistent with a {kind} translation"
    log_odds = round(min(BOUND, max(-BOUND, guess.log_odds)), 4)
    yield Evidence("", "machine-wording", claim, statement, log_odds, "inferred", (Cite(document.id, None),))
