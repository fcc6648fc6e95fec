import pytest

import provenance
from provenance.errors import ProvenanceError


def test_everything_that_the_package_names_is_there_and_documented() -> None:
    for name in provenance.__all__:
        thing = getattr(provenance, name)
        assert name.startswith("__") or thing.__doc__


def test_the_example_in_the_help_is_true() -> None:
    article = provenance.document("Liman açık kalacak.\n\nÇeviren: Ada Köstebek", id="a.txt")

    record = provenance.inspect(article)

    assert [credit.role for credit in record.credits] == ["translator"]


def test_a_result_is_exported_from_python() -> None:
    record = provenance.inspect(provenance.document("Liman açık kalacak.\n\nÇeviren: Ada Köstebek", id="a.txt"))

    assert "Ada Köstebek" in provenance.export(record, "jsonld").decode("utf-8")
    with pytest.raises(ProvenanceError, match="run provenance compare first"):
        provenance.export(record, "tmx")
