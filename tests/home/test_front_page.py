"""The editor's first look at the staff area, and the frame around everybody's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail.users.models import UserProfile

from home.front_page import PagesPanel
from tests import people
from tests.factories.events import index_page
from tests.factories.home import news_index, news_page

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _trees_that_match():
    """The pages that the migrations plant were published at once."""
    Page.objects.update(last_published_at=NOW)


def front(client, user):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    client.force_login(user)
    return client.get("/admin/").content.decode()


def rows():
    with translation.override("en"):
        return [(row.title, row.words) for row in PagesPanel().get_context_data()["rows"]]


def test_an_editor_finds_what_to_write(client):
    shown = front(client, people.eve())

    assert reverse("wagtailadmin_pages:add", args=["home", "newspage", news_index().pk]) in shown
    assert "Every published page has an English one that is up to date." in shown
    assert "Write news" not in front(client, people.alice())


def test_pages_that_english_readers_miss_come_first_then_those_that_are_older():
    news_page("new", title="只有中文", last_published_at=NOW)
    both = news_page("both", title="两种语言", last_published_at=NOW)
    news_page("both", language="en", translation_key=both.translation_key, last_published_at=NOW - timedelta(days=1))
    same = news_page("same", last_published_at=NOW)
    news_page("same", language="en", translation_key=same.translation_key, last_published_at=NOW)
    news_page("headline", headline_only=True, source_name="质量报", last_published_at=NOW)
    news_page("draft", live=False)

    assert rows() == [("只有中文", "Not in English yet"), ("两种语言", "English is older than Chinese")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_asks_the_database_equally_often(count):
    for number in range(count):
        news_page(f"news-{number}", last_published_at=NOW)
    PagesPanel().get_context_data()

    with CaptureQueriesContext(connection) as asked:
        assert len(PagesPanel().get_context_data()["rows"]) == count

    assert len(asked) == 6


def test_it_says_how_many_more_there_are(client):
    for number in range(10):
        news_page(f"news-{number}", last_published_at=NOW)

    assert "And 2 more pages." in front(client, people.eve())


def test_everybody_reads_their_office_and_nobody_the_version_of_the_software(client):
    shown = front(client, people.quentin())

    assert "<li>Quality office</li><li>Quality office</li>" in shown.replace("\n", "").replace("  ", "")
    assert "Wagtail 8" not in shown
    assert "whats-new-in-wagtail" not in shown


def test_who_has_no_pages_is_not_asked_to_search_them(client):
    index_page()  # organisers write below it
    assert [
        name
        for name, user in (("eve", people.eve()), ("alice", people.alice()), ("hana", people.hana()), ("dora", people.dora()))
        if "Search all pages" in front(client, user)
    ] == ["eve", "alice"]
