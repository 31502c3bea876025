"""The budget of a first visit, for every kind of page in every language. Sizes and counts only: exact on any machine."""

import gzip
import json

import pytest

from home import assets
from tests.journeys import weights
from tests.journeys.conftest import filled_site
from tests.journeys.faces import LANGUAGES

pytestmark = pytest.mark.journeys
MOST_BYTES, MOST_REQUESTS = 60 * 1024, 12
MOST_CSS, MOST_JS = 16 * 1024, 11 * 1024


@pytest.fixture(scope="module")
def site(sqlite_template):
    folder = filled_site(sqlite_template)
    with weights.demo_site(json.loads((folder / "demo.json").read_text()), folder) as running:
        yield running


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_keeps_the_budget(site, language):
    found = list(site.pages(language))

    assert len(found) == len({each.page for each in found}) == 75
    heavy = sorted(found, key=lambda each: -each.total)
    assert [str(each) for each in heavy if each.total > MOST_BYTES or each.requests > MOST_REQUESTS] == [], f"heaviest: {heavy[0]}"


def test_sheet_and_scripts_keep_their_budget():
    files = weights.collected()

    assert files["/static/css/site.css"] <= MOST_CSS
    assert files["/static/js/site.js"] + files["/static/js/face.js"] <= MOST_JS


def test_what_is_weighed_is_what_is_collected():
    files = weights.collected()

    # One block of gzip more or less is another level of compression, not another file.
    assert files["/static/css/site.css"] == pytest.approx(len(gzip.compress(assets.joined_sheet().encode())), abs=100)
    assert files["/static/js/site.js"] == pytest.approx(len(gzip.compress(assets.joined_script().encode())), abs=100)


def test_pictures_in_the_first_view_files_and_live_places_are_requests():
    page = """<link rel="canonical" href="/x/"><link rel="stylesheet" href="/static/css/site.css"><script src="/static/js/face.js"></script>
    <picture><source srcset="/a.avif"><img src="/a.webp" alt="" fetchpriority="high"></picture><img src="/b.webp" alt="" loading="lazy">
    <svg><use href="/static/img/icons.svg#a"/></svg><svg><use href="/static/img/icons.svg#b"/></svg><svg><use href="#c"/></svg>
    <img src="data:image/png;base64,xx" alt=""><ul data-live-places="/api/places/"></ul>"""

    weight = weights.weigh("page", "en", b"x" * 5000, page)

    assert (weight.requests, weight.lazy, weight.document) == (6, 1, 5000)
    assert weight.assets == sum(weights.collected()[f"/static/{name}"] for name in ("css/site.css", "js/face.js", "img/icons.svg")) + 1000
