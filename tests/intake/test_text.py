"""Text from strangers is cleaned once, and cleaning it twice changes nothing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.intake.text import clean_block, clean_line, sendable

# Everything that Python can hold, lone surrogates included, rich in what must go.
HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\0\x07\x1b\r\n\t\x85\u2028\u202e\u200b\u200d\ufeff\u3164\u0301\ud800\udfff\ufffe\U000e0041 \u3000a张"),
    )
)
GONE = {"Cc", "Cs"}


@given(HOSTILE)
def test_a_cleaned_line_is_one_line_without_control_or_hidden_characters(text):
    cleaned = clean_line(text)

    assert {letter for letter in cleaned if unicodedata.category(letter) in GONE | {"Zl", "Zp"}} == set()
    assert {letter for letter in cleaned if unicodedata.category(letter) == "Cf"} <= {"\u200c", "\u200d"}
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    cleaned.encode("utf-8")


@given(HOSTILE)
def test_cleaning_a_line_twice_changes_nothing(text):
    once = clean_line(text)

    assert clean_line(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(HOSTILE)
def test_cleaning_a_block_twice_changes_nothing(text):
    once = clean_block(text)

    assert clean_block(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(HOSTILE)
def test_a_cleaned_block_keeps_only_line_feeds_and_no_two_empty_lines(text):
    cleaned = clean_block(text)

    assert {letter for letter in cleaned if unicodedata.category(letter) in GONE} <= {"\n"}
    assert "\n\n\n" not in cleaned
    cleaned.encode("utf-8")


@given(HOSTILE)
def test_what_is_shown_again_can_be_sent(text):
    assert "\0" not in sendable(text)
    sendable(text).encode("utf-8")


@given(st.text(st.characters(categories=["L", "N"], max_codepoint=0xFFFF, exclude_characters="\u3164\u115f\u1160\uffa0"), min_size=1))
def test_letters_and_digits_of_every_script_stay(text):
    assert clean_line(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张 三丰 ", "张 三丰"),
        ("张\u3000三", "张 三"),
        ("a\r\nb", "a b"),
        ("Zhang\tSan", "Zhang San"),
        ("e\u0301", "é"),
        ("\u200b\u2060\ufeff", ""),
        ("\u3164\u3164", ""),
        ("\u202egnp.exe", "gnp.exe"),
        ("a" + "\u0301" * 50, "á" + "\u0301" * 4),
        ("👩\u200d🔬 张", "👩\u200d🔬 张"),
        ("䶮㛃𠮷", "䶮㛃𠮷"),
        ("a\x00b", "ab"),
        ("\u0301\u0301", ""),
    ],
)
def test_a_line_keeps_what_people_meant(typed, kept):
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一\r\n二", "一\n二"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a  \nb", "a\nb"),
        ("\n\n\n", ""),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("  indented", "indented"),
        ("\u200b\n\u200b", ""),
    ],
)
def test_a_block_keeps_its_paragraphs(typed, kept):
    assert clean_block(typed) == kept


def test_a_long_hostile_text_is_read_to_its_end():
    # A pattern that looked back over what it has read would take hours for this, and no timer is needed to see it.
    assert clean_block("\u0301" * 500_000 + "\n" * 500_000 + "\u202e \0" * 300_000) == ""
