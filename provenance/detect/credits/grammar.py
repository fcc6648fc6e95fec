"""The credit grammar of a set of languages: compiled templates, indexed by the word that opens or anchors each."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from provenance.detect.credits.patterns import (
    Literal,
    Sequence,
    anchors,
    compile_pattern,
    literal_runs,
    literals,
    needs,
    openings,
)
from provenance.detect.credits.shapes import derived
from provenance.detect.credits.tokens import Token, tokenise
from provenance.languages import load, tags
from provenance.languages.sections import Template


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


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A compiled template with the language whose file holds it and its name ("en.credits.12").

    weight: letters of all its literals.  openings: literals that it may begin with; whether it may begin with a slot.
    needs: sets of norms of each of which a match holds one.
    """

    name: str
    language: str
    template: Template
    nodes: Sequence
    weight: int
    openings: tuple[tuple[Literal, ...], bool]
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Rules by one of their literals: exact by norm, prefixes by their first two characters."""

    exact: Mapping[str, tuple[Rule, ...]]
    prefixed: Mapping[str, tuple[tuple[Literal, Rule], ...]]

    def rules(self, norm: str) -> tuple[Rule, ...]:
        """Return the rules one of whose literals a token with this norm fits, each once."""
        found = self.exact.get(norm, ())
        for literal, rule in self.prefixed.get(norm[:2], ()):
            if literal.fits(norm) and rule not in found:
                found = (*found, rule)
        return found


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that reading credits needs, for a set of languages.

    The sets of words are norms; see languages.sections.Credits for what each is.  roles: words for a role → the role.
    anywhere: norms that may open a clause inside a sentence.
    """

    languages: tuple[str, ...]
    particles: frozenset[str]
    organisations: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    prefixes: tuple[str, ...]
    unprefixed: frozenset[str]
    suffixes: tuple[str, ...]
    conjunctions: Lexicon
    places: Lexicon
    dates: Lexicon
    groups: Lexicon
    titles: Lexicon
    aliases: Lexicon
    roles: Lexicon
    tongues: Lexicon
    agencies: Lexicon
    tools: Lexicon
    stops: Lexicon
    openings: Index
    anchors: Index
    anywhere: frozenset[str]

    def joins(self, tokens: tuple[Token, ...], position: int) -> int:
        """Return the number of tokens of the conjunction at a position, 0 if there is none."""
        hit = self.conjunctions.longest(tokens, position)
        return hit[0] - position if hit is not None else 0


def grammar(languages: tuple[str, ...]) -> Grammar:
    """Return the grammar of the languages with a file among those given, English and the shared file included.

    Raises LanguageDataError if a template does not compile.
    """
    return _build(_files(languages))


@lru_cache(maxsize=1024)
def _files(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of the files that serve some languages."""
    known = set(tags())
    near = [tag for given in languages for tag in (given, *_NEAREST.get(given, (given.split("-")[0],)))]
    return tuple(dict.fromkeys([tag for tag in near if tag in known] + ["en", "mul"]))


# The files that serve a tag without one of its own, by kinship of language or script.
_NEAREST: Mapping[str, tuple[str, ...]] = {
    "bs": ("hr",), "sr": ("hr", "mk"), "sr-Latn": ("hr",), "sh": ("hr",), "gl": ("pt", "es"), "nb": ("no",),
    "nn": ("no",), "ms": ("id",), "zh": ("zh-Hans", "zh-Hant"), "zh-CN": ("zh-Hans",), "zh-SG": ("zh-Hans",),
    "zh-TW": ("zh-Hant",), "zh-HK": ("zh-Hant",), "be": ("ru", "uk"), "fil": ("tl",), "prs": ("fa",),
}  # fmt: skip


@lru_cache(maxsize=64)
def _build(wanted: tuple[str, ...]) -> Grammar:
    parts = [load(tag) for tag in wanted]
    credits = [part.credits for part in parts]
    rules = [rule for part in parts for rule in _rules(part.tag)]
    agencies, tools = gazetteer()
    return Grammar(
        languages=tuple(part.tag for part in parts),
        conjunctions=lexicon((word, word) for part in credits for word in part.conjunctions),
        particles=_norms(word for part in credits for word in part.particles),
        organisations=_norms(word for part in credits for word in part.organisations),
        months=_norms(form for part in parts for forms in part.dates.months for form in forms),
        weekdays=_norms(form for part in parts for forms in part.dates.weekdays for form in forms if len(form) > 3),
        prefixes=tuple(word for part in credits for word in part.prefixes),
        unprefixed=_norms(word for part in credits for word in part.unprefixed),
        suffixes=tuple(
            sorted({word for part in credits for word in part.suffixes}, key=lambda word: (-len(word), word))
        ),
        places=lexicon((word, word) for part in credits for word in part.places),
        dates=lexicon((word, word) for part in credits for word in part.dates),
        groups=lexicon((word, word) for part in credits for word in part.groups),
        titles=lexicon((word, word) for part in credits for word in part.titles),
        aliases=lexicon((word, word) for part in credits for word in part.aliases),
        roles=lexicon((word, role) for part in credits for role, words in part.roles.items() for word in words),
        tongues=lexicon((form, tag) for part in parts for tag, forms in part.names.items() for form in forms),
        agencies=agencies,
        tools=tools,
        stops=_stops(rules),
        openings=_index((literal, rule) for rule in rules for literal in rule.openings[0]),
        anchors=_index((literal, rule) for rule in rules if rule.openings[1] for literal in anchors(rule.nodes)),
        anywhere=frozenset(
            literal.norm for rule in rules if rule.template.zone == "anywhere" for literal in rule.openings[0]
        ),
    )


@lru_cache(maxsize=128)
def _rules(tag: str) -> tuple[Rule, ...]:
    """Compile a language's templates, and those derived from its role words, once."""
    language = load(tag)
    credits, is_cased = language.credits, language.script in _CASED
    written = [_rule(f"{tag}.credits.{number}", tag, template) for number, template in enumerate(credits.templates)]
    made = [_rule(f"{tag}.roles.{name}", tag, template) for name, template in derived(tag, credits, is_cased=is_cased)]
    return (*written, *made)


def _rule(name: str, tag: str, template: Template) -> Rule:
    nodes = compile_pattern(template.pattern, f"languages/{tag}.toml: {name}")
    return Rule(
        name, tag, template, nodes, sum(len(part.norm) for part in literals(nodes)), openings(nodes), needs(nodes)
    )


def _index(pairs: Iterable[tuple[Literal, Rule]]) -> Index:
    exact: dict[str, dict[str, Rule]] = {}
    prefixed: dict[str, list[tuple[Literal, Rule]]] = {}
    for literal, rule in pairs:
        if literal.mode == "exact":
            exact.setdefault(literal.norm, {})[rule.name] = rule
        elif literal.mode == "prefix":
            prefixed.setdefault(literal.norm[:2], []).append((literal, rule))
    return Index(
        {norm: tuple(found.values()) for norm, found in exact.items()},
        {start: tuple(found) for start, found in prefixed.items()},
    )


def _stops(rules: list[Rule]) -> Lexicon:
    """Return the credit words of scripts without spaces: literal runs of two characters or more.

    Notices and notes do not count: their words ("system", "news") are parts of names too.
    """
    naming = [rule for rule in rules if rule.template.role not in {"machine-translator", "note"}]
    runs = [run for rule in naming if rule.language in _UNSPACED for run in literal_runs(rule.nodes)]
    return lexicon((run, run) for run in runs if len(run) >= 2)


_CASED = frozenset({"Latn", "Cyrl", "Grek"})
_UNSPACED = frozenset({"ja", "th", "zh-Hans", "zh-Hant"})


@lru_cache(maxsize=1)
def gazetteer() -> tuple[Lexicon, Lexicon]:
    """Return agencies and tools by each of their forms."""
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "agencies.toml").read_text("utf-8"))
    agencies, tools = (
        lexicon((form, name) for name, forms in table[key].items() for form in [name, *forms])
        for key in ("agencies", "tools")
    )
    return agencies, tools


def lexicon(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """Return a lexicon of (phrase, value) pairs; the first value given for a phrase stays."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase, value in pairs:
        norms = phrase_norms(phrase)
        if norms:
            table.setdefault(norms[0], {}).setdefault(norms[1:], value)
    return Lexicon(
        {first: tuple(sorted(rest.items(), key=lambda item: -len(item[0]))) for first, rest in table.items()}
    )


def _norms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(norm for word in words for norm in phrase_norms(word)[:1])


@lru_cache(maxsize=1 << 16)
def phrase_norms(phrase: str) -> tuple[str, ...]:
    """Return the norms of a phrase's tokens; most phrases stand in the grammars of many sets of languages."""
    return tuple(token.norm for token in tokenise(phrase))
