import provenance


def test_everything_that_the_package_names_is_there_and_documented() -> None:
    for name in provenance.__all__:
        thing = getattr(provenance, name)
        assert name.startswith("__") or thing.__doc__


def test_the_example_in_the_help_is_true() -> None:
    article = provenance.document("Liman açık kalacak.\n\nÇeviren: Ada Köstebek", id="a.txt")

    record = provenance.inspect(article)

    assert [credit.role for credit in record.credits] == ["translator"]
