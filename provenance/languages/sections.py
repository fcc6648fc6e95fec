"""The sections of a language file, and how each is read.

Each reader takes the TOML table of its section (an empty one where the file has none) and the place for messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provenance.errors import LanguageDataError

_EXPECTED = {str: "a text", list: "a list of texts", dict: "a table", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Dates:
    """months: twelve tuples of forms, January first; weekdays: seven, Monday first; relative: day offset → words."""

    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    relative: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Numbers:
    """decimal, group: the usual marks.  words: value → forms ("12" → twelve); scales: power of ten → forms."""

    decimal: str
    group: str
    words: Mapping[int, tuple[str, ...]]
    scales: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Words:
    """Closed-class words.

    function: the commonest function words, whose accidental doubling is an artefact; doubled: those of them that may
    stand twice in a row in good prose; negation: words that negate; modality: words for may, must, allegedly;
    reporting: words that report speech or name a source ("said"), with a leading tilde words that may ("~claim-");
    finite: words (or, with a leading asterisk, endings) at least one of which a full sentence holds.
    """

    function: tuple[str, ...]
    doubled: tuple[str, ...]
    negation: tuple[str, ...]
    modality: tuple[str, ...]
    reporting: tuple[str, ...]
    finite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lines and phrases that belong to the page, not to the article.

    boilerplate: phrases of aggregator tails and page furniture ("Source link"); attribution: wordings that name a
    quoted source, with the slot {source} ("according to {source}"); abbreviations: tokens with a period after which
    a sentence goes on.
    """

    boilerplate: tuple[str, ...]
    attribution: tuple[str, ...]
    abbreviations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One wording of a credit; see detect/credits/grammar.py for the pattern language.

    role: a role, several joined by "+", or "note" (no credit of its own: it lends its languages and its work to the
    credits beside it).  zone: "whole" (all of a line or bracket), "bracket" (all of a bracket), "alone" (all of a
    line), "line" (opens a line, a bracket or a clause), "chained" (as "line", behind another clause), "bare" (all of a
    line or bracket, with full names), "sentence" (opens a sentence, anything may follow) or "anywhere" (inside a
    sentence too).
    scope: which version it speaks of ("text", "original", "version", "nearest").  target, source: tags that the
    wording itself fixes.  machine: True, False or None.  worded_as: language whose wording shows through.
    seen: where the wording was seen.
    """

    pattern: str
    role: str
    zone: str
    scope: str
    source: str | None
    target: str | None
    machine: bool | None
    worded_as: str | None
    confidence: float
    seen: str


@dataclass(frozen=True, slots=True)
class ExpectedCredit:
    """What an example must yield."""

    role: str
    names: tuple[str, ...]
    source: str | None
    target: str | None
    machine: bool | None
    scope: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A line with the credits that it holds; a counter-example holds none.  seen: where the wording was seen."""

    text: str
    credits: tuple[ExpectedCredit, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Credits:
    """The credit grammar of a language.

    conjunctions: between two names ("and").  places: words that open a place after a name ("in Beirut").  dates: words
    that open a date after a name ("on").  particles: lower-case words inside names ("de", "van").  organisations:
    words that mark an organisation ("Agency").  groups: unnamed people who may stand for a name ("volunteers").
    titles: words before a name that are no part of it ("شیخ").  aliases: words that open another name of the same
    person ("aka").  suffixes: what is written onto a name without belonging to it (Korean particles).  prefixes:
    conjunctions written onto the next name (Arabic و); unprefixed: names that begin so by nature.  roles: role → words
    for it, from which "WORD: NAME" and "NAME (WORD)" are derived.
    """

    conjunctions: tuple[str, ...]
    places: tuple[str, ...]
    dates: tuple[str, ...]
    particles: tuple[str, ...]
    organisations: tuple[str, ...]
    groups: tuple[str, ...]
    titles: tuple[str, ...]
    aliases: tuple[str, ...]
    suffixes: tuple[str, ...]
    prefixes: tuple[str, ...]
    unprefixed: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]]
    templates: tuple[Template, ...]
    examples: tuple[Example, ...]
    counter_examples: tuple[Example, ...]


def text_of(table: Mapping[str, Any], key: str, place: str, default: str | None = None) -> str:
    """Return a text.  Raises LanguageDataError if it is absent without a default or is no text."""
    value = table.get(key, default)
    if not isinstance(value, str):
        raise LanguageDataError(f"{place}: key {key!r}: found {value!r}, expected {_EXPECTED[str]}")
    return value


def texts_of(table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    """Return a tuple of texts, empty if the key is absent.  Raises LanguageDataError if it is anything else."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LanguageDataError(f"{place}: key {key!r}: found {value!r}, expected {_EXPECTED[list]}")
    return tuple(value)


def read_dates(table: Mapping[str, Any], place: str) -> Dates:
    """Read [dates]."""
    relative = table.get("relative", {})
    return Dates(
        months=tuple(tuple(forms) for forms in table.get("months", ())),
        weekdays=tuple(tuple(forms) for forms in table.get("weekdays", ())),
        relative={int(day): texts_of(relative, day, f"{place}: dates.relative") for day in relative},
    )


def read_numbers(table: Mapping[str, Any], place: str) -> Numbers:
    """Read [numbers]."""
    words, scales = table.get("words", {}), table.get("scales", {})
    return Numbers(
        decimal=text_of(table, "decimal", place, "."),
        group=text_of(table, "group", place, ","),
        words={int(value): texts_of(words, value, f"{place}: numbers.words") for value in words},
        scales={int(power): texts_of(scales, power, f"{place}: numbers.scales") for power in scales},
    )


def read_words(table: Mapping[str, Any], place: str) -> Words:
    """Read [words]."""
    return Words(
        function=texts_of(table, "function", place),
        doubled=texts_of(table, "doubled", place),
        negation=texts_of(table, "negation", place),
        modality=texts_of(table, "modality", place),
        reporting=texts_of(table, "reporting", place),
        finite=texts_of(table, "finite", place),
    )


def read_furniture(table: Mapping[str, Any], place: str) -> Furniture:
    """Read [furniture]."""
    return Furniture(
        boilerplate=texts_of(table, "boilerplate", place),
        attribution=texts_of(table, "attribution", place),
        abbreviations=texts_of(table, "abbreviations", place),
    )


def read_credits(table: Mapping[str, Any], place: str) -> Credits:
    """Read [credits] with its [[credits.template]], [[credits.example]] and [[credits.counter]]."""
    roles = table.get("roles", {})
    return Credits(
        conjunctions=texts_of(table, "conjunctions", place),
        places=texts_of(table, "places", place),
        dates=texts_of(table, "dates", place),
        particles=texts_of(table, "particles", place),
        organisations=texts_of(table, "organisations", place),
        groups=texts_of(table, "groups", place),
        titles=texts_of(table, "titles", place),
        aliases=texts_of(table, "aliases", place),
        suffixes=texts_of(table, "suffixes", place),
        prefixes=texts_of(table, "prefixes", place),
        unprefixed=texts_of(table, "unprefixed", place),
        roles={role: texts_of(roles, role, f"{place}: credits.roles") for role in roles},
        templates=tuple(
            _template(entry, f"{place}: credits.template[{number}]")
            for number, entry in enumerate(table.get("template", ()))
        ),
        examples=tuple(
            _example(entry, f"{place}: credits.example[{number}]")
            for number, entry in enumerate(table.get("example", ()))
        ),
        counter_examples=tuple(
            _example(entry, f"{place}: credits.counter[{number}]")
            for number, entry in enumerate(table.get("counter", ()))
        ),
    )


def _template(entry: Mapping[str, Any], place: str) -> Template:
    return Template(
        pattern=text_of(entry, "pattern", place),
        role=text_of(entry, "role", place),
        zone=text_of(entry, "zone", place, "line"),
        scope=text_of(entry, "scope", place, "nearest"),
        source=entry.get("source"),
        target=entry.get("target"),
        machine=entry.get("machine"),
        worded_as=entry.get("worded_as"),
        confidence=float(entry.get("confidence", 0.95)),
        seen=text_of(entry, "seen", place, ""),
    )


def _example(entry: Mapping[str, Any], place: str) -> Example:
    return Example(
        text=text_of(entry, "text", place),
        credits=tuple(
            ExpectedCredit(
                role=text_of(credit, "role", place),
                names=texts_of(credit, "names", place),
                source=credit.get("source"),
                target=credit.get("target"),
                machine=credit.get("machine"),
                scope=credit.get("scope"),
            )
            for credit in entry.get("credits", ())
        ),
        seen=text_of(entry, "seen", place, ""),
    )
