"""The credit grammar of a set of languages: their compiled templates, indexed by the word that opens or anchors each."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal as Closed

from provenance.detect.credits.patterns import (
    Literal,
    Sequence,
    Slot,
    anchors,
    compile_pattern,
    literal_runs,
    literals,
    openings,
)
from provenance.detect.credits.tokens import Token, tokenise
from provenance.languages import Language, load, tags
from provenance.languages.sections import Template

AgencyKind = Closed["organisation", "tool"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases, found longest first at a position.  entries: first norm → (further norms, value), longest first."""

    entries: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    def longest(self, tokens: tuple[Token, ...], position: int) -> tuple[int, str] | None:
        """Return (position after the phrase, its value), or None where no phrase begins."""
        if position >= len(tokens):
            return None
        for rest, value in self.entries.get(tokens[position].norm, ()):
            end = position + 1 + len(rest)
            if end <= len(tokens) and all(
                token.norm == norm for token, norm in zip(tokens[position + 1 : end], rest, strict=True)
            ):
                return end, value
        return None


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled template with the language whose file holds it and its name ("en.credits.12")."""

    name: str
    language: str
    template: Template
    nodes: Sequence
    weight: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that reading credits needs, for a set of languages."""

    languages: tuple[str, ...]
    conjunctions: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    places: Lexicon
    dates: Lexicon
    months: frozenset[str]
    groups: Lexicon
    tongues: Lexicon
    agencies: Lexicon
    tools: Lexicon
    stops: Lexicon
    exact: Mapping[str, tuple[Rule, ...]]
    prefixed: Mapping[str, tuple[tuple[Literal, Rule], ...]]
    anchored: Mapping[str, tuple[Rule, ...]]

    def opening(self, norm: str) -> tuple[Rule, ...]:
        """Return the rules that a token with this norm may open."""
        rules = self.exact.get(norm, ())
        for literal, rule in self.prefixed.get(norm[:2], ()):
            if literal.fits(norm):
                rules = (*rules, rule)
        return rules


@lru_cache(maxsize=64)
def grammar(languages: tuple[str, ...]) -> Grammar:
    """Return the grammar of the languages with a file among those given, English and the shared file included.

    Raises LanguageDataError if a template does not compile.
    """
    known = set(tags())
    wanted = tuple(dict.fromkeys([tag for tag in languages if tag in known] + ["en", "mul"]))
    return _build([load(tag) for tag in wanted])


def _build(parts: list[Language]) -> Grammar:
    credits = [part.credits for part in parts]
    rules = [
        _rule(part.tag, number, template)
        for part in parts
        for number, template in enumerate(part.credits.templates)
    ]
    exact, prefixed, anchored = _index(rules)
    gazetteer = tomllib.loads(
        files("provenance.languages").joinpath("shared", "agencies.toml").read_text("utf-8")
    )
    return Grammar(
        languages=tuple(part.tag for part in parts),
        conjunctions=_norms(word for part in credits for word in part.conjunctions),
        particles=_norms(word for part in credits for word in part.particles),
        organisations=_norms(word for part in credits for word in part.organisations),
        places=lexicon((word, word) for part in credits for word in part.places),
        dates=lexicon((word, word) for part in credits for word in part.dates),
        months=_norms(form for part in parts for forms in part.dates.months for form in forms),
        groups=lexicon((word, word) for part in credits for word in part.groups),
        tongues=lexicon((form, tag) for part in parts for tag, forms in part.names.items() for form in forms),
        agencies=lexicon(
            (form, name) for name, forms in gazetteer["agencies"].items() for form in [name, *forms]
        ),
        tools=lexicon((form, name) for name, forms in gazetteer["tools"].items() for form in [name, *forms]),
        stops=_stops(rules),
        exact=exact,
        prefixed=prefixed,
        anchored=anchored,
    )


def _rule(tag: str, number: int, template: Template) -> Rule:
    nodes = compile_pattern(template.pattern, f"languages/{tag}.toml: credits.template[{number}]")
    return Rule(
        f"{tag}.credits.{number}", tag, template, nodes, sum(len(part.norm) for part in literals(nodes))
    )


def _index(
    rules: list[Rule],
) -> tuple[
    dict[str, tuple[Rule, ...]], dict[str, tuple[tuple[Literal, Rule], ...]], dict[str, tuple[Rule, ...]]
]:
    exact: dict[str, tuple[Rule, ...]] = {}
    prefixed: dict[str, tuple[tuple[Literal, Rule], ...]] = {}
    anchored: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        first, _ = openings(rule.nodes)
        for literal in first:
            if literal.mode == "exact":
                exact[literal.norm] = (*exact.get(literal.norm, ()), rule)
            else:
                key = literal.norm[:2]
                prefixed[key] = (*prefixed.get(key, ()), (literal, rule))
        if isinstance(rule.nodes[0], Slot) or not first:
            for literal in anchors(rule.nodes):
                anchored[literal.norm] = (*anchored.get(literal.norm, ()), rule)
    return exact, prefixed, anchored


def _stops(rules: list[Rule]) -> Lexicon:
    """Return the credit words of scripts without spaces: literal runs of two characters or more."""
    runs = [run for rule in rules if rule.language in _UNSPACED for run in literal_runs(rule.nodes)]
    return lexicon((run, run) for run in runs if len(run) >= 2)


_UNSPACED = frozenset({"ja", "th", "zh-Hans", "zh-Hant"})


def lexicon(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """Return a lexicon of (phrase, value) pairs; the first value given for a phrase stays."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase, value in pairs:
        norms = tuple(token.norm for token in tokenise(phrase))
        if norms:
            table.setdefault(norms[0], {}).setdefault(norms[1:], value)
    return Lexicon(
        {first: tuple(sorted(rest.items(), key=lambda item: -len(item[0]))) for first, rest in table.items()}
    )


def _norms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(token.norm for word in words for token in tokenise(word)[:1])
