"""The small files that machines ask for at the root: sitemap.xml, robots.txt, security.txt."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from home.models import SiteSettings
from tests.factories import home as factory

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
URL = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def listed(client):
    """Address → its alternates by language."""
    root = ET.fromstring(client.get("/sitemap.xml").content)
    return {
        url.findtext(f"{URL}loc"): {link.get("hreflang"): link.get("href") for link in url.findall(LINK)}
        for url in root.findall(f"{URL}url")
    }


def contact(text):
    settings = SiteSettings.for_site(Site.objects.get())
    settings.security_contact = text
    settings.save()


# ---- sitemap.xml ----


def test_the_sitemap_says_the_same_of_a_page_as_its_own_head(client):
    factory.news_page("one")
    path = f"{HOST}/zh-hant/news/one/"

    head = dict(re.findall(r'hreflang="([^"]+)" href="([^"]+)"', client.get("/zh-hant/news/one/").text))

    assert listed(client)[path] == {language: address for language, address in head.items() if address.startswith(HOST)}
    assert set(head) == {"zh-Hans", "zh-Hant", "x-default"}


def test_every_address_of_the_sitemap_is_there_and_may_be_visited(client):
    factory.news_page("one")
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())

    addresses = list(listed(client))

    assert len(addresses) > 20
    assert [address for address in addresses if not robots.can_fetch("*", address)] == []
    assert {client.get(address.removeprefix(HOST)).status_code for address in addresses} == {200}


def test_drafts_and_private_pages_are_not_in_the_sitemap(client):
    factory.news_page("draft", live=False)
    hidden = factory.news_page("hidden")
    assert f"{HOST}/zh-hans/news/hidden/" in listed(client)

    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    assert not [address for address in listed(client) if "hidden" in address or "draft" in address]


@pytest.mark.parametrize("number", [1, 3])
def test_the_sitemap_costs_the_same_for_any_number_of_pages(client, django_assert_num_queries, number):
    for count in range(number):
        factory.news_page(f"item-{count}")
    client.get("/sitemap.xml")

    with django_assert_num_queries(QUERIES):
        client.get("/sitemap.xml")


QUERIES = 11


# ---- robots.txt ----


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/zh-hans/news/one/", True),
        ("/share/en/1/a.jpg", True),
        ("/en/news/feed.atom", True),
        ("/admin/", False),
        ("/en/visits/find/", False),
    ],
)
def test_robots_are_asked_to_keep_away_from_forms_and_staff(client, path, is_allowed):
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").text.splitlines())

    assert robots.can_fetch("*", HOST + path) is is_allowed
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]


# ---- security.txt ----


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("a@example.org", "mailto:a@example.org"),
        ("https://example.org/security", "https://example.org/security"),
        ("example.org/security", "https://example.org/security"),
    ],
)
def test_security_txt_names_a_contact_and_runs_out_within_a_year(client, typed, said):
    contact(typed)

    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    expires = datetime.fromisoformat(fields.pop("Expires"))
    assert timezone.now() + timedelta(days=30) < expires < timezone.now() + timedelta(days=365)
    assert fields == {"Contact": said, "Preferred-Languages": "zh, en", "Canonical": f"{HOST}/.well-known/security.txt"}
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_there_is_no_security_txt_without_a_contact(client):
    contact("")

    assert client.get("/.well-known/security.txt").status_code == 404
