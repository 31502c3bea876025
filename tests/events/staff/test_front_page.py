"""Organisers see on the front page what is still missing to their open days, and where to do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.events.models import OpenDayPage
from openday.events.staff.front_page import OpenDaysPanel
from tests import people
from tests.factories.events import OpenDayFactory, SessionFactory, open_day_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"), name_zh="蜂蜜开放日")


def missing(client):
    """What the panel says about each open day, in Chinese."""
    page = client.get("/admin/", headers={"accept-language": "zh-hans"})
    panel = next(panel for panel in page.context["panels"] if isinstance(panel, OpenDaysPanel))
    rows = panel.get_context_data({"request": page.wsgi_request})["rows"]
    return {row["open_day"].name_zh: [words for words, _url in row["missing"]] for row in rows}


def test_a_new_open_day_lacks_everything(client, open_day):
    client.force_login(people.alice())

    assert missing(client) == {"蜂蜜开放日": ["没有即将开始的场次", "还没有中文页面", "还没有英文页面"]}


def test_nothing_is_missing_when_both_pages_are_live_and_a_session_comes(client, open_day):
    SessionFactory(open_day=open_day, starts_at=timezone.now() + timedelta(days=1), ends_at=timezone.now() + timedelta(days=1, hours=1))
    for language in ("zh-hans", "en"):
        open_day_page(open_day, language=language)
    client.force_login(people.alice())

    assert missing(client) == {"蜂蜜开放日": []}


def test_what_an_editor_sent_back_is_told_with_the_editors_words(client, open_day):
    page = open_day_page(open_day)
    OpenDayPage.objects.update(live=False)
    page.refresh_from_db()
    page.save_revision()
    alice, eve = people.alice(), people.eve()
    state = page.get_workflow().start(page, alice)
    state.current_task_state.task.specific.on_action(state.current_task_state, eve, "reject", comment="Say where to park.")
    client.force_login(alice)

    assert "编辑请您修改：Say where to park." in missing(client)["蜂蜜开放日"]


def test_a_page_that_waits_for_an_editor_is_called_so(client, open_day):
    page = open_day_page(open_day)
    OpenDayPage.objects.update(live=False)
    page.refresh_from_db()
    page.save_revision()
    alice = people.alice()
    client.force_login(alice)
    assert "中文页面还是草稿" in missing(client)["蜂蜜开放日"]

    page.get_workflow().start(page, alice)

    assert "中文页面等待编辑发布" in missing(client)["蜂蜜开放日"]


def test_open_days_of_other_units_are_not_there(client, open_day):
    client.force_login(people.charlie())

    assert missing(client) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_open_days_costs_the_same_for_any_number_of_rows(client, rows, django_assert_num_queries):
    for _ in range(rows):
        open_day_page(OpenDayFactory(unit=people.unit("food")))
    client.force_login(people.alice())
    client.get(reverse("open-days:index"))

    with django_assert_num_queries(18):
        client.get(reverse("open-days:index"))


def test_an_organiser_and_an_editor_may_translate_and_nobody_publishes_by_it(client, open_day):
    page = open_day_page(open_day)
    open_day_page(OpenDayFactory(unit=people.unit("food")), language="en")  # the English list of open days
    client.force_login(people.alice())
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    english = OpenDayPage.objects.get(locale__language_code="en").locale

    answer = client.post(address, {"locales": [english.pk]})

    assert answer.status_code == 302
    translation = OpenDayPage.objects.get(open_day=open_day, locale=english)
    assert (translation.live, translation.translation_key) == (False, page.translation_key)
