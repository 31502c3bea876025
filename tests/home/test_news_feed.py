"""The feeds of news, through the whole stack."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import home as factory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, language="zh-hans"):
    return [item["title"] for item in client.get(f"/{language}/news/feed.json").json()["items"]]


def test_both_feeds_name_the_same_news_newest_first(client):
    factory.news_page("old", title="旧闻", published_on=date(2026, 8, 1))
    factory.news_page("new", title="新闻")

    atom = ET.fromstring(client.get("/zh-hans/news/feed.atom").content)
    found = client.get("/zh-hans/news/feed.json").json()

    assert [one.findtext(f"{ATOM}title") for one in atom.findall(f"{ATOM}entry")] == ["新闻", "旧闻"]
    assert [(one["title"], one["url"]) for one in found["items"]] == [
        ("新闻", "http://testserver/zh-hans/news/new/"),
        ("旧闻", "http://testserver/zh-hans/news/old/"),
    ]
    assert found["items"][1]["date_published"] == "2026-07-31T16:00:00Z"
    assert (found["language"], found["home_page_url"]) == ("zh-Hans", "http://testserver/zh-hans/news/")
    assert found["feed_url"] == "http://testserver/zh-hans/news/feed.json"


def test_a_traditional_feed_is_the_simplified_one_converted(client):
    factory.news_page("one", title="农药残留检测", summary="实验室开放。", source_name="质量报")

    found = client.get("/zh-hant/news/feed.json").json()

    [item] = found["items"]
    assert (found["language"], item["title"], item["summary"]) == ("zh-Hant", "農藥殘留檢測", "實驗室開放。")
    assert item["content_html"] == "<p>實驗室開放。</p><ul><li>來源：質量報</li></ul>"
    assert item["url"] == "http://testserver/zh-hant/news/one/"


def test_an_english_feed_says_which_news_is_only_there_in_chinese(client):
    factory.news_page("one", title="只有中文", published_on=date(2026, 9, 2))
    factory.news_page("two", language="en", title="In English")

    items = client.get("/en/news/feed.json").json()["items"]

    assert [(item["title"], item.get("language")) for item in items] == [("只有中文", "zh-Hans"), ("In English", None)]


def test_drafts_and_private_news_are_in_no_feed(client):
    factory.news_page("public", title="公开")
    factory.news_page("draft", title="草稿", live=False)
    hidden = factory.news_page("hidden", title="内部")
    assert titles(client) == ["内部", "公开"]

    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="x")

    assert titles(client) == ["公开"]
    for kind in ("atom", "json"):
        assert "内部" not in client.get(f"/zh-hans/news/feed.{kind}").content.decode()


@pytest.mark.parametrize("hide", ["draft", "private"])
def test_a_list_that_is_not_public_has_no_feed(client, hide):
    factory.news_page("one")
    index = factory.news_index()
    if hide == "draft":
        index.unpublish()
    else:
        PageViewRestriction.objects.create(page=index, restriction_type="login")

    assert client.get("/zh-hans/news/feed.atom").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_costs_the_same_for_any_number_of_news(client, django_assert_num_queries, number):
    image = factory.picture()
    for count in range(number):
        factory.news_page(f"item-{count}", picture=image)
    client.get("/zh-hans/news/feed.atom")

    with django_assert_num_queries(QUERIES):
        client.get("/zh-hans/news/feed.atom")


QUERIES = 9


def test_an_unchanged_feed_is_not_sent_again(client):
    factory.news_page("one")
    etag = client.get("/zh-hans/news/feed.atom")["ETag"]

    assert client.get("/zh-hans/news/feed.atom", headers={"If-None-Match": etag}).status_code == 304


def test_a_topic_has_a_list_and_a_feed_of_its_own(client):
    factory.news_page("campaign", title="动员大会", topic="campaign")
    factory.news_page("dumplings", title="汤圆怎么选", topic="advice")

    found = client.get("/zh-hans/news/advice/feed.json").json()
    html = client.get("/zh-hans/news/?topic=advice").text

    assert [item["title"] for item in found["items"]] == ["汤圆怎么选"]
    assert found["home_page_url"] == "http://testserver/zh-hans/news/?topic=advice"
    assert ("汤圆怎么选" in html, "动员大会" in html) == (True, False)
    assert '<a href="?topic=advice" aria-current="true">' in html
    assert "动员大会" in client.get("/zh-hans/news/?topic=nobody").text
    assert client.get("/zh-hans/news/nobody/feed.atom").status_code == 404
