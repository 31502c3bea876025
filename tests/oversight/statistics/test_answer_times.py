"""How long answers took: spans of five or more, and the median that anybody gets from them."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.events.working_days import Calendar
from openday.oversight.statistics.answer_times import DaySpan, Median, median_of, spans_of, working_days

WEEK = Calendar({}, frozenset({2026}))
MONDAY = date(2026, 6, 1)
FRIDAY = date(2026, 6, 5)


def test_days_of_waiting_and_weekends_are_taken_off():
    rows = [(MONDAY, FRIDAY, 0, 3), (MONDAY, FRIDAY + timedelta(days=3), 2, 2)]

    assert working_days(rows, WEEK) == {4: 3, 3: 2}


def test_an_answer_on_the_day_of_receipt_took_no_day():
    assert working_days([(MONDAY, MONDAY, 3, 1)], WEEK) == {0: 1}


@pytest.mark.parametrize(
    ("days", "spans"),
    [
        ({2: 5, 3: 9}, (DaySpan(2, 2, 5), DaySpan(3, 3, 9))),
        ({1: 3, 2: 2, 7: 6}, (DaySpan(1, 2, 5), DaySpan(7, 7, 6))),
        ({1: 6, 30: 1}, (DaySpan(1, 30, 7),)),
        ({1: 4}, ()),
        ({}, ()),
    ],
)
def test_neighbours_are_put_together_until_five_stand_behind_a_number(days, spans):
    assert spans_of(Counter(days)) == spans


@pytest.mark.parametrize(
    ("days", "median"),
    [({2: 5, 3: 9}, "3"), ({1: 3, 2: 3}, "1–2"), ({3: 5, 4: 5}, "3–4"), ({1: 5, 2: 6, 9: 40}, "9")],
)
def test_the_median_is_a_day_or_the_span_around_it(days, median):
    assert str(median_of(spans_of(Counter(days)))) == median


def test_fewer_than_five_answers_have_no_median():
    assert median_of(spans_of(Counter({3: 4}))) is None


@given(st.dictionaries(st.integers(0, 60), st.integers(1, 30), max_size=20))
def test_no_span_stands_for_fewer_than_five_and_the_median_holds_the_exact_one(days):
    spans = spans_of(Counter(days))
    values = sorted(Counter(days).elements())

    assert all(span.answers >= 5 for span in spans)
    assert sum(span.answers for span in spans) in {0, len(values)}
    if spans:
        found = median_of(spans)
        exact = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
        assert isinstance(found, Median)
        assert found.from_days <= exact <= found.to_days
