"""Hide what is in no language: links, addresses, markup, datelines.

``masked`` replaces such characters by spaces, one for one, so that offsets stay true.  Every pattern is anchored or
bounded: a hostile line takes linear time.
"""

import re

from provenance.languages.datelines import dateline_end

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

def masked(text: str) -> str:
    """Return the text with links, addresses, markup and a leading dateline replaced by spaces, length unchanged."""
    if _HINT.search(text):
        text = _LINKS.sub(_blank, text)
    end = dateline_end(text)
    return " " * end + text[end:] if end else text


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())
