"""The public counts."""

from datetime import date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from openday.oversight import actions, figures
from openday.oversight.states import State
from tests.factories.oversight import MONDAY, a_case, a_case_in
from tests.factories.oversight_public import a_published_case

# Counts, spans, calendar, indicators with targets and readings, cases, standards, campaign, ratings and their promise; the frame takes one.
FRONT_PAGE_QUERIES = 11


@pytest.mark.django_db
def test_counts_are_those_of_this_year_and_late_ones_of_any_year(office):
    people = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    last_year = MONDAY - timedelta(days=160)
    a_case_in(State.ANSWERED, **people)
    a_case_in(State.WORKING, **people)
    a_case_in(State.RECEIVED, **people)
    a_case_in(State.WORKING, now=last_year, **people)
    spam = a_case()
    actions.mark_as_spam(case=spam, reason="advertising", by=office.quality, now=MONDAY)

    counted = figures.case_figures(now=MONDAY + timedelta(days=1))

    assert (counted.period_from, counted.period_to) == (date(2026, 1, 1), date(2026, 6, 2))
    assert (counted.received, counted.accepted, counted.answered, counted.in_time, counted.overdue) == (3, 2, 1, 1, 1)


@pytest.mark.django_db
def test_due_today_is_not_late(office):
    case = a_case()

    on_the_day = timezone.make_aware(datetime.combine(case.due_on, MONDAY.timetz().replace(tzinfo=None)))

    assert figures.case_figures(now=on_the_day).overdue == 0
    assert figures.case_figures(now=on_the_day + timedelta(days=1)).overdue == 1


@pytest.mark.django_db
def test_a_figure_that_does_not_exist_is_not_shown_as_zero(client):
    text = client.get("/en/oversight/").content.decode()

    assert text.count("figure-card__value--none") == 2


@pytest.mark.parametrize("cases", [1, 3])
@pytest.mark.django_db
def test_the_front_page_takes_the_same_few_queries_for_one_case_and_for_three(client, office, django_assert_num_queries, cases):
    for _count in range(cases):
        a_published_case(office)
    client.get("/zh-hans/oversight/")

    with django_assert_num_queries(FRONT_PAGE_QUERIES):
        client.get("/zh-hans/oversight/")


@pytest.mark.django_db
def test_the_tags_of_the_home_page_show_counts_and_cards(office):
    a_published_case(office)

    shown = Template("{% load oversight_figures %}{% oversight_figures %}{% oversight_commitments 2 %}{% oversight_answers 1 %}").render(
        Context()
    )

    assert "figure-card" in shown
    assert "一位市民反映指示牌不清。" in shown
