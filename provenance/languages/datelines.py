"""The place, date and agency that open a news report, whatever its language.

"MOSCOW, March 12 (Reuters) -", "PARIS (AFP) –", "БЕРЛИН, 3 мая /ТАСС/.", "LONDON — ".  Only the form counts: capitals,
an agency in brackets, a dash.  Both patterns are anchored and look at the first 140 characters.
"""

import re

_SMALL = "a-zß-öø-ÿа-яё"
_WITH_AGENCY = re.compile(
    rf"""
    \s{{0,9}} [^\W\d_{_SMALL}] [^()\[\]/\n.;:!?]{{1,70}}
    (?: \( [^()\n]{{2,40}} \) | / [^/\n]{{2,40}} / | \[ [^\[\]\n]{{2,40}} \] | （ [^（）\n]{{2,30}} ）)
    \s{{0,3}} (?: [-–—―]{{1,2}} | [.:] (?=\s|$) | $ )
    """,
    re.VERBOSE,
)
_IN_CAPITALS = re.compile(
    rf"\s{{0,9}}[^\W\d_{_SMALL}]{{2}}[^\W\d_{_SMALL} .'’-]{{1,30}}"
    rf"(?:,[^()\n.;:!?]{{1,40}})?\s{{0,3}}(?:--|[–—―]|-(?=\s|$))"
)


def dateline_end(text: str) -> int:
    """Return where a dateline that opens the text ends, 0 if none does."""
    head = text[:140]
    found = _WITH_AGENCY.match(head) or _IN_CAPITALS.match(head)
    return found.end() if found else 0
