from datetime import date

import pytest

from openday.oversight.findings import rules

#    1 bureau ─┬─ 2 food ── 3 food-lab
#              └─ 4 industrial
PARENTS = {1: None, 2: 1, 3: 2, 4: 1}


@pytest.mark.parametrize(
    ("unit", "expected"), [(4, True), (2, False), (3, False), (1, False), (None, False)], ids=["aside", "same", "below", "above", "none"]
)
def test_a_verifier_comes_from_a_unit_aside(unit, expected):
    assert rules.is_uninvolved(person=9, unit=unit, people=[7, None], units=[2], parents=PARENTS) is expected


def test_nobody_judges_what_they_had_a_part_in():
    assert not rules.is_uninvolved(person=7, unit=4, people=[7], units=[2], parents=PARENTS)


def test_the_units_that_owed_an_action_count_as_involved():
    assert not rules.is_uninvolved(person=9, unit=4, people=[], units=[2, 4], parents=PARENTS)


def test_an_effect_is_checked_two_weeks_after_the_last_action_at_the_earliest():
    done = [date(2026, 6, 1), None, date(2026, 6, 10)]

    assert rules.first_check_day(done, submitted_on=date(2026, 6, 20)) == date(2026, 6, 24)
    assert rules.first_check_day([], submitted_on=date(2026, 6, 20)) == date(2026, 7, 4)


def test_the_set_day_itself_is_not_too_soon():
    assert rules.is_too_soon(date(2026, 6, 2), today=date(2026, 6, 1))
    assert not rules.is_too_soon(date(2026, 6, 2), today=date(2026, 6, 2))
    assert rules.is_too_soon(None, today=date(2026, 6, 2))


def test_an_action_is_late_from_the_day_after():
    assert not rules.is_overdue(date(2026, 6, 2), today=date(2026, 6, 2))
    assert rules.is_overdue(date(2026, 6, 2), today=date(2026, 6, 3))
    assert not rules.is_overdue(None, today=date(2026, 6, 3))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ZG-2026-0007", "ZG-2026-0007"),
        ("zg 2026 0007", "ZG-2026-0007"),
        ("ＺＧ２０２６０００７", "ZG-2026-0007"),
        ("FK-2026-000007", ""),
        ("", ""),
    ],
)
def test_a_number_is_read_as_it_is_typed(typed, number):
    assert rules.normalise_number(typed) == number
