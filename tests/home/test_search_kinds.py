"""Files among what the search finds, and narrowing to a kind, a unit or a year."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from home.models import SiteDocument
from tests.factories import home as factory
from tests.home.test_search import hits_in

pytestmark = pytest.mark.django_db


def document(title: str, **given) -> SiteDocument:
    return SiteDocument.objects.create(title=title, file=ContentFile(b"a,b", name="table.csv"), **given)


def shown(client, **asked: str) -> str:
    response = client.get(f"/{asked.pop('language', 'zh-hans')}/search/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_found_while_it_stands_on_a_public_page(client):
    standing, lonely = document("重金属检测结果"), document("重金属内部清单")
    page = factory.plain_page("figures", title="数据", blocks=[("documents", [standing.pk])])

    assert hits_in(shown(client, query="重金属")) == [standing.url]
    assert lonely.url not in shown(client, query="重金属")
    assert "CSV" in shown(client, query="重金属")

    page.unpublish()

    assert hits_in(shown(client, query="重金属")) == []
    assert client.get("/zh-hans/search/suggestions/", {"query": "重金"}).json() == {"titles": []}


def test_a_file_of_a_closed_collection_is_not_found(client):
    closed = Collection.get_first_root_node().add_child(name="closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type=CollectionViewRestriction.LOGIN)
    secret = document("重金属检测结果", collection=closed)
    factory.plain_page("figures", title="数据", blocks=[("documents", [secret.pk])])

    assert hits_in(shown(client, query="重金属")) == []


def test_a_search_is_narrowed_to_a_unit_and_to_a_year_by_its_address(client):
    factory.lab_page("food", title="重金属实验室")
    factory.news_page("old", title="重金属旧闻", published_on=date(2024, 5, 1))
    factory.news_page("new", title="重金属新闻", published_on=date(2026, 5, 1))

    assert len(hits_in(shown(client, query="重金属"))) == 3
    assert hits_in(shown(client, query="重金属", year="2024")) == ["/zh-hans/news/old/"]
    assert hits_in(shown(client, query="重金属", unit="food")) == ["/zh-hans/laboratories/food/"]
    assert hits_in(shown(client, query="重金属", unit="food", year="2024")) == []
    # What nobody offers narrows nothing.
    for odd in ({"unit": "no-such-unit"}, {"year": "1"}, {"year": "²"}, {"kind": "bricks"}):
        assert len(hits_in(shown(client, query="重金属", **odd))) == 3


def test_every_offered_year_has_something(client):
    factory.news_page("old", title="旧闻", published_on=date(2024, 5, 1))

    offered = re.search(r'<select class="input" id="year".*?</select>', shown(client, query="旧闻"), re.DOTALL)

    assert offered is not None
    assert re.findall(r'value="(\d*)"', offered.group()) == ["", "2024"]


def test_the_number_of_questions_is_the_same_for_three_hits_and_for_ten(client):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client, query="重金属")
        return len(queries)

    # Three: fewer would have offers asked for besides.
    for number in range(3):
        factory.news_page(f"first-{number}", title="重金属")
    shown(client, query="重金属")
    one = asked()
    for number in range(7):
        factory.news_page(f"more-{number}", title="重金属")

    assert asked() == one


def test_titles_are_suggested_with_one_question(client, settings):
    settings.REMEMBER_SECONDS = 60
    factory.news_page("first", title="重金属")
    ask = lambda: client.get("/zh-hans/search/suggestions/", {"query": "重金"})  # noqa: E731
    ask()

    with CaptureQueriesContext(connection) as queries:
        assert ask().json() == {"titles": ["重金属"]}

    assert len(queries) == 1


def test_nothing_found_offers_ways_on(client):
    answer = shown(client, query="没有这样的词")

    assert "/zh-hans/sitemap/" in answer.split("<main")[1]
    assert "/zh-hans/news/" in answer.split('class="notice"')[1]


@pytest.mark.parametrize(
    "query", ["食", "%", "_", "' OR 1=1", '"', "😀", "مرحبا", "🧪食", "ISO 17025 认证", "，。！", "x" * 800, "食" * 800]
)
def test_odd_queries_get_a_clear_page(client, query):
    answer = shown(client, query=query)

    assert "search-hits" in answer or 'class="notice' in answer
