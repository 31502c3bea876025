"""State website checks: stale, empty, unanswered, dead; as a command, a report and a panel."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from wagtail.models import Page

from home.models import NewsPage
from home.models.news import Topic
from openday.accounts import roles
from openday.oversight.models import Case
from openday.oversight.website_checks.looking import look
from openday.oversight.website_checks.rules import Kind, has_waited_too_long, is_stale
from tests import people
from tests.factories import home
from tests.factories.oversight import a_case
from tests.factories.oversight_public import a_published_case

REPORT = "/admin/reports/website-checks/"


@pytest.mark.parametrize(("days", "stale"), [(14, False), (15, True), (0, False)])
def test_the_last_day_of_the_limit_is_in_order(days, stale):
    today = date(2026, 6, 30)

    assert is_stale(today - timedelta(days=days), today=today, most_days=14) is stale
    assert is_stale(None, today=today, most_days=14)


@pytest.mark.parametrize(("today", "late"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True), (date(2026, 9, 1), False)])
def test_three_months_are_months_of_the_calendar(today, late):
    assert has_waited_too_long(date(2026, 8, 31), today=today, months=3) is late


@pytest.fixture
def now(db):
    """A site on which everything is in order, and the moment of looking."""
    moment = timezone.now()
    home.lab_page("lab")
    for topic in Topic:
        home.news_page(f"news-{topic}", topic=topic)
    Page.objects.update(last_published_at=moment)
    return moment


def wrong(now):
    return {(check.kind, check.subject) for check in look(now=now) if check.is_wrong}


@pytest.mark.django_db
def test_a_site_that_is_kept_has_nothing_wrong_but_what_is_empty(now):
    assert {kind for kind, _subject in wrong(now)} <= {Kind.EMPTY}


@pytest.mark.django_db
def test_a_home_page_where_nothing_was_published_for_weeks_is_stale(now):
    later = now + timedelta(days=15)

    assert Kind.HOME in {kind for kind, _subject in wrong(later)}
    news = NewsPage.objects.first()
    Page.objects.filter(pk=news.pk).update(last_published_at=later)
    fresh = [check for check in look(now=later) if check.kind == Kind.HOME and not check.is_wrong]
    assert [check.days for check in fresh] == [0]


@pytest.mark.django_db
def test_a_column_that_nobody_wrote_to_for_half_a_year_is_stale(now):
    stale = {subject for kind, subject in wrong(now + timedelta(days=181)) if kind == Kind.COLUMN}

    assert len(stale) >= 1 + len(Topic)


@pytest.mark.django_db
def test_a_topic_without_news_and_a_column_without_pages_are_empty(now):
    before = {subject for kind, subject in wrong(now) if kind == Kind.EMPTY}
    NewsPage.objects.all().update(live=False)

    empty = {subject for kind, subject in wrong(now) if kind == Kind.EMPTY} - before

    assert len(empty) == 1 + len(Topic)


@pytest.mark.django_db
def test_a_message_that_waits_for_more_than_three_months_is_wrong_and_answered_ones_never_are(now, office):
    a_published_case(office, now=now - timedelta(days=200))
    assert Kind.MESSAGES not in {kind for kind, _subject in wrong(now)}

    a_case(now=now - timedelta(days=100))

    check = next(check for check in look(now=now) if check.kind == Kind.MESSAGES)
    assert (check.is_wrong, check.days) == (True, 100)
    Case.objects.filter(answered_at=None).update(received_at=now - timedelta(days=80))
    assert Kind.MESSAGES not in {kind for kind, _subject in wrong(now)}


@pytest.mark.django_db
def test_a_link_to_a_page_that_was_taken_off_is_dead(now):
    target = NewsPage.objects.first()
    source = home.plain_page("plain", blocks=[("text", f'<p><a linktype="page" id="{target.pk}">read</a></p>')])
    source.save()
    assert Kind.LINKS not in {kind for kind, _subject in wrong(now)}

    Page.objects.filter(pk=target.pk).update(live=False)

    dead = [subject for kind, subject in wrong(now) if kind == Kind.LINKS]
    assert len(dead) == 1
    assert source.title in dead[0]
    assert target.title in dead[0]


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_and_ends_with_1(now):
    a_case(now=now - timedelta(days=100))
    out = StringIO()

    with pytest.raises(CommandError) as fault:
        call_command("website_checks", stdout=out)

    assert fault.value.returncode == 1
    assert "! " in out.getvalue()
    assert "(100)" in out.getvalue()


@pytest.mark.django_db
def test_the_command_ends_with_0_when_everything_is_in_order(now, monkeypatch):
    monkeypatch.setattr("openday.oversight.website_checks.looking._homes_and_columns", lambda today: iter(()))
    out = StringIO()

    call_command("website_checks", stdout=out)

    assert "! " not in out.getvalue()


@pytest.mark.django_db
def test_the_quality_office_sees_report_and_panel_and_nobody_else_does(client, now):
    a_case(now=now - timedelta(days=100))
    client.force_login(people.quentin())
    assert client.get(REPORT).status_code == 200
    assert "website-checks" in client.get("/admin/").content.decode()

    for role in sorted(set(people.EVERYBODY) - {roles.QUALITY_OFFICE}):
        client.force_login(people.EVERYBODY[role]())
        assert client.get(REPORT).status_code == 404
        assert "website-checks" not in client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_looking_costs_the_same_for_one_page_and_for_three(now, django_assert_num_queries):
    with django_assert_num_queries(5):
        look(now=now)
    for number in range(2):
        home.news_page(f"more-{number}")
        a_case()
    with django_assert_num_queries(5):
        look(now=now)
