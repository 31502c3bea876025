"""People find the pages that are no articles: by search, by the site map, by the file for search engines."""

import pytest
from django.utils import translation

from home.doors import DOORS, matching, open_doors
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


def found(query: str, language: str) -> list[str]:
    with translation.override(language):
        return [door.view for door in matching(query)]


def test_every_door_is_there():
    assert list(open_doors()) == list(DOORS)


@pytest.mark.parametrize(
    ("query", "language", "views"),
    [
        ("投诉", "zh-hans", ["oversight:feedback", "oversight:procedure"]),
        ("投訴", "zh-hant", ["oversight:feedback", "oversight:procedure"]),
        ("取消预约", "zh-hans", ["registrations:find"]),
        ("Complaint", "en", ["oversight:feedback", "oversight:published", "oversight:procedure"]),
        ("团体", "zh-hans", ["registrations:groups"]),
        ("学校", "zh-hans", ["registrations:groups"]),
        ("團體預約", "zh-hant", ["registrations:groups"]),
        ("group", "en", ["registrations:groups"]),
        ("complaint nonsense", "en", []),
        ("", "en", []),
        ("   ", "en", []),
    ],
)
def test_words_that_people_type_lead_to_the_door(query, language, views):
    assert found(query, language) == views


def test_search_shows_doors_also_when_no_page_fits(client):
    factory.news_page("one", title="玩具")

    page = client.get("/zh-hans/search/", {"query": "投诉"}).content.decode()

    assert 'href="/zh-hans/oversight/feedback/"' in page
    assert "没有找到" not in page


def test_site_map_lists_every_door_and_the_sitemap_file_those_that_search_engines_may_open(client):
    factory.news_page("one", title="玩具")

    page, file = client.get("/en/sitemap/").content.decode(), client.get("/sitemap.xml").content.decode()

    for view in ("oversight/procedure/", "oversight/campaign/", "visits/find/"):
        assert f'href="/en/{view}"' in page
    assert [view for view in ("oversight/procedure/", "oversight/campaign/", "visits/find/") if f"/en/{view}</loc>" in file] == [
        "oversight/procedure/"
    ]
