"""What may follow a name in a credit without belonging to it: a place, a date, an address, a handle, another name."""

from provenance.detect.credits.grammar import Grammar
from provenance.detect.credits.tokens import Token, is_capital, is_caseless, is_unspaced

MAX_BRACKET_TOKENS = 9
MAX_ADDITIONS = 8
MAX_PLACE_TOKENS = 5
MAX_DATE_TOKENS = 10
_QUOTES = {"«": "»", "“": "”", "„": "“”", '"': '"', "»": "«"}


def after_name(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    """Return the position after all that follows a name."""
    for _ in range(MAX_ADDITIONS):
        moved = _after_once(tokens, position, grammar) if position < len(tokens) else position
        if moved == position:
            break
        position = moved
    return position


def _after_once(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    token = tokens[position]
    if token.kind == "link" or token.text.startswith("@"):
        return position + 1
    if token.kind == "open-link":
        return _over_linked_handle(tokens, position)
    if token.norm == "," and position + 1 < len(tokens) and _is_year_or_address(tokens[position + 1]):
        return position + 2
    if token.norm in {"(", "<", "["}:
        return _over_bracket(tokens, position)
    if (hit := grammar.aliases.longest(tokens, position)) is not None:
        return _over_alias(tokens, hit[0])
    if (hit := grammar.dates.longest(tokens, position)) is not None:
        end = _date_end(tokens, hit[0], grammar)
        if end > hit[0]:
            return end
    if grammar.joins(tokens, position):
        return position
    if (hit := grammar.places.longest(tokens, position)) is not None:
        end = _place_end(tokens, hit[0], grammar)
        if end > hit[0]:
            return end
    return position


def _is_year_or_address(token: Token) -> bool:
    return (len(token.text) == 4 and token.text.isdigit()) or (token.kind == "link" and "@" in token.text)


def _over_linked_handle(tokens: tuple[Token, ...], position: int) -> int:
    """Step over "[@handle](address)"."""
    inside = tokens[position + 1 : position + 3]
    is_handle = len(inside) == 2 and inside[0].text.startswith("@") and inside[1].kind == "link"
    return position + 3 if is_handle else position


def _over_bracket(tokens: tuple[Token, ...], position: int) -> int:
    """Step over a short bracket with an address or a handle in it, and over a bare language code."""
    for end in range(position + 1, min(position + MAX_BRACKET_TOKENS, len(tokens))):
        if tokens[end].norm in {")", ">", "]"}:
            inner = tokens[position + 1 : end]
            is_address = any("@" in part.text or part.kind == "link" for part in inner)
            is_code = len(inner) == 1 and len(inner[0].text) == 2 and inner[0].text.islower()
            return end + 1 if is_address or is_code else position
        if tokens[end].kind in {"line", "paragraph"}:
            return position
    return position


def _over_alias(tokens: tuple[Token, ...], position: int) -> int:
    end = position
    while end < len(tokens) and end - position < 3 and tokens[end].kind == "word":
        end += 1
    return end


def _place_end(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    """Return the position after a place or an outlet ("for NAME", "per la rivista NAME", "für «NAME»")."""
    end = position
    while end < len(tokens) and end - position < MAX_PLACE_TOKENS:
        token = tokens[end]
        if token.text in _QUOTES:
            return _quoted_end(tokens, end) or end
        if token.kind != "word":
            break
        opens = _opens_name(tokens, end, first=position, grammar=grammar)
        if is_unspaced(token) or not (is_capital(token) or is_caseless(token) or opens):
            break
        is_marked = opens or token.norm in grammar.organisations
        if end > position and (grammar.joins(tokens, end) or (not is_marked and grammar.openings.rules(token.norm))):
            break
        end += 1
        if is_caseless(token):
            break
    return end


def _opens_name(tokens: tuple[Token, ...], position: int, *, first: int, grammar: Grammar) -> bool:
    """Tell whether a lower-case word belongs to a place or outlet: an article or a word like "magazine" before a name.

    Behind a capital it may only be a word that marks an organisation ("Courrier international").
    """
    token, behind = tokens[position], tokens[position + 1 : position + 3]
    if not token.text[0].islower():
        return False
    is_marked = token.norm in grammar.organisations
    if position > first and is_capital(tokens[position - 1]):
        return is_marked
    begins = bool(behind) and (is_capital(behind[0]) or behind[0].text in _QUOTES)
    is_article = position == first and len(token.text) <= 3
    if is_marked or is_article:
        is_noun = is_article and len(behind) == 2 and behind[0].norm in grammar.organisations
        return begins or (is_noun and (is_capital(behind[1]) or behind[1].text in _QUOTES))
    return False


def _quoted_end(tokens: tuple[Token, ...], position: int) -> int | None:
    """Return the position after a short quotation that opens here."""
    closing = _QUOTES[tokens[position].text]
    for end in range(position + 1, min(position + MAX_BRACKET_TOKENS, len(tokens))):
        if tokens[end].text in closing:
            return end + 1
        if tokens[end].kind in {"line", "paragraph"}:
            return None
    return None


def _date_end(tokens: tuple[Token, ...], position: int, grammar: Grammar) -> int:
    end = position
    seen_digit = False
    while end < len(tokens) and end - position < MAX_DATE_TOKENS:
        token = tokens[end]
        is_date = token.text[0].isdigit() or token.norm in grammar.months or token.norm in {"de", "del", "."}
        if not is_date and not (seen_digit and token.norm in {":", ",", "-", "/", "gmt", "utc", "г"}):
            break
        seen_digit |= token.text[0].isdigit()
        end += 1
    while end > position and tokens[end - 1].norm in {",", ".", ":", "-", "/", "de", "del"}:
        end -= 1
    return end if seen_digit else position
