"""What the slots of a credit template take: people, languages, places, works; and a template matched so far."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from provenance.detect.credits.endings import Surroundings
from provenance.detect.credits.grammar import Grammar, Rule
from provenance.detect.credits.names import People, read_people
from provenance.detect.credits.patterns import PEOPLE_SLOTS, Literal, Sequence, Slot, openings
from provenance.detect.credits.tokens import Token, is_capital, is_caseless, is_unspaced, skip
from provenance.types import Agent, Span

MAX_WORK_TOKENS = 60
MAX_BARE_TITLE = 14
MAX_PLACE_TOKENS = 4
MAX_ABBREVIATION = 6  # letters of a language's name cut short
MAX_QUALIFIER_TOKENS = 6
_BEFORE_LABEL = frozenset(",;|/·")
_AFTER_LABEL = frozenset(":=/")
_QUOTES = {
    "«": "»", "“": "”", "„": "“", '"': '"', "「": "」", "《": "》", "『": "』", "'": "'", "<": ">", "‘": "’",
    "〈": "〉",     "[": "]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Tokens, grammar and text of one document."""

    tokens: tuple[Token, ...]
    grammar: Grammar
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """A template matched: tokens [start, end) and what its slots took.

    people: (slot name, agents) in order.  languages: slot name → tag.  work: text of the original named.
    literals, weight: number of literal words met, and of their letters.
    """

    rule: Rule
    start: int
    end: int
    people: tuple[tuple[str, tuple[Agent, ...]], ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    version_span: Span | None = None
    work: str | None = None
    is_weak: bool = False
    literals: int = 0
    weight: int = 0


def take_language(at: Source, slot: Slot, so_far: Match) -> Match | None:
    """Read a language's name, or its code in a bracket."""
    start = skip(at.tokens, so_far.end, "\n([")
    start += _opens_link(at, start)
    bracketed = start > so_far.end and at.tokens[start - 1].norm in {"(", "["}
    hit = at.grammar.tongues.longest(at.tokens, start)
    if hit is None and bracketed:
        hit = (start + 1, at.tokens[start].norm) if _is_code(at.tokens, start) else None
    if hit is None:
        return None
    end, tag = hit
    span = Span(at.tokens[start].start, at.tokens[end - 1].end)
    if bracketed and end < len(at.tokens) and at.tokens[end].norm in {")", "]"}:
        end += 1
    end = _over_stop(at.tokens, end)
    end = end if bracketed else _over_qualifier(at.tokens, end)
    version = span if slot.name == "version" else so_far.version_span
    return replace(so_far, end=end, languages=(*so_far.languages, (slot.name, tag)), version_span=version)


def _over_stop(tokens: tuple[Token, ...], position: int) -> int:
    """Step over the full stop of an abbreviated language's name ("с нем. Анны"): a short word, and more of its line."""
    is_short = len(tokens[position - 1].text) <= MAX_ABBREVIATION
    is_stop = position + 1 < len(tokens) and tokens[position].norm == "." and not tokens[position].spaced
    return position + int(is_short and is_stop and tokens[position + 1].kind in {"word", "mark"})


def _over_qualifier(tokens: tuple[Token, ...], position: int) -> int:
    """Step over a short bracket behind a language if the clause goes on behind it: "du néerlandais (Belgique) par"."""
    if position >= len(tokens) or tokens[position].norm != "(":
        return position
    for end in range(position + 1, min(position + MAX_QUALIFIER_TOKENS, len(tokens) - 1)):
        if tokens[end].norm == ")":
            return end + 1 if tokens[end + 1].kind == "word" and tokens[end + 1].text.islower() else position
        if tokens[end].kind not in {"word", "mark"}:
            break
    return position


def take_place(at: Source, so_far: Match) -> Match | None:
    """Read up to four capitalised words, or one of a script without case."""
    end = so_far.end
    while end < len(at.tokens) and end - so_far.end < MAX_PLACE_TOKENS and is_capital(at.tokens[end]):
        end += 1
    if end == so_far.end and end < len(at.tokens) and is_caseless(at.tokens[end]):
        end += 1
    return replace(so_far, end=end) if end > so_far.end else None


def take_initials(at: Source, so_far: Match) -> Match | None:
    """Read two to four letters as somebody's initials."""
    token = at.tokens[so_far.end] if so_far.end < len(at.tokens) else None
    if token is None or token.kind != "word" or not 2 <= len(token.text) <= 4:
        return None
    agent = Agent(token.text, "person", Span(token.start, token.end))
    return replace(so_far, end=so_far.end + 1, people=(*so_far.people, ("initials", (agent,))))


def take_people(
    at: Source, slot: Slot, so_far: Match, follows: tuple[Literal, ...], opens_clause: Callable[[int], bool]
) -> Match | None:
    """Read the people, the tool or the agency that a slot takes."""
    if slot.name in {"tool", "agency"}:
        position = skip(at.tokens, so_far.end, "\n:(\"'„“«")
        lexicon = at.grammar.tools if slot.name == "tool" else at.grammar.agencies
        hit = lexicon.longest(at.tokens, position + _opens_link(at, position))
        if hit is None:
            return None
        if slot.name == "tool":
            return _tool(at, so_far, position + _opens_link(at, position), hit[0])
    label = at.grammar.roles.longest(at.tokens, so_far.end)
    if label is not None and (so_far.literals == 0 or (label[0] < len(at.tokens) and at.tokens[label[0]].norm == ":")):
        return None
    surroundings = Surroundings(at.tokens, at.grammar, at.text, follows, opens_clause)
    people = read_people(surroundings, so_far.end)
    if people is None:
        return None
    taken = people.agents[:1] if slot.name == "person" else people.agents
    return replace(
        so_far,
        end=people.end,
        people=(*so_far.people, *by_role(slot.name, taken, people)),
        is_weak=so_far.is_weak or people.is_weak,
    )


def _tool(at: Source, so_far: Match, start: int, end: int) -> Match:
    span = Span(at.tokens[start].start, at.tokens[end - 1].end)
    agent = Agent(span.of(at.text), "tool", span)
    end += int(end < len(at.tokens) and at.tokens[end].kind == "link")
    return replace(so_far, end=end, people=(*so_far.people, ("tool", (agent,))))


def _opens_link(at: Source, position: int) -> int:
    return int(position < len(at.tokens) and at.tokens[position].kind == "open-link")


def take_work(at: Source, so_far: Match, rest: Sequence) -> Match | None:
    """Read a title in quotation marks, a link with its text, a bare address, or at a pattern's end the line's rest."""
    start = skip(at.tokens, so_far.end, ":\n(")
    if start >= len(at.tokens):
        return None
    token = at.tokens[start]
    if token.kind == "link":
        return replace(so_far, end=start + 1, work=_target(token.text)) if token.text.startswith("http") else None
    closing = "]" if token.kind == "open-link" else _QUOTES.get(token.text)
    for end in range(start + 1, min(start + MAX_WORK_TOKENS, len(at.tokens))):
        this = at.tokens[end]
        if this.kind == "paragraph":
            break
        if token.kind == "open-link" and this.kind == "link":
            title = at.text[token.end : this.start]
            return replace(so_far, end=end + 1, work=_target(this.text) or title)
        if closing and this.text == closing and token.kind != "open-link":
            work = at.text[token.end : this.start].lstrip("[:").strip()
            end += int(end + 1 < len(at.tokens) and at.tokens[end + 1].text == closing)
            return replace(so_far, end=end + 1, work=work)
    if closing is not None:
        return None
    return _bare_title(at, so_far, start, openings(rest)[0]) if rest else _line_rest(at, so_far, start)


def _bare_title(at: Source, so_far: Match, start: int, follows: tuple[Literal, ...]) -> Match | None:
    """Read an unmarked title up to the word that the template expects after it."""
    for end in range(start, min(start + MAX_BARE_TITLE, len(at.tokens))):
        if at.tokens[end].kind not in {"word", "mark"} or at.tokens[end].norm in {";", "!", "?"}:
            return None
        if end > start and any(literal.fits(at.tokens[end].norm) for literal in follows):
            return replace(so_far, end=end, work=at.text[at.tokens[start].start : at.tokens[end - 1].end])
    return None


def _line_rest(at: Source, so_far: Match, start: int) -> Match | None:
    """Read the line's rest as a title, up to the next label ("; Translator:") or the end of the bracket around it."""
    token = at.tokens[start]
    end = start
    while end < len(at.tokens) and at.tokens[end].kind not in {"line", "paragraph"} and not _ends_title(at, start, end):
        end += 1
        if end - start > MAX_WORK_TOKENS:
            return None
    if end == start or not (is_capital(token) or is_caseless(token) or is_unspaced(token)):
        return None
    return replace(so_far, end=end, work=at.text[token.start : at.tokens[end - 1].end])


def _ends_title(at: Source, start: int, position: int) -> bool:
    """Tell whether a title that began at start ends here: a bracket closes that it did not open, or a label follows."""
    token = at.tokens[position]
    if token.norm == ")":
        return all(before.norm != "(" for before in at.tokens[start:position])
    if token.text == "。":
        return position > start
    is_spaced = token.spaced and is_unspaced(token)
    if (token.norm not in _BEFORE_LABEL and not is_spaced) or position == start:
        return False
    label = at.grammar.roles.longest(at.tokens, position + (0 if is_spaced else 1))
    return label is not None and label[0] < len(at.tokens) and at.tokens[label[0]].norm in _AFTER_LABEL


def by_role(slot: str, agents: tuple[Agent, ...], people: People) -> list[tuple[str, tuple[Agent, ...]]]:
    """Return (slot, agents) pairs: an agent whose bracket gives another role than the slot's goes to that role's slot.

    "(author)" after the name of a translation's maker means the author of the translation.
    """
    found: dict[str, tuple[Agent, ...]] = {}
    for agent, role in zip(agents, people.roles, strict=False):
        name = role if role in PEOPLE_SLOTS and role != "author" else slot
        found[name] = (*found.get(name, ()), agent)
    return list(found.items()) or [(slot, ())]


def _is_code(tokens: tuple[Token, ...], position: int) -> bool:
    return position < len(tokens) and tokens[position].kind == "word" and len(tokens[position].text) == 2


def _target(link: str) -> str:
    """Return the address of a bare link or of a Markdown link's closing half, empty for a reference ("][4]")."""
    if link.startswith("]("):
        return link[2 : link.rfind(")")].split(" ")[0]
    return "" if link.startswith("][") else link
