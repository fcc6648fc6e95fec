"""Names as credits write them, in many scripts and shapes."""

import pytest

from provenance.detect.credits import credits


def _names(text: str, language: str, role: str) -> list[str]:
    return [agent.name for credit in credits(text, (language,)) if credit.role == role for agent in credit.agents]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Translated by Ann van der Berg", "en", ["Ann van der Berg"]),
        ("Translated by J. R. Lee and K.-H. Chen", "en", ["J. R. Lee", "K.-H. Chen"]),
        ("Translated by Ann O'Lee-Moore", "en", ["Ann O'Lee-Moore"]),
        ("Translated by Ann Lee in New York", "en", ["Ann Lee"]),
        ("Translated by Ann Lee on 3 May 2020", "en", ["Ann Lee"]),
        ("Translated by Ann Lee <ann@example.org> and Bo Chen <bo@example.org>", "en", ["Ann Lee", "Bo Chen"]),
        ("Translated by [Ann Lee](https://example.org) and [Bo](https://example.com).", "en", ["Ann Lee", "Bo"]),
        ("Translated by [Ann Lee aka BOSS](https://example.org)", "en", ["Ann Lee"]),
        ("Translated by @ann_lee", "en", ["@ann_lee"]),
        ("Translated by el_patito", "en", ["el_patito"]),
        ("Translated by <a href='/x'>Ann Lee</a>, <b>Bo Chen</b>", "en", ["Ann Lee", "Bo Chen"]),
        ("Translated by **Ann Lee**", "en", ["Ann Lee"]),
        ("Translators:\n- Ann Lee\n- Bo Chen\n", "en", ["Ann Lee", "Bo Chen"]),
        ("Traduit par Cléo d'Arc et Jean-Noël de La Tour", "fr", ["Cléo d'Arc", "Jean-Noël de La Tour"]),
        ("ترجمة: سامي علي ومنى حسن", "ar", ["سامي علي", "منى حسن"]),
        ("译者：张三；校对：李四", "zh-Hans", ["张三"]),
        ("翻訳：山田 太郎", "ja", ["山田 太郎"]),
        ("번역: 홍길동, 김철수", "ko", ["홍길동", "김철수"]),
        ("Перевод: А. Б. Лисина", "ru", ["А. Б. Лисина"]),
        ("Μετάφραση: Άννα Λη", "el", ["Άννα Λη"]),
    ],
)
def test_translators_are_named(text: str, language: str, names: list[str]) -> None:
    assert _names(text, language, "translator") == names


def test_bracketed_role_after_a_name_is_its_role() -> None:
    text = "Vertaling door: Anna de Wit (auteur), Bo Smit (redacteur)"

    assert _names(text, "nl", "translator") == ["Anna de Wit"]
    assert _names(text, "nl", "editor") == ["Bo Smit"]


def test_outlet_after_a_byline_is_the_publisher() -> None:
    assert _names("By Ann Lee, Orbit Magazine", "en", "author") == ["Ann Lee"]
    assert _names("By Ann Lee, Orbit Magazine", "en", "publisher") == ["Orbit Magazine"]


def test_service_is_a_tool_and_no_person() -> None:
    (credit,) = credits("Tradotto da DeepL", ("it",))

    assert (credit.role, credit.agents[0].kind, credit.is_machine) == ("machine-translator", "tool", True)


def test_list_ends_before_the_next_paragraph_of_prose() -> None:
    text = "Translated by Ann Lee\n\nMadrid. The president said nothing on Monday."

    assert _names(text, "en", "translator") == ["Ann Lee"]


@pytest.mark.parametrize("text", ["By hand", "Translated by the bank into euros.", "(report all)", "By Friday"])
def test_common_words_are_no_names(text: str) -> None:
    assert credits(text, ("en",)) == ()


def test_translators_note_is_no_name() -> None:
    assert credits("这个词没有对应的说法。（译者注）", ("zh-Hans",)) == ()


def test_outlet_in_angle_marks_is_read_without_them() -> None:
    assert _names("原载于：《山谷周刊》", "zh-Hans", "publisher") == ["山谷周刊"]


def test_letters_composed_and_decomposed_are_one() -> None:
    composed, decomposed = "अंग्रेज\u093c", "अंग्रे\u095b"

    assert [
        credits(f"{english}ी से अनुवाद: मीरा कपूर", ("hi",))[0].source_language for english in (composed, decomposed)
    ] == [
        "en",
        "en",
    ]


def test_repetition_mark_belongs_to_a_name() -> None:
    assert _names("翻訳：佐々木陽子", "ja", "translator") == ["佐々木陽子"]


def test_geresh_belongs_to_a_name() -> None:
    assert _names("תרגום: ג'ודי כהן", "he", "translator") == ["ג'ודי כהן"]


def test_name_that_begins_with_a_groups_word_is_a_name() -> None:
    assert _names("编译：社区之声 校对：苏木", "zh-Hans", "translator") == ["社区之声"]


def test_notice_behind_a_heading_in_brackets_is_read() -> None:
    (machine,) = credits("【免责声明】本文由机器翻译生成。", ("zh-Hans",))

    assert machine.is_machine


def test_two_letter_initials_of_tamil_belong_to_a_name() -> None:
    assert _names("தமிழில்: எஸ். வி. கண்ணன்", "ta", "translator") == ["எஸ். வி. கண்ணன்"]


def test_role_word_may_end_the_name_of_a_desk() -> None:
    assert _names("ترجمة: وحدة الترجمة", "ar", "translator") == ["وحدة الترجمة"]


def test_role_word_written_onto_a_name_ends_the_list_before_it() -> None:
    assert _names("译者：林海音，苏木审校。", "zh-Hans", "translator") == ["林海音"]
    assert _names("译者：林海音，苏木审校。", "zh-Hans", "proofreader") == ["苏木"]


def test_label_is_no_name_of_the_role_before_it() -> None:
    assert _names("（編譯：林海音，核稿編輯：蘇木）", "zh-Hant", "translator") == ["林海音"]


def test_words_of_notices_are_parts_of_names() -> None:
    assert _names("来源：朝日新闻", "zh-Hans", "source") == ["朝日新闻"]


def test_work_that_nobody_checked_names_nobody() -> None:
    assert _names("本文由人工智能翻译，未经人工审核。", "zh-Hans", "proofreader") == []
