import itertools
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight.disclosure import detecting
from openday.oversight.disclosure.detecting import Kind, find
from tests.oversight.disclosure.judged import JUDGED, KNOWN


def found(text):
    return [(passage.kind, passage.text) for passage in find(text, names=KNOWN)]


def test_the_judged_sentences_are_found_with_few_false_alarms():
    right, missed, wrong = Counter(), [], []
    for text, expected in JUDGED:
        got = found(text)
        right.update(kind for kind, _words in set(expected) & set(got))
        missed += [(text, one) for one in expected if one not in got]
        wrong += [(text, one) for one in got if one not in expected]

    hits = right.total()
    recall, precision = hits / (hits + len(missed)), hits / (hits + len(wrong))

    # Every miss publishes somebody's number; a false alarm costs one tick.
    assert (recall, missed) == (1.0, [])
    assert precision >= 0.97, wrong
    assert set(right) == set(Kind)


def an_id(first):
    """The 17 digits with the check character of GB 11643-1999, computed in another way than the code under test."""
    rest = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first)) % 11
    return first + "10X98765432"[rest]


DIGITS = st.text("0123456789", min_size=3, max_size=3)
BIRTHDAYS = st.dates(min_value=date(1920, 1, 1), max_value=date(2015, 12, 31))
REGIONS = st.sampled_from(["110105", "310101", "440301", "440305", "650102", "810000"])


@given(REGIONS, BIRTHDAYS, DIGITS, st.sampled_from(["", " ", "-", "\u200b"]))
def test_any_identity_number_is_found_however_it_is_spaced(region, birthday, serial, gap):
    number = an_id(f"{region}{birthday:%Y%m%d}{serial}")
    written = f"号{number[:6]}{gap}{number[6:14]}{gap}{number[14:]}。"

    assert [passage.kind for passage in find(written)] == [Kind.ID_NUMBER]


@given(REGIONS, BIRTHDAYS, DIGITS, st.integers(1, 10))
def test_a_wrong_check_character_is_no_identity_number(region, birthday, serial, off):
    number = an_id(f"{region}{birthday:%Y%m%d}{serial}")
    letters = "0123456789X"
    wrong = number[:17] + letters[(letters.index(number[17]) + off) % 11]

    assert detecting.is_id_number(number)
    assert not detecting.is_id_number(wrong)


REST = st.text("0123456789", min_size=9, max_size=9)
GAPS = st.sampled_from(["", " ", "-", "·", "\u200b", ". "])
PREFIXES = st.sampled_from(["", "+86", "+86 ", "0086-"])


@given(REST, st.sampled_from("3456789"), GAPS, PREFIXES)
def test_any_mobile_number_is_found_however_it_is_spaced(rest, second, gap, prefix):
    number = f"1{second}{rest}"
    written = f"拨{prefix}{number[:3]}{gap}{number[3:7]}{gap}{number[7:]}吧"

    assert Kind.PHONE in {passage.kind for passage in find(written)}


@given(st.text("0123456789", min_size=14, max_size=14).map(lambda digits: f"62{digits}"))
def test_a_card_is_told_from_another_number_by_its_check_digit(digits):
    checks = [check for check in "0123456789" if detecting.passes_luhn(digits + check)]

    assert len(checks) == 1
    assert Kind.BANK_CARD in {passage.kind for passage in find(f"卡{digits}{checks[0]}。")}


PROVINCES = st.sampled_from("京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼")
OFFICES = st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ")


MARKS = st.tuples(st.sampled_from("DFABCEGHJK"), st.text("0123456789", min_size=5, max_size=5))


@given(PROVINCES, OFFICES, MARKS, st.booleans(), st.sampled_from(["", "·", " "]))
def test_any_plate_of_an_electric_car_is_found(province, office, mark, mark_first, gap):
    number = f"{province}{office}{gap}{''.join(mark if mark_first else reversed(mark))}"

    assert [(passage.kind, passage.text) for passage in find(f"车{number}停")] == [(Kind.PLATE, number)]


@given(st.text(max_size=300))
def test_passages_lie_in_the_text_in_order_and_apart(text):
    passages = find(text, names=KNOWN)

    assert [text[one.start : one.end] for one in passages] == [one.text for one in passages]
    assert all(one.end <= other.start for one, other in itertools.pairwise(passages))


@pytest.mark.parametrize("name", ["王晓明", "欧阳静", "Rita Lang"])
def test_a_name_is_found_only_when_the_office_knows_it(name):
    assert find(f"由{name} 完成。") == []
    assert [passage.text for passage in find(f"由{name} 完成。", names=[name])] == [name]


def test_a_long_hostile_text_takes_no_time():
    hostile = "1 " * 4000 + "粤B" * 2000 + "a@" * 2000 + "三" * 4000 + "12号" * 2000 + "微信" * 2000

    assert isinstance(find(hostile, names=["王晓明"]), list)
