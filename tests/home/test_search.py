import re

import pytest

from home.search import LONGEST, read_query
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


def hits(client, query: str, language: str = "zh-hans") -> list[str]:
    response = client.get(f"/{language}/search/", {"query": query})
    assert response.status_code == 200
    return re.findall(r'<h2 class="news-row__title"><a href="([^"]+)"', response.content.decode())


def test_part_of_a_chinese_title_or_summary_is_found_titles_first(client):
    factory.news_page("summary", title="自查", summary="深圳食品检测中心开放")
    factory.news_page("title", title="深圳食品检测中心开放日")
    factory.news_page("other", title="玩具")

    assert hits(client, "食品") == ["/zh-hans/news/title/", "/zh-hans/news/summary/"]


def test_every_word_must_be_there(client):
    factory.news_page("both", title="食品实验室 开放日")
    factory.news_page("one", title="食品实验室")

    assert hits(client, "开放日 食品") == ["/zh-hans/news/both/"]


def test_traditional_words_find_simplified_pages_and_stay_in_their_language(client):
    factory.news_page("one", title="检验检疫")

    assert hits(client, "檢驗檢疫", "zh-hant") == ["/zh-hant/news/one/"]


def test_a_language_finds_its_own_pages(client):
    factory.news_page("one", title="Food")
    factory.news_page("two", title="Food", language="en")

    assert hits(client, "food", "en") == ["/en/news/two/"]


ODD = ["", " ", "\x00", "a\x00b", '"', "'", "%", "_", "*", "NEAR(", "\ud800", "\u202e\u200b", "\\", "<script>", "𫫇"]
LONG = ["x" * 5000, "食" * 5000, "a " * 500]


@pytest.mark.parametrize("query", [*ODD, *LONG])
def test_odd_queries_are_answered(client, query):
    from urllib.parse import quote

    response = client.get("/zh-hans/search/?query=" + quote(query, errors="surrogatepass"))

    # What no text may hold is refused at the door; everything else is searched for.
    broken = "\x00" in query or "\ud800" in query
    assert response.status_code == (400 if broken else 200)
    assert "<script>" not in response.content.decode().split("<body>")[1]


@pytest.mark.parametrize("page", ["0", "-1", "9999999999999", "abc", "", "%00", "１", "²"])
def test_odd_page_numbers_are_answered(client, page):
    factory.news_page("one")

    assert client.get(f"/zh-hans/news/?page={page}").status_code == (400 if page == "%00" else 200)


def test_a_query_is_one_clean_short_line():
    assert read_query("  食品\t\n检测\x00 ＡＢＣ ") == "食品 检测 ABC"
    assert len(read_query("长" * 1000)) == LONGEST
