"""Hide what is in no language: links, addresses, markup, identifiers, datelines; and what another person says.

``masked`` replaces such characters by spaces, one for one, so that offsets stay true.  Every pattern is anchored or
bounded: a hostile line takes linear time.
"""

import re

from provenance.languages.datelines import dateline_end

# What a text must hold for a pattern to be tried at all: most sentences hold none of it.
_HINT = re.compile(r"[@<&#_\\]|://|::|->|\(\)|[A-Za-z0-9]\.[a-z]{2,}|[a-z][A-Z]|www\.|U\+|[0-9][A-Za-z]|[A-Za-z][0-9]")
_TOP_LEVEL = "com|org|net|info|gov|edu|int|io|eu|tv|co|me|php|html?|xml|txt|de|fr|uk|ru"
_LINKS = re.compile(
    rf"""
    (?: https? | ftp ):// [^\s<>"'）」』】]{{1,2000}}
    | \b www\. [^\s<>"']{{1,2000}}
    | (?<![^\s(<\["'«„“,;:]) [\w.+-]{{1,64}} @ [\w-]{{1,100}} (?: \.[\w-]{{1,60}} ){{0,6}}      # an address
    | (?<![\w.-]) (?: [A-Za-z0-9-]{{1,63}} \. ){{1,5}} (?: {_TOP_LEVEL} ) (?: \. [a-z]{{2}} )? \b
      (?: / [^\s<>"']{{0,500}} )?
    | (?<!\w) [@\#] \w{{1,60}}                                                               # a handle, a hashtag
    | \bU\+[0-9A-F]{{4,6}}\b
    | < [/!?]? [A-Za-z] [^<>]{{0,500}} >
    | & (?: \# [0-9]{{1,7}} | \# x [0-9A-Fa-f]{{1,6}} | [A-Za-z]{{2,10}} ) ;
    """,
    re.VERBOSE,
)
# Names of programming: snake_case, camelCase, A::b, a->b, a\b, call(), x86, 2.1r5.  Only ASCII: no prose of any
# script is written like this.
_CODE = re.compile(
    r"(?<![^\s(\[\"'«„“,;:/=|$])[$%-]{0,2}(?=[\w.\\:>()$-]{0,80}?(?:_|::|->|\\|\(\)|[a-z][A-Z]|[0-9][A-Za-z]|[A-Za-z][0-9]))[A-Za-z0-9_.\\:>()$-]{2,120}"
)
_QUOTED = re.compile(
    r"«[^«»]{2,1500}»|“[^“”„]{2,1500}”|„[^„“”]{2,1500}[“”]|\"[^\"]{2,1500}\"|「[^「」]{2,1500}」|»[^«»]{2,1500}«"
)
_PROSE_CHARS = 18  # letters outside a quotation that speak for themselves


def masked(text: str) -> str:
    """Return the text with links, markup, identifiers and a leading dateline as spaces, length unchanged."""
    if _HINT.search(text):
        text = _CODE.sub(_blank, _LINKS.sub(_blank, text))
    end = dateline_end(text)
    return " " * end + text[end:] if end else text


def without_quotations(text: str) -> str:
    """Return the text with quotations as spaces if enough is left outside them, else the text as it is."""
    bare = _QUOTED.sub(_blank, text)
    if bare == text:
        return text
    letters = sum(map(str.isalpha, bare))
    small = sum(word[0].islower() for word in bare.split())
    return bare if letters >= _PROSE_CHARS and (small >= 3 or bare.upper() == bare.lower()) else text


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())
