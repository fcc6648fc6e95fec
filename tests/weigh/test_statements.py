"""What the tracker says is careful, and each confidence can be traced: wording and ids, over all that it can say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import provenance
from provenance.types import Comparison, Document, Record
from provenance.validate import validate
from tests.corpora.families import Family, families

ROOT = Path(__file__).parents[2] / "provenance"
SPEAKING = ("weigh", "detect", "collate", "align", "report", "chain.py", "forest.py", "stemma.py")
ACCUSING = re.compile(
    r"\b(stole|steal|theft|thief|plagiar|pirat|fak(e|ed|ing)\b|fraud|forg(ed|ery|eries)|lied\b|liar|lying|cheat|dishonest|"
    r"illegal|unlawful|infring|crim(e|inal)|guilt|culprit|offend|blame|accus|deceiv|decept|conceal|hides\b|hidden from|"
    r"fabricat|falsif|mislead|manipulat|censor|tamper|suppress|rip-?off|copied without|without permission)",
    re.IGNORECASE,
)


def _strings(path: Path) -> Iterator[str]:
    """Yield the string constants of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def _sources() -> list[Path]:
    rooms = [ROOT / name for name in SPEAKING]
    files = [path for room in rooms for path in ([room] if room.is_file() else sorted(room.rglob("*")))]
    files += sorted((ROOT / "languages" / "shared").glob("*.toml"))
    return [path for path in files if path.suffix in {".py", ".toml", ".html", ".j2", ".js"}]


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_wording_that_can_be_shown_accuses(path: Path) -> None:
    texts = _strings(path) if path.suffix == ".py" else [path.read_text("utf-8")]

    found = [match.group() for text in texts for match in ACCUSING.finditer(text)]

    assert not found, (
        f"{path}: {found}: say what the text shows (consistent with, the credit names), not what somebody did"
    )


def test_words_that_accuse_are_found() -> None:
    assert all(map(ACCUSING.search, ("stolen text", "a plagiarised report", "Fake news", "they lied", "misleading")))
    assert not any(
        map(ACCUSING.search, ("the credit names", "consistent with", "a belief", "forget", "stove", "relied"))
    )


def _read(family: Family) -> list[Document]:
    found = []
    for version in family.versions:
        if version.file is None:
            continue
        documents = list(provenance.documents([str(family.folder / version.file)]))
        document = documents[(version.line or 1) - 1]
        assert isinstance(document, Document)
        found.append(document)
    return found


def _traced(found: Comparison | Record) -> None:
    known = {item.id: item for item in found.evidence}
    assert len(known) == len(found.evidence)
    for hop in found.chain.hops:
        assert hop.evidence, f"{hop.parent}>{hop.child}: {hop.confidence} rests on nothing"
        assert set(hop.evidence) <= known.keys()
    for item in found.evidence:
        assert item.cites, f"{item.id} {item.rule}: cites nothing"
        assert not ACCUSING.search(item.statement)


@pytest.mark.parametrize("family", families(), ids=lambda family: family.folder.name)
def test_every_step_of_a_family_rests_on_evidence_that_exists_and_cites_something(family: Family) -> None:
    compared = provenance.compare(_read(family))

    _traced(compared)
    for record in compared.records:
        _traced(record)
    validate(provenance.to_dict(compared))  # resolves every reference
    known = {item.id: item for item in compared.evidence}
    observed = {version.id for version in compared.chain.versions if version.status == "observed"}
    for hop in compared.chain.hops:
        if {hop.parent, hop.child} <= observed:
            claims = {known[name].claim.split("#")[0] for name in hop.evidence}
            assert claims & {f"{hop.parent}>{hop.child}", f"{hop.parent}~{hop.child}", f"{hop.child}~{hop.parent}"}
