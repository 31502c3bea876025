"""An editor sees a page as readers of each language will, before anybody else does."""

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from home.models import NewsPage
from openday.events.models import OpenDayPage
from tests import people
from tests.factories.events import OpenDayFactory, open_day_page
from tests.factories.home import lab_page, news_page, plain_page

pytestmark = pytest.mark.django_db


def pair(chinese="检测", english="Testing"):
    """The same piece of news in two languages, the English one not published yet."""
    page = news_page("one", title=chinese)
    twin = news_page("one", language="en", title=english, translation_key=page.translation_key, live=False)
    return page, twin


def preview(client, page, mode):
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})


@pytest.mark.parametrize("make", [news_page, lab_page, plain_page, lambda slug: open_day_page(OpenDayFactory())])
def test_a_page_can_be_seen_in_both_scripts(client, make):
    page = make("one")
    page.title = "农药检测"
    page.save_revision()
    client.force_login(people.eve())

    shown = {mode: preview(client, page, mode).content.decode() for mode in ("zh-hans", "zh-hant")}

    assert [code for code, _name in page.preview_modes] == ["zh-hans", "zh-hant"]
    assert ("农药检测" in shown["zh-hans"], '<html lang="zh-Hans"' in shown["zh-hans"]) == (True, True)
    assert ("農藥檢測" in shown["zh-hant"], '<html lang="zh-Hant"' in shown["zh-hant"]) == (True, True)
    assert '<html lang="zh-Hans"' in preview(client, page, "en").content.decode()


@pytest.mark.parametrize("begin", [0, 1])
def test_a_page_and_its_translation_show_each_other(client, begin):
    pages = pair()
    client.force_login(people.eve())

    shown = {mode: preview(client, pages[begin], mode).content.decode() for mode in ("zh-hans", "zh-hant", "en")}

    assert [code for code, _name in pages[begin].preview_modes] == [["zh-hans", "zh-hant", "en"], ["en", "zh-hans", "zh-hant"]][begin]
    assert [title in shown[mode] for mode, title in (("zh-hans", "检测</h1>"), ("zh-hant", "檢測</h1>"), ("en", "Testing</h1>"))] == [
        True
    ] * 3


def test_a_draft_in_english_is_not_said_to_be_missing(client):
    _page, twin = pair()
    client.force_login(people.eve())

    shown = preview(client, twin, "en").content.decode()

    assert '<main id="main" tabindex="-1" class=' in shown
    # What readers of English meet meanwhile.
    assert 'lang="zh-Hans"' in client.get("/en/news/one/").content.decode().split("<main")[1].split(">")[0]


def test_the_language_of_the_staff_area_changes_nothing(client):
    page, _twin = pair()
    editor = people.eve()
    for language in ("zh-hant", "en"):
        profile = UserProfile.get_for_user(editor)
        profile.preferred_language = language
        profile.save()
        client.force_login(editor)
        shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
        assert '<html lang="zh-Hans"' in shown


def test_texts_that_are_translated_but_not_put_into_the_page_yet_are_shown(client):
    honey = OpenDayFactory(unit=people.unit("food"))
    page = open_day_page(honey)
    open_day_page(OpenDayFactory(unit=people.unit("food")), language="en")
    client.force_login(people.alice())
    english = OpenDayPage.objects.get(locale__language_code="en").locale
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    begun = Translation.objects.get(target_locale=english)
    title = begun.source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.create(translation_of=title.string, locale=english, context=title.context, data="Close to honey")

    assert "Close to honey</h1>" in preview(client, page, "en").content.decode()


def test_a_preview_in_another_language_is_kept_by_nobody(client):
    page, _twin = pair()
    client.force_login(people.eve())

    assert all("no-store" in preview(client, page, mode)["Cache-Control"] for mode in ("zh-hans", "zh-hant", "en"))


def test_a_new_page_can_be_seen_in_both_scripts(client):
    index = news_page("one").get_parent()
    client.force_login(people.eve())
    address = reverse("wagtailadmin_pages:preview_on_add", args=["home", "newspage", index.pk])
    empty = {"body-count": "0", "published_on": "2026-09-01", "topic": "notices"}

    assert client.post(address, {"title": "农药检测", "slug": "two", **empty}).json() == {"is_valid": True, "is_available": True}

    assert "農藥檢測" in client.get(address, {"mode": "zh-hant"}).content.decode()
    assert not NewsPage.objects.filter(slug="two").exists()
