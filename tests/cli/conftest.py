"""A pipeline that answers at once, so that these tests are about the command line alone."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

import provenance
from provenance.cli.app import app
from provenance.errors import AlignmentError
from provenance.types import Comparison, Document, Record
from tests.record import samples

Run = Callable[..., Result]


def inspected(document: Document, *, language: str | None = None, model: object = None) -> Record:
    if document.text.startswith("refuse"):
        raise AlignmentError("found 3 vectors for 4 segments")
    if document.text.startswith("interrupt"):
        raise KeyboardInterrupt
    if document.text.startswith("break"):
        raise ZeroDivisionError("a fault of ours")
    return small(document, language or "en")


def small(document: Document, language: str) -> Record:
    """A record of any text: nothing found but one major finding where the text says so."""
    sample = samples.french_record()
    finding = replace(samples.findings()[0], kind="credit-language-mismatch", span=None)
    return replace(
        sample,
        document=document,
        language=replace(sample.language, language=language),
        segments=(),
        findings=(finding,) if "French version" in document.text else (),
        chain=replace(sample.chain, versions=(replace(sample.chain.versions[0], document_id=document.id),)),
    )


def compared(
    documents: Sequence[Document],
    *,
    encoder: object = None,
    languages: Sequence[str | None] = (),
    asserted: Sequence[str] = (),
    direction: object = None,
) -> Comparison:
    one, other = (small(document, tag or "en") for document, tag in zip(documents[:2], languages, strict=False))
    note = f"{'; '.join(asserted)} {getattr(encoder, 'name', 'bundled')}"
    sample = samples.comparison()
    return Comparison((one, other), (), (), replace(one.chain, undetermined=note.strip()), sample.model)


@pytest.fixture(autouse=True)
def pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = ModuleType("provenance.pipeline")
    fake.__dict__.update(inspect=inspected, compare=compared)
    monkeypatch.setitem(sys.modules, "provenance.pipeline", fake)
    monkeypatch.setattr(provenance, "pipeline", fake, raising=False)


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str | Path, stdin: str | bytes | None = None, **environment: str) -> Result:
        return CliRunner().invoke(
            app, [str(item) for item in arguments], input=stdin, env=environment, catch_exceptions=False
        )

    return invoke


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str, name: str = "article.txt") -> Path:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write
