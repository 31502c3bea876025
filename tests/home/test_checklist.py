"""What an editor is told to look at before a page is published."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home import checklist
from home.models import NewsPage
from tests import people
from tests.factories.home import news_page, picture

pytestmark = pytest.mark.django_db
NO_ENGLISH = "There is no English page. English readers see the Chinese one, and are told so."
DESCRIBED, SUMMED_UP = "Every picture says what it shows.", "The summary is written."
UP_TO_DATE = "The English page is published and up to date."


def said(page, *, user=None):
    """The words of the list, those that are not done with a mark in front."""
    with translation.override("en"):
        return [("" if item.is_done else "! ") + item.words for item in checklist.of(page, user or people.eve())]


def body(*blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def shown(image, *, alt_text="", decorative=False):
    return {"picture": {"image": image.pk, "alt_text": alt_text, "decorative": decorative}, "caption": ""}


def pair(*, live=True, **values):
    page = news_page("one", last_published_at=timezone.now() - timedelta(days=2), **values)
    twin = news_page(
        "one", language="en", translation_key=page.translation_key, live=live, last_published_at=timezone.now() - timedelta(days=1)
    )
    return page, twin


def test_a_page_with_everything_is_told_so():
    page, twin = pair(picture=picture())

    assert said(page) == [DESCRIBED, SUMMED_UP, UP_TO_DATE]
    assert said(twin) == [DESCRIBED, SUMMED_UP, "The Chinese page is published."]


def test_a_page_without_summary_and_translation_is_told_both_with_the_way_to_mend_it():
    page = news_page("one", summary="")

    assert said(page)[1:] == ["! The summary is missing: lists, search results and shared links have nothing to show.", f"! {NO_ENGLISH}"]
    links = [item.link for item in checklist.of(page, people.eve()) if not item.is_done]
    assert links == ["#id_summary", reverse("wagtail_localize:submit_page_translation", args=[page.pk])]


def test_a_headline_of_somebody_elses_needs_no_summary():
    page = news_page("one", summary="", headline_only=True, source_name="质量报")

    assert said(page) == [DESCRIBED, f"! {NO_ENGLISH}"]


def test_pictures_in_every_kind_of_block_are_looked_at():
    image = picture("电子天平")
    gallery = {"pictures": [shown(image), shown(image, alt_text="天平")]}
    page = news_page("one", body=body(("picture", shown(image)), ("picture", shown(image, decorative=True)), ("gallery", gallery)))

    silent = "! The picture “电子天平” in the text has no alternative text."
    assert said(page)[:2] == [silent, silent]
    assert said(page)[2] == SUMMED_UP


def test_the_picture_at_the_top_is_described_in_the_language_of_the_page():
    image = picture("电子天平")
    page, twin = pair(picture=image)
    twin.picture = image

    assert said(page)[0] == DESCRIBED
    assert said(twin)[0] == "! The picture “电子天平” has no description in English."
    [first, *_rest] = checklist.of(twin, people.eve())
    assert first.link == reverse("wagtailimages:edit", args=[image.pk])


def test_a_translation_is_a_draft_then_waits_then_is_published():
    page, twin = pair(live=False)
    assert said(page)[-1] == "! The English page is a draft."

    twin.save_revision(user=people.alice())
    twin.get_workflow().start(twin, people.alice())
    assert said(page)[-1] == "! The English page waits for an editor."

    twin.current_workflow_task_state.approve(user=people.eve())
    assert said(page)[-1] == UP_TO_DATE


def test_a_page_that_was_published_again_leaves_its_translation_behind():
    page, twin = pair()
    page.last_published_at = timezone.make_aware(timezone.datetime(2036, 11, 22, 9, 0))
    page.save()

    assert said(page)[-1] == "! The English page is out of date: the Chinese one was published again on 22 November 2036."
    assert said(twin)[-1] == "! The Chinese page was published again on 22 November 2036. Does this one still say the same?"


def test_texts_that_are_not_translated_are_counted(client, django_capture_on_commit_callbacks):
    page = news_page("one", title="检测", summary="一句话。", last_published_at=timezone.now() - timedelta(days=1))
    client.force_login(people.eve())
    english = Page.objects.filter(locale__language_code="en").first().locale
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    begun = Translation.objects.get()
    for segment in begun.source.stringsegment_set.exclude(context__path="summary"):
        StringTranslation.objects.create(translation_of=segment.string, locale=english, context=segment.context, data="testing")
    with django_capture_on_commit_callbacks(execute=True):
        begun.save_target(user=people.eve(), publish=True)

    assert said(NewsPage.objects.get(pk=page.pk))[-1] == "! The English page is out of date: 1 text is not translated yet."


def test_nobody_is_sent_where_they_may_not_go():
    page, _twin = pair(live=False, picture=None)
    image = picture("无说明")
    image.description = ""
    image.save()
    page.picture = image

    assert [item.link for item in checklist.of(page, people.hana())] == ["", "", ""]


def test_the_list_stands_in_the_editor_of_pages_and_of_translations(client):
    page, twin = pair()
    client.force_login(people.eve())

    for one in (page, twin):
        assert 'class="checklist"' in client.get(reverse("wagtailadmin_pages:edit", args=[one.pk])).content.decode()
    new = reverse("wagtailadmin_pages:add", args=["home", "newspage", page.get_parent().pk])
    assert 'class="checklist"' not in client.get(new).content.decode()


@pytest.mark.parametrize("pictures", [1, 3])
def test_more_pictures_ask_the_database_no_more_often(pictures):
    blocks = [("picture", shown(picture(f"图 {number}"))) for number in range(pictures)]
    page, _twin = pair(body=body(*blocks))
    page, user = NewsPage.objects.get(pk=page.pk), people.eve()
    checklist.of(NewsPage.objects.get(pk=page.pk), user)

    with CaptureQueriesContext(connection) as asked:
        assert len(checklist.of(page, user)) == pictures + 2

    assert len(asked) == 6
