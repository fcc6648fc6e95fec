"""Which version a credit belongs to: the scopes inside one chain of clauses.

Credits nest.  In "(Report A and B, French version C, edited by D)" D edited the French version, since an editor
attaches to the nearest version named before; A and B reported the original.  In "(Reportage A, édité par B ; version
française C, édité par D)" B edited the report and D the French version.
"""

from provenance.detect.credits.match import Match
from provenance.detect.credits.parse import ChainOfClauses
from provenance.detect.credits.patterns import PEOPLE_SLOTS
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
    scope = Scope("original") if has_translation else Scope("text")
    found: list[Credit] = []
    for match in chain.clauses:
        scope = _scope(match, scope, has_translation=has_translation, language=language)
        found += _credits(match, scope, tokens)
    return tuple(found)


def _names_translation(match: Match) -> bool:
    return match.rule.template.role in _TRANSLATION_ROLES or any(
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
    if template.scope == "text" or template.role in _TRANSLATION_ROLES:
        return Scope("text", None if language == "und" else language)
    if template.role in _ORIGINAL_ROLES and has_translation:
        return Scope("original")
    return before


def _credits(match: Match, scope: Scope, tokens: tuple[Token, ...]) -> list[Credit]:
    """Return one credit for the template's own role, and one for each slot that brings a role of its own."""
    roles: dict[str, tuple[Agent, ...]] = {}
    for name, agents in match.people:
        role = _role(PEOPLE_SLOTS[name] or match.rule.template.role, agents)
        roles[role] = roles.get(role, ()) + agents
    main = match.rule.template.role
    if not roles and main:
        roles[main] = ()
    if main in _TRANSLATION_ROLES and main not in roles and not (_TRANSLATION_ROLES & roles.keys()):
        roles = {main: (), **roles}
    if match.work is not None and "source" not in roles:
        roles["source"] = ()
    span = Span(tokens[match.start].start, tokens[match.end - 1].end)
    return [_credit(match, role, agents, scope, span) for role, agents in roles.items() if role in _ROLES]


def _role(role: str, agents: tuple[Agent, ...]) -> str:
    """A tool that translates is a machine translator; an agency that reports is an agency."""
    if role == "translator" and agents and all(agent.kind == "tool" for agent in agents):
        return "machine-translator"
    return role


def _credit(match: Match, role: str, agents: tuple[Agent, ...], scope: Scope, span: Span) -> Credit:
    template = match.rule.template
    languages = dict(match.languages)
    is_translation = role in _TRANSLATION_ROLES
    target = languages.get("target") or languages.get("version") or template.target
    machine = template.machine
    if machine is None and is_translation:
        machine = role == "machine-translator"
    own = scope
    if role in _ORIGINAL_ROLES and is_about_original(match):
        own = Scope("original", languages.get("source"))
    return Credit(
        role=next(known for known in _ROLES if known == role),
        agents=agents,
        scope=own,
        span=span,
        rule=match.rule.name,
        confidence=round(template.confidence * (0.75 if match.is_weak else 1.0), 4),
        source_language=languages.get("source") or template.source,
        target_language=target,
        is_machine=machine,
        work=match.work if role == "source" else None,
        worded_as=template.worded_as,
    )


def is_about_original(match: Match) -> bool:
    """Tell whether a clause names the maker of an original ("a translation of an article by A")."""
    return match.rule.template.scope == "original" or match.rule.template.role in _TRANSLATION_ROLES
