"""Every language file's examples yield the credits that they state, and its counter-examples yield none."""

from pathlib import Path

import pytest

import provenance.languages
from provenance.detect.credits import credits
from provenance.languages import load
from provenance.languages.sections import Example
from provenance.types import Credit

FOLDER = Path(provenance.languages.__file__).parent
TAGS = sorted(path.stem for path in FOLDER.glob("*.toml"))


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(tag, example, id=f"{tag}.toml:{kind}[{number}]")
        for tag in TAGS
        for number, example in enumerate(
            load(tag).credits.examples if kind == "example" else load(tag).credits.counter_examples
        )
    ]


@pytest.mark.parametrize(("tag", "example"), _cases("example"))
def test_example_yields_what_it_states(tag: str, example: Example) -> None:
    found = credits(example.text, (tag,))

    left = list(found)
    for expected in example.credits:
        hit = next((credit for credit in left if _agrees(credit, expected)), None)
        assert hit is not None, f"{tag}.toml: {example.text!r}: expected {expected}, found {_shown(found)}"
        left.remove(hit)
    assert not left, f"{tag}.toml: {example.text!r}: not expected: {_shown(tuple(left))}"


@pytest.mark.parametrize(("tag", "example"), _cases("counter"))
def test_counter_example_yields_nothing(tag: str, example: Example) -> None:
    found = credits(example.text, (tag,))

    assert not found, f"{tag}.toml: {example.text!r}: found {_shown(found)}"


@pytest.mark.parametrize(("tag", "example"), _cases("example"))
def test_spans_quote_the_example_exactly(tag: str, example: Example) -> None:
    for credit in credits(example.text, (tag,)):
        assert credit.span is not None
        assert credit.span.of(example.text).strip()
        for agent in credit.agents:
            if agent.span is not None:
                assert _squeezed(agent.span.of(example.text)) == _squeezed(agent.name)


def _agrees(credit: Credit, expected: object) -> bool:
    stated = {name: getattr(expected, name) for name in ("role", "names", "source", "target", "machine", "scope")}
    return (
        credit.role == stated["role"]
        and tuple(agent.name for agent in credit.agents) == stated["names"]
        and stated["source"] in (None, credit.source_language)
        and stated["target"] in (None, credit.target_language)
        and stated["machine"] in (None, credit.is_machine)
        and stated["scope"] in (None, credit.scope.kind)
    )


def _shown(found: tuple[Credit, ...]) -> str:
    return "; ".join(
        f"{c.role} {[a.name for a in c.agents]} {c.source_language}>{c.target_language} machine={c.is_machine} "
        f"{c.scope.kind} ({c.rule})"
        for c in found
    )


def _squeezed(text: str) -> str:
    return " ".join(text.replace("*", "").split())
