"""Credits in markup: JSON-LD, meta elements, PO and Mallard translator credits, wiki templates, traces of tools.

Bounded regular expressions over the raw text; each is linear in the length of the text.
"""

import re
from collections.abc import Iterator

from provenance.detect.credits.fields import field_data, shared
from provenance.types import Agent, Credit, Role, Scope, Span

_JSON = re.compile(
    r"\"(?P<key>translator|author|editor|reviewedBy|translationOfWork|translators|authors)\"\s{0,9}:\s{0,9}"
    r"(?P<value>\{[^{}]{0,800}\}|\[[^\[\]]{0,2000}\]|\"[^\"\n]{1,200}\")"
)
_JSON_NAME = re.compile(r"\"(?:name|url|@id)\"\s{0,9}:\s{0,9}\"([^\"\n]{1,200})\"")
_JSON_PERSON = re.compile(r"\"name\"\s{0,9}:\s{0,9}\"([^\"\n]{1,200})\"")
_META = re.compile(r"<meta\s[^<>]{1,600}>", re.IGNORECASE)
_META_NAME = re.compile(r"(?:name|property)\s?=\s?[\"']([^\"']{1,60})[\"']", re.IGNORECASE)
_META_CONTENT = re.compile(r"content\s?=\s?[\"']([^\"']{1,300})[\"']", re.IGNORECASE)
_PO_CREDITS = re.compile(r"msgid\s+\"translator[-_]credits\"\s*msgstr\s+(?P<value>(?:\"[^\"\n]{0,300}\"\s{0,9}){1,60})")
_MALLARD = re.compile(
    r"<(?:mal:)?credit\b[^<>]{0,200}translator[^<>]{0,200}>\s*<(?:mal:)?name>(?P<name>[^<>]{1,200})</"
)
_WIKI = re.compile(r"\{\{\s{0,9}(?P<name>[^\s{}|][^{}|\n]{0,40}?)\s{0,9}\|(?P<fields>[^{}]{1,600})\}\}")
_NAMED = re.compile(r"^\s*[\w-]{1,30}\s*=")
_ROLE: dict[str, Role] = {
    "translator": "translator", "translators": "translator", "author": "author", "authors": "author",
    "editor": "editor", "reviewedBy": "proofreader",
}  # fmt: skip
_STATED: dict[str, Role] = {
    "translator": "translator", "author": "author", "editor": "editor", "proofreader": "proofreader",
}  # fmt: skip


def read_markup(text: str) -> tuple[Credit, ...]:
    """Return the credits that markup states."""
    return (*_json(text), *_meta(text), *_po(text), *_wiki(text))


def read_fingerprints(text: str) -> Iterator[Credit]:
    """Yield one credit for each trace of a translation tool, with the sentence that holds it."""
    for trace in shared()["fingerprint"]:
        at = text.find(trace["needle"])
        if at < 0:
            continue
        named = text.rfind(trace["tool"], max(0, at - 80), at)
        span = Span(named, named + len(trace["tool"])) if named >= 0 else None
        yield Credit(
            role="machine-translator",
            agents=(Agent(trace["tool"], "tool", span),),
            scope=Scope("text"),
            span=_sentence(text, at, at + len(trace["needle"])),
            rule="fingerprint",
            confidence=0.97,
            is_machine=True,
        )


def _sentence(text: str, start: int, end: int) -> Span:
    """Return the sentence around a place, within its line."""
    line = text.rfind("\n", 0, start) + 1
    stop = max(text.rfind(mark, line, start) for mark in (". ", "。", "! ", "? ", "।"))
    close = text.find("\n", end)
    line_end = len(text) if close < 0 else close
    ends = [at for mark in (". ", "。", "! ", "? ", "। ") if (at := text.find(mark, end, line_end)) >= 0]
    return Span(max(line, stop + 1), min([line_end, *(at + 1 for at in ends)])).trimmed(text)


def _credit(role: Role, names: list[tuple[str, int]], span: Span, rule: str, work: str | None = None) -> Credit:
    agents = tuple(Agent(name, "person", Span(start, start + len(name))) for name, start in names)
    return Credit(
        role=role,
        agents=agents,
        scope=Scope("original") if role == "source" else Scope("text"),
        span=span,
        rule=rule,
        confidence=0.95,
        is_machine=False if role == "translator" else None,
        work=work,
    )


def _json(text: str) -> Iterator[Credit]:
    for match in _JSON.finditer(text):
        start = match.start("value")
        value = match["value"]
        if match["key"] == "translationOfWork":
            works = [found[1] for found in _JSON_NAME.finditer(value)] or [value.strip('"')]
            yield _credit("source", [], Span(*match.span()), "json-ld", " | ".join(works))
            continue
        names = [(found[1], start + found.start(1)) for found in _JSON_PERSON.finditer(value)]
        if not names and value.startswith('"'):
            names = [(value[1:-1], start + 1)]
        if not names and value.startswith("["):
            names = [(found[1], start + found.start(1)) for found in re.finditer(r"\"([^\"\n]{1,200})\"", value)]
        if names:
            yield _credit(_ROLE[match["key"]], names, Span(*match.span()), "json-ld")


def _meta(text: str) -> Iterator[Credit]:
    keys = field_data().keys
    for match in _META.finditer(text):
        name = _META_NAME.search(match.group())
        content = _META_CONTENT.search(match.group())
        if name is None or content is None:
            continue
        role = _STATED.get(keys.get(name[1].casefold().split(":")[-1].replace("-", "_"), ""))
        if role is not None:
            yield _credit(role, [(content[1], match.start() + content.start(1))], Span(*match.span()), "meta")


def _po(text: str) -> Iterator[Credit]:
    placeholders = field_data().placeholders
    for match in _PO_CREDITS.finditer(text):
        names = [
            (found[1], match.start("value") + found.start(1))
            for found in re.finditer(r"(?:\"|\\n)\s*([^\W\d_][^<>\"\\,\n]{1,80}?)\s*(?=[<,\"\\])", match["value"])
            if found[1].casefold() not in placeholders
        ]
        if names:
            yield _credit("translator", names, Span(*match.span()).trimmed(text), "po")
    for match in _MALLARD.finditer(text):
        yield _credit("translator", [(match["name"], match.start("name"))], Span(*match.span()), "mallard")


def _wiki(text: str) -> Iterator[Credit]:
    templates = frozenset(name.casefold() for name in shared()["wiki"]["templates"])
    for match in _WIKI.finditer(text):
        if match["name"].casefold().replace("_", " ") not in templates:
            continue
        fields = [field.strip() for field in match["fields"].split("|")]
        plain = [field for field in fields if not _NAMED.match(field)]
        if plain and 2 <= len(plain[0]) <= 8 and plain[0].isascii():
            work = plain[1] if len(plain) > 1 and plain[1] else None
            credit = _credit("source", [], Span(*match.span()), "wiki", work)
            yield Credit(
                credit.role,
                (),
                Scope("original", plain[0]),
                credit.span,
                "wiki",
                0.95,
                source_language=plain[0],
                work=work,
            )
