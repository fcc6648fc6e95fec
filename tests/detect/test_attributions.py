from provenance.detect.attributions import attributions
from provenance.detect.credits import credits


def _found(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    found = attributions(text, credits(text, (language,)))
    return [(item.kind, item.value, item.span.of(text)) for item in found if item.span is not None]


def test_agency_in_a_dateline_publishes_and_agency_in_the_text_is_quoted() -> None:
    text = "VELBURG (Reuters) – The lock will open, an official quoted by the RIA said on Monday."

    assert _found(text) == [("agency-publisher", "Reuters", "Reuters"), ("agency-quoted", "RIA Novosti", "RIA")]


def test_agency_in_another_script_is_the_same_agency() -> None:
    text = "ВЕЛЬБУРГ, 3 марта (Рейтер) - Шлюз откроют, сообщает РИА Новости."

    assert [(kind, value) for kind, value, _ in _found(text, "ru")] == [
        ("agency-publisher", "Reuters"),
        ("agency-quoted", "RIA Novosti"),
    ]


def test_acronym_in_lower_case_is_a_word() -> None:
    assert _found("She had an uni degree and a sid of flour.") == []


def test_agency_that_no_list_holds_is_read_off_its_dateline() -> None:
    text = "Port stays open\n\nVELBURG, March 14 (Lighter News) - The lock will open, (Osk) said.\n"

    assert _found(text) == [("agency-publisher", "Lighter News", "Lighter News")]
