"""How far a name goes from where it begins: in scripts with case, without case, and without spaces."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from provenance.detect.credits.grammar import Grammar
from provenance.detect.credits.patterns import Literal
from provenance.detect.credits.tokens import (
    Token,
    ends_line,
    is_capital,
    is_caseless,
    is_east_asian,
    is_label,
    is_unspaced,
)

MAX_TOKENS = 16
MAX_WORDS = 6  # of a name in a script without case: "عبد الہادی عبد الخالق مدنی" has five
MAX_CHARACTERS = 14  # of a name in Han or kana
_ARTICLES = frozenset({"The", "De", "Het", "Der", "Die", "Das", "Le", "La", "Les", "El", "Il", "O", "A"})
_ABBREVIATIONS = frozenset({"Jr", "Sr", "Mr", "Dr", "St", "Mme", "Chr", "Fr", "Th"})
MAX_LETTERS = 40  # of a name in Thai, Khmer or Burmese, where vowel signs count


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading a name needs to know of what stands around it.

    follows: literals of the template that may follow the name.  opens_clause: whether a clause opens at a position.
    """

    tokens: tuple[Token, ...]
    grammar: Grammar
    text: str
    follows: tuple[Literal, ...]
    opens_clause: Callable[[int], bool]

    def is_followed(self, position: int) -> bool:
        """Tell whether what the template expects after the name stands at a position."""
        return position < len(self.tokens) and any(literal.fits(self.tokens[position].norm) for literal in self.follows)


def cased_end(at: Surroundings, start: int) -> int:
    """Extend over capitalised words, initials, particles that a capital follows, and joined apostrophes."""
    end = start
    while end < len(at.tokens) and end - start < MAX_TOKENS:
        step = _cased_step(at, start, end)
        if step == 0:
            break
        end += step
    return end


def _cased_step(at: Surroundings, start: int, end: int) -> int:
    """Return how many tokens at position end go on with the name that began at start."""
    tokens, grammar = at.tokens, at.grammar
    token = tokens[end]
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if token.kind == "word":
        if end > start and (_ends_cased(at, end) or (end > start + 1 and is_label(tokens, end))):
            return 0
        is_inside = is_capital(token) or is_particle(token, following, grammar)
        is_body = end > start and (token.norm in grammar.organisations or tokens[start].norm in grammar.organisations)
        if not is_inside and not is_body:
            return 0
        return 1 + int(following is not None and following.norm == "." and _is_abbreviated(at, start, end))
    if token.norm == "'" and end > start and following and following.kind == "word" and not following.spaced:
        return 0 if token.spaced else 2
    if token.norm == "(" and end > start and _bracketed_initial(tokens, end):
        return 4 if tokens[end + 2].norm == "." else 3
    if token.norm == "-" and end > start and not token.spaced and following and is_capital(following):
        return 0 if following.spaced else 1
    return 0


def ends_at_capital(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether a capital follows lower-case letters without a space: "…von MüllerÜbersetzt"."""
    return (
        not tokens[position].spaced
        and position > 0
        and tokens[position - 1].kind == "word"
        and is_capital(tokens[position])
    )


def is_particle(token: Token, following: Token | None, grammar: Grammar) -> bool:
    """Tell whether a lower-case word belongs to a name because a capital follows it ("van der Berg")."""
    return token.norm in grammar.particles and following is not None and (
        is_capital(following) or following.norm in grammar.particles or following.norm == "'"
    )  # fmt: skip


def _ends_cased(at: Surroundings, position: int) -> bool:
    """Tell whether a word inside a would-be name is no part of it: a conjunction, a place, the next clause."""
    tokens, grammar = at.tokens, at.grammar
    token = tokens[position]
    is_initial = len(token.text) == 1 and token.text.isupper()
    if (grammar.joins(tokens, position) and not is_initial) or ends_at_capital(tokens, position):
        return True
    if at.is_followed(position):
        return True
    if is_capital(token) and tokens[position - 1].text in _ARTICLES:
        return False  # "De Correspondent", "The Reporter"
    if grammar.roles.longest(tokens, position) is not None:
        return True
    opens = bool(grammar.openings.rules(token.norm))
    if is_particle(token, tokens[position + 1] if position + 1 < len(tokens) else None, grammar):
        return False
    if is_capital(token):
        return opens and not is_initial and at.opens_clause(position)
    return opens or grammar.places.longest(tokens, position) is not None


def _bracketed_initial(tokens: tuple[Token, ...], position: int) -> bool:
    inner = tokens[position + 1 : position + 4]
    return (
        len(inner) >= 2
        and len(inner[0].text) <= 2
        and is_capital(inner[0])
        and (inner[1].norm == ")" or (len(inner) == 3 and inner[1].norm == "." and inner[2].norm == ")"))
    )


def caseless_end(at: Surroundings, start: int) -> int:
    """Extend over words of a script without case until a mark, a conjunction, a place word or a credit word."""
    tokens, grammar = at.tokens, at.grammar
    end = start
    while end < len(tokens) and end - start < MAX_WORDS:
        token = tokens[end]
        if token.norm == "." and end > start and _is_initial_stop(tokens, end):
            end += 1
            continue
        if token.norm == "'" and end > start and _is_geresh(tokens, end):
            end += 2
            continue
        if token.kind != "word" or is_unspaced(token) or not (is_caseless(token) or is_capital(token)):
            break
        if end > start and _ends_caseless(at, end) and not _is_desk(at, start, end):
            break
        end += 1
        if suffix_length(token, grammar) and end - start >= 1:
            break
    return end


def _is_desk(at: Surroundings, start: int, end: int) -> bool:
    """Tell whether a role's word ends the name of a desk ("وحدة الترجمة", the translation unit)."""
    after = at.tokens[end + 1] if end + 1 < len(at.tokens) else None
    is_last = after is None or after.kind in {"line", "paragraph"} or after.norm in {")", "]", "|", "."}
    is_role = at.grammar.roles.longest(at.tokens, end) is not None
    return is_role and is_last and end == start + 1 and at.tokens[start].norm in at.grammar.organisations


def _is_geresh(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether an apostrophe stands inside a word of a script without case ("ג'ון")."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is None or following.spaced or tokens[position].spaced:
        return False
    return is_caseless(following) and is_caseless(tokens[position - 1])


def _is_initial_stop(tokens: tuple[Token, ...], position: int) -> bool:
    """Tell whether a full stop belongs to an initial: after two letters at most, before another word of the line."""
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    letters = sum(unicodedata.category(char)[0] == "L" for char in tokens[position - 1].text)
    short = letters <= 2 and not tokens[position].spaced
    return short and following is not None and following.kind == "word" and tokens[position].text == "."


def _ends_caseless(at: Surroundings, end: int) -> bool:
    tokens, grammar = at.tokens, at.grammar
    token = tokens[end]
    is_joined = any(token.norm.startswith(mark) for mark in grammar.prefixes) and token.norm not in grammar.unprefixed
    return (
        grammar.joins(tokens, end) > 0
        or at.is_followed(end)
        or (is_joined and len(token.text) >= 4)
        or grammar.places.longest(tokens, end) is not None
        or grammar.dates.longest(tokens, end) is not None
        or grammar.roles.longest(tokens, end) is not None
        or bool(grammar.openings.rules(token.norm))
        or bool(grammar.anchors.rules(token.norm))
    )


def unspaced_end(at: Surroundings, start: int) -> int:
    """Extend over characters of a script without spaces; a mark, a credit word or most white space ends the name."""
    tokens, grammar = at.tokens, at.grammar
    most = MAX_CHARACTERS if is_east_asian(tokens[start]) else MAX_LETTERS
    end = start
    while end < len(tokens) and end - start < most:
        token = tokens[end]
        if token.norm in {"·", "="} and end > start and not token.spaced:
            end += 1
            continue
        if token.kind != "word" or not is_unspaced(token):
            break
        if end > start and (
            (token.spaced and is_east_asian(token) and not _goes_on_after_space(tokens, start, end, grammar))
            or grammar.places.longest(tokens, end) is not None
            or grammar.joins(tokens, end) > 0
            or at.is_followed(end)
            or _opens_role(tokens, end, grammar)
            or grammar.stops.longest(tokens, end) is not None
        ):
            break
        end += 1
    return end


def _opens_role(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> bool:
    """Tell whether a role's word stands here; one of a single character may be part of a name ("張譯文")."""
    role = grammar.roles.longest(tokens, position)
    if role is None or role[0] > position + 1 or tokens[position].spaced or role[0] >= len(tokens):
        return role is not None
    return tokens[role[0]].kind != "word"


def _goes_on_after_space(tokens: tuple[Token, ...], start: int, end: int, grammar: Grammar) -> bool:
    """Tell whether a given name follows a Japanese family name ("山田 太郎"): two short runs, then an end."""
    if grammar.languages[0] != "ja" or end - start > 4:
        return False
    last = end
    while last < min(end + 6, len(tokens)) and is_east_asian(tokens[last]) and (last == end or not tokens[last].spaced):
        last += 1
    return last - end <= 4 and (last >= len(tokens) or tokens[last].kind != "word")


def _is_abbreviated(at: Surroundings, start: int, position: int) -> bool:
    """Tell whether the full stop after a word belongs to it: initials and titles.

    After a short surname ("Eirik Bø.") the stop ends the sentence where the line or another clause says so.
    """
    text, stop = at.tokens[position].text, position + 1
    if at.tokens[stop].spaced or (len(text) > 2 and text not in _ABBREVIATIONS):
        return False
    is_surname = len(text) == 2 and position > start and text not in _ABBREVIATIONS and text[1].islower()
    return not (is_surname and (ends_line(at.tokens, stop + 1) or at.opens_clause(stop + 1)))


def suffix_length(token: Token, grammar: Grammar) -> int:
    """Return the length of a particle written onto a name (Korean): after Latin letters, or after three syllables."""
    for mark in grammar.suffixes:
        if token.text.endswith(mark) and len(token.text) > len(mark):
            before = token.text[-len(mark) - 1]
            if before.isascii() or len(token.text) - len(mark) >= 3:
                return len(mark)
    return 0
