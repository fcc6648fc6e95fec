"""Which version a credit belongs to: the scopes inside one chain of clauses.

Credits nest.  In "(Report A and B, French version C, edited by D)" D edited the French version, since an editor
attaches to the nearest version named before; A and B reported the original.  In "(Reportage A, édité par B ; version
française C, édité par D)" B edited the report and D the French version.
"""

from dataclasses import replace

from provenance.detect.credits.parse import ChainOfClauses
from provenance.detect.credits.patterns import PEOPLE_SLOTS
from provenance.detect.credits.slots import Match
from provenance.detect.credits.tokens import Token
from provenance.types import Agent, Credit, Role, Scope, Span

_ORIGINAL_ROLES = frozenset({"reporter", "author", "source"})
_TRANSLATION_ROLES = frozenset({"translator", "machine-translator"})
_ROLES: tuple[Role, ...] = (
    "reporter", "author", "translator", "machine-translator", "editor", "proofreader", "publisher", "agency", "source",
    "contributor",
)  # fmt: skip


def credits_of(chain: ChainOfClauses, tokens: tuple[Token, ...], language: str) -> tuple[Credit, ...]:
    """Return the credits of a chain, each with the version that it belongs to.

    language: BCP 47 tag of the text that holds the chain ("und" if unknown).
    """
    has_translation = any(_names_translation(match) for match in chain.clauses)
    is_alone = all(_is_note(match) for match in chain.clauses)
    scope = Scope("original") if has_translation else Scope("text")
    found: list[Credit] = []
    for match in chain.clauses:
        scope = _scope(match, scope, has_translation=has_translation, language=language)
        if not _is_note(match) or is_alone:
            found += _credits(match, scope, tokens)
    for match in chain.clauses:
        found = [_noted(credit, match) for credit in found] if _is_note(match) or _names_original(match) else found
    return tuple(_told(credit, found) for credit in found if not _is_said_better(credit, found))


def _is_said_better(credit: Credit, others: list[Credit]) -> bool:
    """Tell whether a credit that names nobody stands beside one of the same role that does."""
    return not credit.agents and any(
        other.agents and other.role == credit.role and _can_tell(credit, other) for other in others
    )


def _can_tell(credit: Credit, other: Credit) -> bool:
    """Tell whether what a credit that names nobody says fits the one that names its maker."""
    return (credit.source_language in (None, other.source_language) or other.source_language is None) and (
        credit.work in (None, other.work) or other.work is None
    )


def _told(credit: Credit, others: list[Credit]) -> Credit:
    """Add what a neighbour without a name says: "Translated from the English Wikipedia. Translator: A"."""
    if not credit.agents or credit.role not in _TRANSLATION_ROLES:
        return credit
    for other in others:
        if not other.agents and other.role == credit.role and _can_tell(other, credit):
            credit = replace(
                credit,
                source_language=credit.source_language or other.source_language,
                target_language=credit.target_language or other.target_language,
                work=credit.work or other.work,
            )
    return credit


def _is_note(match: Match) -> bool:
    return match.rule.template.role == "note"


def _names_original(match: Match) -> bool:
    """Tell whether a clause says in which language the original was published."""
    return match.rule.template.role == "publisher" and match.rule.template.scope == "original"


def _noted(credit: Credit, note: Match) -> Credit:
    """Add to a credit of a translation what a neighbouring note says of the original."""
    if credit.role not in _TRANSLATION_ROLES:
        return credit
    languages = dict(note.languages)
    return replace(
        credit,
        source_language=credit.source_language or languages.get("source") or note.rule.template.source,
        target_language=credit.target_language or languages.get("target"),
        work=credit.work or note.work,
    )


def _roles(match: Match) -> tuple[str, ...]:
    return tuple(match.rule.template.role.split("+"))


def _names_translation(match: Match) -> bool:
    if match.rule.template.scope == "original":
        return False
    return bool(_TRANSLATION_ROLES.intersection(_roles(match))) or any(
        PEOPLE_SLOTS[name] in _TRANSLATION_ROLES for name, _ in match.people
    )


def _scope(match: Match, before: Scope, *, has_translation: bool, language: str) -> Scope:
    """Return the scope of a clause, which is also what the clauses after it inherit."""
    template = match.rule.template
    languages = dict(match.languages)
    named = languages.get("version") or languages.get("target") or template.target
    if template.scope == "original":
        return Scope("original", languages.get("source"))
    if named is not None:
        return Scope("version", named, match.version_span)
    if template.scope == "text" or _names_translation(match):
        return Scope("text", None if language == "und" else language)
    if template.role in _ORIGINAL_ROLES and has_translation:
        return Scope("original")
    return before


def _credits(match: Match, scope: Scope, tokens: tuple[Token, ...]) -> list[Credit]:
    """Return one credit for each of the template's own roles, and one for each slot that brings a role of its own."""
    roles: dict[str, tuple[Agent, ...]] = {}
    own = _roles(match)
    for name, agents in match.people:
        if name == "relay":
            continue
        for role in (PEOPLE_SLOTS[name],) if PEOPLE_SLOTS[name] else own:
            role = _role(role or "", agents)
            roles[role] = roles.get(role, ()) + agents
    if own[0] == "author" and "author" in roles:
        roles = _without_outlets(roles)
    is_translated = bool(_TRANSLATION_ROLES.intersection(own)) and not (_TRANSLATION_ROLES & roles.keys())
    if not roles or is_translated:
        roles = {own[0]: (), **roles}
    if match.work is not None and "source" not in roles and own[0] not in _TRANSLATION_ROLES:
        roles["source"] = ()
    span = Span(tokens[match.start].start, tokens[match.end - 1].end)
    found = [_credit(match, role, agents, scope, span) for role, agents in roles.items() if role in _ROLES]
    return found + [_relayed(match, agents, span) for name, agents in match.people if name == "relay"]


def _relayed(match: Match, agents: tuple[Agent, ...], span: Span) -> Credit:
    """Return the credit for the version that a translation was made from: its maker translated the original of this."""
    scope = Scope("original", dict(match.languages).get("source"))
    return Credit("translator", agents, scope, span, match.rule.name, match.rule.template.confidence, is_machine=False)


def _without_outlets(roles: dict[str, tuple[Agent, ...]]) -> dict[str, tuple[Agent, ...]]:
    """Give the organisations that follow people in a byline ("By NAME, OUTLET") to the publisher."""
    people = _without_place(tuple(agent for agent in roles["author"] if agent.kind == "person"))
    outlets = tuple(agent for agent in roles["author"] if agent.kind != "person")
    if people and outlets:
        return {**roles, "author": people, "publisher": (*roles.get("publisher", ()), *outlets)}
    return {**roles, "author": people or roles["author"]}


def _without_place(people: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """Leave out a single word after one full name ("By NAME SURNAME, Paris")."""
    is_place = len(people) == 2 and " " in people[0].name and people[1].name.isalpha() and people[1].name[0].isupper()
    return people[:1] if is_place else people


def _role(role: str, agents: tuple[Agent, ...]) -> str:
    """A tool that translates is a machine translator."""
    if role == "translator" and agents and all(agent.kind == "tool" for agent in agents):
        return "machine-translator"
    return role


def _credit(match: Match, role: str, agents: tuple[Agent, ...], scope: Scope, span: Span) -> Credit:
    template = match.rule.template
    languages = dict(match.languages)
    is_translation = role in _TRANSLATION_ROLES
    machine = template.machine if is_translation else None
    if machine is None and is_translation:
        machine = role == "machine-translator"
    is_original = role in _ORIGINAL_ROLES and _is_about_original(match)
    if is_translation and template.scope == "original" and role not in _roles(match):
        scope = Scope("text")  # "published in OUTLET and translated by NAME": NAME made this text
    return Credit(
        role=next(known for known in _ROLES if known == role),
        agents=agents,
        scope=Scope("original", languages.get("source")) if is_original else scope,
        span=span,
        rule=match.rule.name,
        confidence=round(template.confidence * (0.75 if match.is_weak else 1.0), 4),
        source_language=languages.get("source") or template.source,
        target_language=languages.get("target") or languages.get("version") or template.target,
        is_machine=machine,
        work=match.work if role == "source" or is_translation else None,
        worded_as=template.worded_as,
    )


def _is_about_original(match: Match) -> bool:
    """Tell whether a clause names the maker of an original ("a translation of an article by A")."""
    return match.rule.template.scope == "original" or bool(_TRANSLATION_ROLES.intersection(_roles(match)))
