"""Every kind of public page is well-formed HTML: the strict parser finds nothing to repair.

vnu, which knows which element may stand where, is run by hand (docs/machine-readable.md); this keeps what it found.
"""

from datetime import timedelta

import html5lib
import pytest
from django.utils import timezone

from home.blocks import ArticleBody
from home.models import StandardPage
from tests.factories import events, home

pytestmark = pytest.mark.django_db
PAGES = [
    *("", "news/", "news/one/", "laboratories/", "laboratories/lab/", "plain/", "open-days/", "open-days/?past=1", "open-days/residues/"),
    *("search/", "search/?query=一", "sitemap/", "style-guide/", "nowhere/", "visits/find/", "visits/{session}/register/"),
    *("oversight/", "oversight/procedure/", "oversight/campaign/", "oversight/feedback/", "oversight/feedback/objection/"),
    *(
        "oversight/feedback/misconduct/",
        "oversight/case/",
        "oversight/published/",
        "oversight/commitments/",
        "oversight/commitments/all-100/",
        "oversight/findings/",
    ),
    *("oversight/findings/six-checks/", "oversight/instruments/", "oversight/capability/", "oversight/satisfaction/"),
    *("oversight/statistics/", "oversight/reports/", "open-data/", "open-data/monthly/", "open-data/cases/"),
    "oversight/register/",
]


def faults(html: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    # Not a fault of HTML: XML has fewer names, and html5lib builds a tree that both can hold.
    return [f"{position}: {code} {more}" for position, code, more in parser.errors]


@pytest.fixture
def session(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    home.news_page("one", picture=home.picture())
    home.lab_page("lab")
    home.plain_page("plain", blocks=home.every_block())
    page = events.open_day_page(events.OpenDayFactory(code="residues"))
    tomorrow = timezone.now() + timedelta(days=2)
    return events.session_with_places(open_day=page.open_day, starts_at=tomorrow)


def test_the_plain_page_holds_every_block_that_a_text_may_hold(session):
    held = {block.block_type for block in StandardPage.objects.get(slug="plain").body}

    assert held == set(ArticleBody().child_blocks)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_public_page_is_well_formed(client, session, language):
    found = {}
    for path in PAGES:
        response = client.get(f"/{language}/{path.format(session=session.pk)}")
        assert response.status_code in {200, 404}, path
        found[path] = faults(response.content.decode())

    assert {path: errors for path, errors in found.items() if errors} == {}


@pytest.mark.parametrize(
    "broken", ["<p><div></p>", "<b><p></b></p>", "<ul><li>a</ul></li>", '<a id="a" id="b">x</a>', "<table><p></table>"]
)
def test_the_parser_notices_what_is_broken(broken):
    assert faults(f"<!doctype html><html><head><title>x</title></head><body>{broken}</body></html>") != []
