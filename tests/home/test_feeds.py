"""Feeds as readers take them: well-formed whatever editors write."""

import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from home import feeds

MORNING = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = st.text(st.characters(), max_size=40)


def entry(**values) -> feeds.Entry:
    whole = {
        "identity": "tag:testserver,2026:news:1",
        "title": "食品检测",
        "address": "http://testserver/zh-hans/news/one/",
        "summary": "一句话。",
        "published_at": MORNING,
        "updated_at": MORNING,
    }
    return feeds.Entry(**{**whole, **values})


def feed(*entries: feeds.Entry) -> feeds.Feed:
    return feeds.Feed(
        identity="tag:testserver,2026:news",
        title="新闻",
        subtitle="",
        author="质量办",
        language="zh-Hans",
        home="http://testserver/zh-hans/news/",
        addresses={feeds.ATOM: "http://testserver/feed.atom", feeds.JSON: "http://testserver/feed.json"},
        entries=entries,
    )


@given(title=HOSTILE, summary=HOSTILE, line=HOSTILE)
def test_whatever_editors_write_the_feeds_can_be_read(title, summary, line):
    written = feed(entry(title=title, summary=summary, lines=(line,)))

    root, data = ET.fromstring(feeds.atom(written)), json.loads(feeds.json_feed(written))

    assert [child.tag for child in root].count(f"{ATOM}entry") == len(data["items"]) == 1


def test_an_entry_says_who_it_is_when_and_where():
    later = MORNING + timedelta(days=1)
    written = feed(entry(updated_at=later, language="zh-Hans", picture="http://testserver/a.jpg", lines=("2026年 <9月>",)))

    [found] = ET.fromstring(feeds.atom(written)).findall(f"{ATOM}entry")
    [item] = json.loads(feeds.json_feed(written))["items"]

    assert found.findtext(f"{ATOM}id") == item["id"] == "tag:testserver,2026:news:1"
    assert found.findtext(f"{ATOM}published") == item["date_published"] == "2026-09-16T01:30:00Z"
    assert found.findtext(f"{ATOM}updated") == item["date_modified"] == "2026-09-17T01:30:00Z"
    assert {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")} == {
        "alternate": item["url"],
        "enclosure": "http://testserver/a.jpg",
    }
    assert found.findtext(f"{ATOM}content") == item["content_html"] == "<p>一句话。</p><ul><li>2026年 &lt;9月&gt;</li></ul>"
    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == item["language"] == "zh-Hans"


def test_the_feed_is_as_new_as_its_newest_entry():
    assert feed(entry(), entry(updated_at=MORNING + timedelta(hours=2))).updated_at == MORNING + timedelta(hours=2)


def test_an_empty_feed_is_a_feed_too():
    assert ET.fromstring(feeds.atom(feed())).findtext(f"{ATOM}updated") == feeds._moment(feed().updated_at)
    assert json.loads(feeds.json_feed(feed()))["items"] == []


def test_every_entry_of_json_feed_has_content():
    [item] = json.loads(feeds.json_feed(feed(entry(summary=""))))["items"]

    assert item["content_html"] == "<p>食品检测</p>"


def test_a_feed_may_be_kept_by_caches_and_read_by_other_sites():
    response = feeds.answer(feed(entry()), feeds.JSON)

    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    assert response["Last-Modified"] == "Wed, 16 Sep 2026 01:30:00 GMT"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" in response["Cache-Control"]
