"""The main job on the shipped corpus, with the bundled model."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import provenance
from provenance.types import Document
from provenance.validate import validate

FAMILY = Path(__file__).parent.parent.parent / "corpora" / "icebreaker-lease"
SEED = Path(__file__).parent.parent.parent.parent / "shared" / "seed"


def _document(name: str) -> Document:
    return provenance.document((FAMILY / f"{name}.txt").read_text("utf-8"), id=f"{name}.txt")


def _seed() -> Document:
    found = sorted(SEED.glob("*.txt"))
    if not found:
        pytest.skip("../shared/seed is not here")
    return provenance.document(found[0].read_text("utf-8"), id="seed.txt")


def test_three_versions_are_put_in_their_true_order() -> None:
    comparison = provenance.compare([_document("en-back"), _document("fr"), _document("en")])

    ids = {version.id: version.document_id for version in comparison.chain.versions}
    assert [(ids[hop.parent], ids[hop.child]) for hop in comparison.chain.hops] == [
        ("fr.txt", "en-back.txt"),
        ("en.txt", "fr.txt"),
    ]
    validate(provenance.to_dict(comparison))


def test_missing_french_version_is_implied_between_the_two_at_hand() -> None:
    comparison = provenance.compare([_document("en-back"), _document("en")])

    versions = {version.id: version for version in comparison.chain.versions}
    assert [(versions[hop.parent].label[:7], versions[hop.child].status) for hop in comparison.chain.hops] == [
        ("English", "implied"),
        ("French ", "observed"),
    ]


def test_text_about_the_same_event_by_another_newsroom_is_no_version() -> None:
    comparison = provenance.compare([_document("en"), _document("de-other-newsroom")])

    assert comparison.chain.hops == ()
    assert comparison.pairs[0].verdict in {"same-event", "unrelated", "undetermined"}


def test_order_of_the_documents_changes_no_byte() -> None:
    names = ["en-back", "fr", "en"]

    results = [
        json.dumps(provenance.to_dict(provenance.compare([_document(name) for name in order])))
        for order in (names, names[::-1])
    ]

    assert results[0] == results[1]


@pytest.mark.parametrize("command", ["inspect", "compare"])
def test_torch_is_never_imported(command: str) -> None:
    files = [str(FAMILY / "en.txt"), *([str(FAMILY / "fr.txt")] if command == "compare" else [])]
    code = (
        "import sys\nfrom provenance.cli import main\n"
        f"sys.argv = ['provenance', {command!r}, *{files!r}, '--format', 'json', '-o', {str(Path('/dev/null'))!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'sklearn', 'scipy'} & set(sys.modules)))\n"
    )

    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == "[]"


@pytest.mark.data
def test_founding_case_is_read_out_of_its_text_alone() -> None:
    document = _seed()

    record = provenance.inspect(document)

    text = document.text
    validate(provenance.to_dict(record))
    assert record.language.language == "en"
    credits = {(credit.role, agent.name): credit for credit in record.credits for agent in credit.agents}
    assert credits["reporter", "Alexander Marrow"].scope.kind == "original"
    assert credits["reporter", "Anton Kolodyazhnyy"].worded_as == "fr"
    assert credits["translator", "Myriam Rivet"].target_language == "fr"
    editor = credits["editor", "Blandine Hénault"]
    assert (editor.scope.kind, editor.scope.language) == ("version", "fr")
    found = {(item.kind, item.span.of(text)) for item in record.findings if item.span is not None}
    assert {
        ("agency-publisher", "Reuters"),
        ("agency-quoted", "RIA"),
        ("doubled-word", "not not"),
        ("broken-sentence", "Moscow. to"),
        ("aggregator-tail", "Source link -87"),
        ("credit-language-mismatch", "French"),
    } <= found
    assert "ministry. Russian" in {quote for _, quote in found}
    assert [(hop.parent, hop.child) for hop in record.chain.hops] == [
        ("original", "version:fr"),
        ("version:fr", "text"),
    ]
    last = record.chain.hops[-1]
    assert (last.basis, last.agents) == ("inferred", ())
    assert last.is_machine_probability is not None
    assert last.is_machine_probability > 0.5
    tag, share = record.chain.versions[0].languages[0]
    assert tag == "en"
    assert 0.5 < share < 1.0
