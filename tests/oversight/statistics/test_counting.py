"""Counts by month and category, as pages, open data and reports use them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openday.oversight import actions, figures
from openday.oversight.models import Case
from openday.oversight.states import State
from openday.oversight.statistics import counting
from openday.oversight.statistics.counting import Counts, Month
from openday.oversight.vocabulary import Category
from tests.factories.oversight import MONDAY, a_case, a_case_in
from tests.factories.oversight_public import a_published_case

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=40)


def june(office, **categories):
    """A month with these numbers of received cases."""
    for category, number in categories.items():
        for _each in range(number):
            a_case(category=Category(category))
    return counting.months(now=LATER)[0]


def test_every_case_is_in_one_fate_and_the_fates_add_up(office):
    people = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    a_case_in(State.ANSWERED, **people)
    a_case_in(State.WORKING, **people)
    aside = a_case()
    actions.redirect(case=aside, where="Another office.", by=office.quality, now=MONDAY)
    spam = a_case()
    actions.mark_as_spam(case=spam, reason="advertising", by=office.quality, now=MONDAY)
    late = a_case_in(State.CLOSED, **people)
    Case.objects.filter(pk=late.pk).update(answered_in_time=False)

    counts = counting.months(now=LATER)[0].counts

    assert (counts.received, counts.in_time, counts.late, counts.waiting, counts.set_aside, counts.not_genuine) == (4, 1, 1, 1, 1, 1)
    assert counts.received == sum(getattr(counts, fate) for fate in counting.FATES)
    assert (counts.accepted, counts.answered, counts.overdue) == (3, 2, 1)


def test_months_without_a_case_are_counted_too_and_the_running_one_has_no_categories(office):
    a_case(now=MONDAY)
    a_case(now=MONDAY + timedelta(days=70))

    months = counting.months(now=MONDAY + timedelta(days=71))

    assert [(month.first_day, month.counts.received, month.is_over) for month in months] == [
        (date(2026, 6, 1), 1, True),
        (date(2026, 7, 1), 0, True),
        (date(2026, 8, 1), 1, False),
    ]
    assert counting.by_category(months[-1]) == ()


def test_a_case_belongs_to_the_month_in_the_zone_of_the_office(office):
    a_case(now=datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai")))

    assert counting.months(now=LATER)[0].first_day == date(2026, 7, 1)


def test_publications_count_in_the_month_in_which_they_happen(office):
    case = a_published_case(office)
    actions.withdraw_publication(case=case, reason="A name was left in it.", by=office.quality, now=LATER)

    first, second = counting.months(now=LATER)

    assert (first.counts.published, first.counts.unpublished) == (1, 0)
    assert (second.counts.published, second.counts.unpublished) == (0, 1)


def test_small_categories_are_withheld_and_the_month_itself_is_not(office):
    month = june(office, enquiry=6, praise=2, service=5)

    rows = {row.category: row.received for row in counting.by_category(month)}

    assert month.counts.received == 13
    assert rows["enquiry"] == 6
    # The second smallest goes with it, or 13 less the others would say it.
    assert (rows["praise"], rows["service"]) == (None, None)


def test_what_became_of_cases_is_told_by_category_once_none_of_the_month_waits(office):
    categories = {"enquiry": Counts(received=12, in_time=7, late=5), "service": Counts(received=20, in_time=20)}
    settled = Month(date(2026, 5, 1), Counts(received=32, in_time=27, late=5), is_over=True, categories=categories)
    waiting = Month(date(2026, 5, 1), Counts(received=33, in_time=27, late=5, waiting=1), is_over=True, categories=categories)

    told = {row.category: row.fates for row in counting.by_category(settled)}
    untold = {row.category: row.fates for row in counting.by_category(waiting)}

    assert told["enquiry"] == {"in_time": 7, "late": 5, "waiting": 0, "set_aside": 0}
    assert untold["enquiry"] == dict.fromkeys(counting.FATES)
    assert {row.category: row.received for row in counting.by_category(waiting)}["service"] == 20


def test_a_category_with_a_withheld_month_has_no_total(office):
    months = (
        Month(
            date(2026, 5, 1),
            Counts(received=20, in_time=20),
            True,
            {"enquiry": Counts(received=12, in_time=12), "service": Counts(received=8, in_time=8)},
        ),
        Month(
            date(2026, 6, 1),
            Counts(received=15, in_time=15),
            True,
            {"enquiry": Counts(received=12, in_time=12), "service": Counts(received=3, in_time=3)},
        ),
        Month(date(2026, 7, 1), Counts(received=9, in_time=9), True, {"enquiry": Counts(received=9, in_time=9), "praise": Counts()}),
    )

    found = counting.at_least(months[:1])
    assert (found["enquiry"], found["service"], found["praise"]) == ((12, True), (8, True), (0, True))

    found = counting.at_least(months[:2])
    assert (found["enquiry"], found["service"]) == ((12, False), (8, False))


def test_the_front_page_counts_the_same(office):
    people = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    for _each in range(5):
        a_case_in(State.ANSWERED, **people)
    a_case_in(State.WORKING, now=MONDAY - timedelta(days=300), **people)

    front = figures.case_figures(now=LATER)
    months = counting.months(now=LATER)
    year = counting.sum_of(month for month in months if month.first_day.year == 2026)

    assert (front.received, front.accepted, front.answered, front.in_time) == (year.received, year.accepted, year.answered, year.in_time)
    assert front.overdue == counting.sum_of(months).overdue
    assert front.median_working_days == counting.answer_times(now=LATER)[-1].median
    assert front.median_working_days is not None


@pytest.mark.parametrize("cases", [1, 3])
def test_counting_takes_the_same_queries_for_one_case_and_for_three(office, django_assert_num_queries, cases):
    for _each in range(cases):
        a_published_case(office)

    with django_assert_num_queries(2):
        months = counting.months(now=LATER)
    with django_assert_num_queries(2):
        counting.answer_times(now=LATER)
    with django_assert_num_queries(0):
        [counting.by_category(month) for month in months]
