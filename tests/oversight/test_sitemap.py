"""What search engines are told of cases: those that are published, and no other."""

import re

import pytest

from tests.factories import oversight, oversight_public

pytestmark = pytest.mark.django_db


def listed(client):
    return set(re.findall(r"<loc>http://testserver/en/oversight/published/([^/]+)/</loc>", client.get("/sitemap.xml").text))


def test_the_sitemap_lists_published_cases_only(client, office):
    oversight.a_case()
    published = oversight_public.a_published_case(office)

    assert listed(client) == {published.number}
    assert client.get(f"/en/oversight/published/{published.number}/").status_code == 200
