"""Share pictures, through the whole stack."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from wagtail.models import PageViewRestriction

from tests.factories import home as factory

pytestmark = pytest.mark.django_db


def card_of(client, path):
    """The path of the picture that the page names, None when it names none of its own."""
    found = re.search(r'property="og:image" content="http://testserver(/share/[^"]+)"', client.get(path).text)
    return found[1] if found else None


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_page_names_a_picture_with_its_title_that_may_be_kept_for_ever(client):
    factory.news_page("one", title="检测", picture=factory.picture())

    response = client.get(card_of(client, "/zh-hans/news/one/"))

    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "public, max-age=31536000, immutable")
    assert Image.open(io.BytesIO(body(response))).size == (1200, 630)
    assert not response.cookies


def test_it_is_drawn_once_and_kept(client, settings):
    factory.news_page("one")
    address = card_of(client, "/zh-hans/news/one/")
    first = body(client.get(address))
    [kept] = Path(settings.MEDIA_ROOT, "share").iterdir()
    kept.write_bytes(first + b"kept")

    assert body(client.get(address)) == first + b"kept"


def test_each_language_and_each_title_has_its_own(client):
    page = factory.news_page("one", title="检测")
    before = {card_of(client, f"/{language}/news/one/") for language in ("zh-hans", "zh-hant")}
    page.title = "检验"
    page.save_revision().publish()

    after = card_of(client, "/zh-hans/news/one/")

    assert len({*before, after}) == 3


def test_an_address_from_before_a_change_leads_to_the_picture_of_today(client):
    page = factory.news_page("one", title="检测")
    old = card_of(client, "/zh-hans/news/one/")
    page.title = "检验"
    page.save_revision().publish()

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (302, card_of(client, "/zh-hans/news/one/"))


@pytest.mark.parametrize("hide", ["draft", "private"])
def test_a_page_that_is_not_public_has_no_picture(client, hide):
    page = factory.news_page("one")
    address = card_of(client, "/zh-hans/news/one/")
    assert client.get(address).status_code == 200

    if hide == "draft":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["xx/{pk}/a.jpg", "en/{pk}/a.jpg", "zh-hans/1/a.jpg", "zh-hans/99999999999999999999999/a.jpg"])
def test_an_odd_address_is_404(client, path):
    page = factory.news_page("one")

    assert client.get(f"/share/{path.format(pk=page.pk)}").status_code == 404


def test_a_title_that_the_font_cannot_write_is_not_drawn(client):
    page = factory.news_page("one", title="䶮先生")

    assert card_of(client, "/zh-hans/news/one/") is None
    assert client.get(f"/share/zh-hans/{page.pk}/a.jpg").status_code == 404
