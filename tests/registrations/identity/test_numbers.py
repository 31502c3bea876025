"""Which numbers can be those of a document."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from openday.registrations.identity import numbers
from openday.registrations.identity.numbers import Wrong
from openday.registrations.identity.states import Document

CARD = "360426199101010071"  # the example of python-stdnum


def residents():
    """Numbers of cards: a region, a day of birth, an order code, and the right last character."""
    days = st.dates(min_value=date(1950, 1, 1), max_value=date(2007, 12, 31))
    parts = st.tuples(st.sampled_from(["110101", "440304", "810000", "830000"]), days, st.integers(0, 999))
    return parts.map(lambda part: f"{part[0]}{part[1]:%Y%m%d}{part[2]:03d}").map(lambda head: head + ric.calc_check_digit(head + "0"))


@settings(max_examples=40)
@given(residents(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_character_of_a_card_is_always_noticed(number, place, step):
    assert numbers.whole(Document.RESIDENT, number) == number
    digits = "0123456789X" if place == 17 else "0123456789"
    wrong = number[:place] + digits[(digits.index(number[place]) + step) % len(digits)] + number[place + 1 :]

    with pytest.raises(Wrong):
        numbers.whole(Document.RESIDENT, wrong)


@settings(max_examples=60)
@given(st.sampled_from(Document.values), st.text(max_size=30))
def test_whatever_is_typed_is_a_plain_number_or_wrong(kind, typed):
    for judge in (numbers.whole, numbers.ending):
        # Anything else than Wrong would be an error page.
        with suppress(Wrong):
            number = judge(kind, typed)
            assert number.isascii()
            assert number.isalnum()
            assert judge(kind, number) == number


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        (Document.RESIDENT, " 360426 19910101 0071 ", CARD),
        (Document.RESIDENT, "３６０４２６１９９１０１０１００７１", CARD),
        (Document.HOME_RETURN, "h 1234-5678", "H12345678"),
        (Document.HOME_RETURN, "M1234567801", "M1234567801"),
        (Document.TAIWAN, "12345678", "12345678"),
        (Document.PASSPORT, "e12345678", "E12345678"),
    ],
)
def test_blanks_dashes_and_wide_letters_are_forgiven(kind, typed, number):
    assert numbers.whole(kind, typed) == number


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (Document.RESIDENT, "36042619910101007", "length"),
        (Document.RESIDENT, "360426199101010072", "slip"),
        (Document.RESIDENT, "36042619910101007A", "format"),
        (Document.RESIDENT, "110101199913010016", "slip"),
        (Document.HOME_RETURN, "A12345678", "format"),
        (Document.TAIWAN, "1234567", "format"),
        (Document.PASSPORT, "ABCDEFGH", "format"),
    ],
)
def test_each_error_says_what_is_wrong(kind, typed, code):
    with pytest.raises(Wrong) as caught:
        numbers.whole(kind, typed)
    assert caught.value.code == code


@pytest.mark.parametrize("typed", ["071", "10071", "00X1", "张三丰一"])
def test_an_ending_is_four_characters_and_never_more(typed):
    with pytest.raises(Wrong):
        numbers.ending(Document.RESIDENT, typed)
    assert numbers.ending(Document.RESIDENT, "007x") == "007X"
