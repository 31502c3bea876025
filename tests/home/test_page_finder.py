"""Pages are kept in memory for seconds, but what an editor does is seen at the next visit."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import home as factory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembering")]


@pytest.fixture
def page():
    return factory.plain_page("guide", title="参观指南")


def answer(client, path="/zh-hans/guide/"):
    response = client.get(path)
    return response.status_code, "参观指南" in response.content.decode(), "带好身份证" in response.content.decode()


def test_a_published_edit_is_seen_at_once(client, page):
    assert answer(client) == (200, True, False)

    page.title = "带好身份证"
    page.save_revision().publish()

    assert answer(client) == (200, False, True)


def test_a_draft_is_not_seen(client, page):
    answer(client)

    page.title = "带好身份证"
    page.save_revision()

    assert answer(client) == (200, True, False)


def test_an_unpublished_page_is_gone_at_once(client, page):
    answer(client)

    page.unpublish()

    assert client.get("/zh-hans/guide/").status_code == 404


def test_a_page_that_moved_is_found_at_its_new_place_at_once(client, page):
    answer(client)

    page.move(factory.plain_page("before-you-come"), pos="last-child")

    assert client.get("/zh-hans/guide/").url == "/zh-hans/before-you-come/guide/"
    assert answer(client, "/zh-hans/before-you-come/guide/") == (200, True, False)


def test_a_page_that_was_made_private_asks_at_once(client, page):
    answer(client)

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/zh-hans/guide/").status_code == 302
