"""Templates that role words make by themselves: "WORD: NAME", "NAME (WORD)", "WORD and WORD: NAME", "abbr. NAME".

A language file lists the words; the shapes are the same in every language, so no file repeats them.
"""

from collections.abc import Iterator

from provenance.languages.sections import Credits, Template

_MAKERS = ("translator", "editor", "proofreader", "author", "reporter")
_MIN_BARE = 4  # letters of a word that names a role without any mark after it ("door NAME" is a byline, no label)
_TITLED = frozenset({"en"})  # headings capitalise every word: "Translation Quality Assessment" names nobody
_SEEN = "derived from the role words"


def derived(tag: str, credits: Credits, *, is_cased: bool) -> Iterator[tuple[str, Template]]:
    """Yield (name, template) of every shape that a language's role words make.

    ``label`` and ``bracket`` stand for each role.  ``abbreviated``: a word that ends in a full stop needs no
    colon.  ``bare``: a translator's word and a full name are all of a line or bracket.  ``chained``: behind another
    credit a word and a name are enough.  ``joined``: one person has two roles, the translator's among them.
    ``more``, ``besides``: what else the translator did is no role here ("TRANSLATION and notes: NAME").
    is_cased: whether capitals show names; without them a word must be marked as a label.
    """
    for role, words in credits.roles.items():
        if role == "source":
            yield f"{role}.label", _template(f"{_choice(words)} : {{outlet}}", role, "whole")
            continue
        yield f"{role}.label", _template(f"{_choice(words)} (:|=|-|/) {{persons}}", role, "line")
        yield f"{role}.bracket", _template(f"{{person}} \\( {_choice(words)} \\)", role, "whole")
        if role in _MAKERS and is_cased:
            yield from _unmarked(tag, role, words)
    for other in _MAKERS[1:]:
        if credits.roles.get(other) and credits.roles.get("translator") and credits.conjunctions:
            yield f"translator.joined.{other}", _joined(credits, other, is_marked=not is_cased or tag in _TITLED)
    if is_cased and credits.roles.get("translator") and credits.conjunctions:
        yield from _with_more(credits)


def _unmarked(tag: str, role: str, words: tuple[str, ...]) -> Iterator[tuple[str, Template]]:
    """Yield the shapes in which no mark parts word and name."""
    short = tuple(word for word in words if word.endswith("."))
    whole = tuple(word for word in words if len(word) >= _MIN_BARE and not word.endswith("."))
    if role == "translator" and short:
        yield f"{role}.abbreviated", _template(f"{_choice(short)} [:] {{persons}}", role, "line")
    if role == "translator" and whole and tag not in _TITLED:
        yield f"{role}.bare", _template(f"{_choice(whole)} {{persons}}", role, "bare", 0.85)
    if short or whole:
        yield f"{role}.chained", _template(f"{_choice((*short, *whole))} [:] {{persons}}", role, "chained", 0.8)


def _joined(credits: Credits, other: str, *, is_marked: bool) -> Template:
    """Return the template of "TRANSLATION and EDITING: NAME", in either order."""
    one, two = (_choice(credits.roles[role]) for role in ("translator", other))
    joint = _choice((*credits.conjunctions, "/", ","))
    mark = "(:|=|-|/)" if is_marked else "[:|=|-|/]"
    return _template(f"({one} {joint} {two}|{two} {joint} {one}) {mark} {{persons}}", f"translator+{other}", "line")


def _with_more(credits: Credits) -> Iterator[tuple[str, Template]]:
    """Yield the shapes in which the translator did something else too: "TRANSLATION and notes: NAME"."""
    words = credits.roles["translator"]
    one, joint = _choice(words), _choice((*credits.conjunctions, "/"))
    heads = {tuple(word.rsplit(" ", 1)) for word in words if " " in word}
    prepositions = sorted({last for head, last in heads if head in words})
    ends = _choice((*prepositions, ":", "=", "-"))
    yield "translator.more", _template(f"{one} {joint} {{more}} {ends} {{persons}}", "translator", "bare", 0.85)
    yield "translator.besides", _template(f"{{more}} {joint} {one} {ends} {{persons}}", "translator", "bare", 0.85)


def _choice(words: tuple[str, ...]) -> str:
    return "(" + "|".join(word.replace("(", "\\(").replace(")", "\\)") for word in words) + ")"


def _template(pattern: str, role: str, zone: str, confidence: float = 0.95) -> Template:
    return Template(pattern, role, zone, "nearest", None, None, None, None, confidence, _SEEN)
