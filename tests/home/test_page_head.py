"""What a page says of itself to machines: addresses, shared links, data for search engines."""

import json
import re
from datetime import date

import pytest
from wagtail.models import Site

from home.models import SiteSettings
from tests.factories import home as factory

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def links(client, path, relation="alternate"):
    found = re.findall(r"<link ([^>]+)>", client.get(path).text)
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', one)) for one in found if f'rel="{relation}"' in one]


def metas(client, path):
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', client.get(path).text))


def things(client, path):
    """The things of all data blocks, by type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    return {thing["@type"]: thing for block in blocks for thing in json.loads(block)["@graph"]}


@pytest.fixture
def authority():
    settings = SiteSettings.for_site(Site.objects.get())
    settings.authority_zh, settings.authority_en, settings.telephone = "检验检疫局", "Inspection Bureau", "0755-1"
    settings.save()


# ---- addresses ----


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?page=1", ""),
        ("?page=2", "?page=2"),
        ("?page=x", ""),
        ("?page=٢", ""),
        ("?unit=a&page=3", "?page=3"),
        ('?page="><b>', ""),
    ],
)
def test_the_second_page_of_a_list_is_a_page_and_a_filter_is_none(client, query, kept):
    path = f"/zh-hans/news/{query}"

    [own] = links(client, path, "canonical")
    languages = {link["hreflang"]: link["href"] for link in links(client, path) if "hreflang" in link}

    assert own["href"] == f"{HOST}/zh-hans/news/{kept}"
    assert languages == {
        "zh-Hans": f"{HOST}/zh-hans/news/{kept}",
        "zh-Hant": f"{HOST}/zh-hant/news/{kept}",
        "en": f"{HOST}/en/news/{kept}",
        "x-default": f"{HOST}/zh-hans/news/{kept}",
    }


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_public_page_leads_to_the_feeds_of_its_language(client, language):
    feeds = {link["type"]: [] for link in links(client, f"/{language}/") if "type" in link}
    for link in links(client, f"/{language}/"):
        if "type" in link:
            feeds[link["type"]].append(link["href"])

    assert feeds == {
        "application/atom+xml": [f"/{language}/news/feed.atom", f"/{language}/open-days/feed.atom"],
        "application/feed+json": [f"/{language}/news/feed.json", f"/{language}/open-days/feed.json"],
        "text/calendar": [f"/{language}/open-days/calendar.ics"],
    }


@pytest.mark.parametrize("path", ["/zh-hans/nowhere/", "/zh-hans/visits/find/"])
def test_errors_and_pages_behind_a_form_lead_nowhere(client, path):
    assert links(client, path) == links(client, path, "canonical") == []
    assert "og:title" not in metas(client, path)


# ---- shared links ----


def test_a_shared_link_shows_the_news_in_the_readers_script(client):
    factory.news_page("one", title="农药残留", summary="一句话，看实验室。", published_on=date(2026, 9, 1))

    said = metas(client, "/zh-hant/news/one/")

    assert {name: said[name] for name in said if name.startswith(("og:", "article:", "twitter:")) and name != "og:image"} == {
        "og:type": "article",
        "og:site_name": "實驗室開放日",
        "og:title": "農藥殘留",
        "og:description": "一句話，看實驗室。",
        "og:url": f"{HOST}/zh-hant/news/one/",
        "og:locale": "zh_HK",
        "og:locale:alternate": "zh_CN",
        "article:published_time": "2026-09-01",
        "og:image:type": "image/jpeg",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "農藥殘留",
        "twitter:card": "summary_large_image",
    }


def test_a_page_that_is_a_view_can_be_shared_too(client):
    said = metas(client, "/en/oversight/")

    assert said["og:title"].startswith("Oversight")
    assert said["og:description"] == said["description"] != ""


def test_a_title_cannot_leave_its_attribute(client):
    factory.news_page("one", title='"><script>alert(1)</script>', summary='"><b>')

    html = client.get("/zh-hans/news/one/").text

    assert "<script>alert" not in html
    assert '"><b>' not in html


def test_a_page_without_a_summary_has_no_empty_description(client):
    factory.news_page("one", summary="")

    assert {"description", "og:description"}.isdisjoint(metas(client, "/zh-hans/news/one/"))


# ---- data for search engines ----


@pytest.mark.usefixtures("authority")
def test_the_home_page_says_whose_site_it_is_and_how_to_search_it(client):
    found = things(client, "/en/")

    assert set(found) == {"WebSite", "GovernmentOrganization"}
    assert found["GovernmentOrganization"]["name"] == "Inspection Bureau"
    assert found["WebSite"]["publisher"] == {"@id": found["GovernmentOrganization"]["@id"]}
    assert found["WebSite"]["potentialAction"]["target"]["urlTemplate"] == f"{HOST}/en/search/?query={{words}}"


@pytest.mark.usefixtures("authority")
def test_news_is_an_article_with_its_date_and_publisher_in_the_readers_script(client):
    factory.news_page("one", title="农药残留", source_name="质量报", published_on=date(2026, 9, 1))

    article = things(client, "/zh-hant/news/one/")["NewsArticle"]

    assert (article["headline"], article["inLanguage"], article["datePublished"]) == ("農藥殘留", "zh-Hant", "2026-09-01")
    assert (article["publisher"]["name"], article["sourceOrganization"]["name"]) == ("檢驗檢疫局", "質量報")


@pytest.mark.usefixtures("authority")
def test_a_laboratory_is_a_part_of_the_authority(client):
    factory.lab_page("residues", title="农药实验室")

    found = things(client, "/zh-hans/laboratories/residues/")["GovernmentOrganization"]

    assert (found["name"], found["parentOrganization"]["name"]) == ("农药实验室", "检验检疫局")


def test_breadcrumbs_name_the_way_and_the_page(client):
    factory.news_page("one", title="农药残留")

    steps = things(client, "/zh-hant/news/one/")["BreadcrumbList"]["itemListElement"]

    assert [(step["position"], step["name"], step.get("item")) for step in steps] == [
        (1, "首頁", f"{HOST}/zh-hant/"),
        (2, "新聞", f"{HOST}/zh-hant/news/"),
        (3, "農藥殘留", None),
    ]


def test_views_have_breadcrumbs_too(client):
    steps = things(client, "/en/oversight/procedure/")["BreadcrumbList"]["itemListElement"]

    assert [(step["name"], step.get("item")) for step in steps] == [
        ("Home", f"{HOST}/en/"),
        ("Oversight", f"{HOST}/en/oversight/"),
        ("Complaints procedure", None),
    ]


def test_the_content_policy_stays_strict_beside_a_data_block(client):
    response = client.get("/zh-hans/")

    assert "application/ld+json" in response.text
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "nonce" not in response["Content-Security-Policy"]


def test_no_text_ends_the_data_block(client):
    factory.news_page("one", title="</script><!-- <b>&")

    assert things(client, "/zh-hans/news/one/")["NewsArticle"]["headline"] == "</script><!-- <b>&"


def test_a_page_in_place_of_a_missing_translation_sends_machines_to_its_own_address(client):
    factory.news_page("one", title="农药残留")

    [own] = links(client, "/en/news/one/", "canonical")

    assert own["href"] == metas(client, "/en/news/one/")["og:url"] == f"{HOST}/zh-hans/news/one/"
    assert things(client, "/en/news/one/") == {}
    assert "/share/" not in metas(client, "/en/news/one/").get("og:image", "")
    assert set(things(client, "/zh-hans/news/one/")) == {"NewsArticle", "BreadcrumbList"}
