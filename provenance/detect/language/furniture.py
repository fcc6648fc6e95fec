"""Hide what is in no language: links, addresses, markup, datelines.

``masked`` replaces such characters by spaces, one for one, so that offsets stay true.  Every pattern is anchored or
bounded: a hostile line takes linear time.
"""

import re

# What a text must hold for a pattern to be tried at all: most sentences hold none of it.
_HINT = re.compile(r"[@<&#]|://|www\.|[A-Za-z0-9]\.[a-z]{2,}", re.IGNORECASE)
_LINKS = re.compile(
    r"""
    (?: https? | ftp ):// [^\s<>"'）」』】]{1,2000}
    | \b www\. [^\s<>"']{1,2000}
    | (?<![^\s(<\["'«„“,;:]) [\w.+-]{1,64} @ [\w-]{1,100} (?: \.[\w-]{1,60} ){0,6}   # an address
    | (?<![\w.-]) (?: [A-Za-z0-9-]{1,63} \. ){1,5} (?: com | org | net | info | gov | edu | int | io | eu | tv | co | me | php | html? | xml | txt )
      (?: \. [a-z]{2} )? \b (?: / [^\s<>"']{0,500} )?
    | (?<!\w) [@\#] \w{1,60}                                                        # a handle, a hashtag
    | < [/!?]? [A-Za-z] [^<>]{0,500} >
    | & (?: \# [0-9]{1,7} | \# x [0-9A-Fa-f]{1,6} | [A-Za-z]{2,10} ) ;
    """,
    re.VERBOSE,
)
# "MOSCOW, March 12 (Reuters) -", "PARIS (AFP) –", "БЕРЛИН, 3 мая /ТАСС/."
_DATELINE = re.compile(
    r"""
    \s{0,9} [^\W\d_a-zß-öø-ÿа-яё] [^()\[\]/\n.;:!?]{1,70}
    (?: \( [^()\n]{2,40} \) | / [^/\n]{2,40} / | \[ [^\[\]\n]{2,40} \] )
    \s{0,3} (?: [-–—―.:]{1,2} | $ )
    """,
    re.VERBOSE,
)
_SHOUTED_DATELINE = re.compile(
    r"\s{0,9}[^\W\d_a-zß-öø-ÿа-яё]{2}[^\W\d_a-zß-öø-ÿа-яё .'’-]{1,30}(?:,[^()\n.;:!?]{1,40})?\s{0,3}(?:--|[–—―]|-(?=\s|$))"
)


def masked(text: str) -> str:
    """Return the text with links, addresses, markup and a leading dateline replaced by spaces, length unchanged."""
    if _HINT.search(text):
        text = _LINKS.sub(_blank, text)
    end = dateline_end(text)
    return " " * end + text[end:] if end else text


def dateline_end(text: str) -> int:
    """Return where a dateline that opens the text ends, 0 if none does."""
    head = text[:140]
    found = _DATELINE.match(head) or _SHOUTED_DATELINE.match(head)
    return found.end() if found else 0


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())
