import re

import pytest

from home.search import LONGEST, read_query
from tests.factories import home as factory

pytestmark = pytest.mark.django_db


def hits(client, query: str, language: str = "zh-hans") -> list[str]:
    response = client.get(f"/{language}/search/", {"query": query})
    assert response.status_code == 200
    return hits_in(response.content.decode())


def hits_in(answer: str) -> list[str]:
    return re.findall(r'<h2 class="search-hits__title"><a href="([^"]+)"', answer)


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


def test_a_query_without_a_letter_finds_nothing_and_a_kind_nobody_knows_finds_all(client):
    factory.news_page("one", title="食品")

    assert hits(client, "“……”") == []
    assert re.search("search-hits__title", client.get("/zh-hans/search/?query=食品&kind=bricks").content.decode())


def test_the_words_that_were_found_are_marked_in_title_and_text(client):
    factory.news_page("one", title="檢測食品", summary="我们检测农药残留 <b> 和 GB2763。")

    answer = client.get("/zh-hans/search/", {"query": "检测 gb"}).content.decode()

    assert "<mark>檢測</mark>食品" in answer
    assert "我们<mark>检测</mark>农药残留 &lt;b&gt; 和 <mark>GB</mark>2763" in answer


def test_results_can_be_narrowed_to_one_kind_and_every_kind_is_counted(client):
    factory.news_page("one", title="食品")
    factory.lab_page("two", title="食品")

    answer = client.get("/zh-hans/search/", {"query": "食品", "kind": "news"}).content.decode()

    assert re.findall(r'search-kinds__number">(\d+)', answer) == ["2", "1", "1"]
    assert hits_in(answer) == ["/zh-hans/news/one/"]


def test_words_that_never_stand_together_are_found_by_their_parts_and_that_is_said(client):
    factory.news_page("one", title="农药残留与重金属检测")

    answer = client.get("/zh-hans/search/", {"query": "农药残留检测"}).content.decode()

    assert hits_in(answer) == ["/zh-hans/news/one/"]
    assert "农药残留检测" in answer.split('class="notice"')[1].split("</div>")[0]


def test_titles_are_suggested_for_what_is_being_typed(client):
    factory.news_page("one", title="食品检测开放日")
    factory.news_page("two", title="玩具")

    for typed in ("食", "食品检", "食品 开放"):
        assert client.get("/zh-hans/search/suggestions/", {"query": typed}).json() == {"titles": ["食品检测开放日"]}
    assert client.get("/zh-hant/search/suggestions/", {"query": "檢測"}).json() == {"titles": ["食品檢測開放日"]}
    assert client.get("/zh-hans/search/suggestions/", {"query": '"'}).json() == {"titles": []}


def test_the_staff_area_finds_chinese_and_survives_a_quotation_mark(admin_client):
    factory.news_page("one", title="食品检测中心开放日")

    assert "食品检测中心开放日" in admin_client.get("/admin/pages/search/", {"q": "检测"}).content.decode()
    assert admin_client.get("/admin/pages/search/", {"q": '"'}).status_code == 200


def test_what_is_taken_offline_is_found_no_more(client):
    page = factory.news_page("one", title="食品")
    page.unpublish()

    assert hits(client, "食品") == []
