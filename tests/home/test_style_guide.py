"""The style guide forgets no component: it is drawn from the site's own templates and reads the tokens from the sheet."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test.signals import template_rendered

from home import drawn
from home.models import SiteDocument
from home.style_guide import tokens
from tests.factories import home as factory

pytestmark = pytest.mark.django_db
SITE = Path(__file__).parents[2] / "site"
FOLDERS = ["components", "components/masthead", "events/includes", "home/parts", "registrations/parts", "blocks"]
# Parts that cannot stand for themselves, each with the reason.
NOT_SHOWN = {
    "components/alternates.html": "in the head of a page",
    "components/feeds.html": "in the head of a page",
    "components/head_links.html": "in the head of a page",
    "home/parts/next_open_days.html": "session_card.html with the sessions of today",
    "home/parts/unit_open_days.html": "session_links.html with the sessions of a unit",
    "home/parts/oversight_figures.html": "case_figures.html with the figures of today",
    "registrations/parts/carried.html": "hidden fields",
    "registrations/parts/consents.html": "fields of the form",
    "registrations/parts/questions.html": "fields of the form",
    "blocks/picture.html": "needs a picture chosen in a text; site_picture draws it here",
    "blocks/personal_data.html": "the registry of personal data itself: the privacy page",
}
# Sheets whose parts stand on one page each and make no sense elsewhere.
OWN_PAGES = {"captcha", "feedback-form", "receipt", "search"}


@pytest.fixture
def shown(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    drawn._draw.cache_clear()
    names: set[str] = set()

    def note(template, **_more):
        names.add(template.name)

    factory.picture()
    SiteDocument.objects.create(title="计划", file=ContentFile(b"%PDF-1.7", name="plan.pdf"))
    template_rendered.connect(note)
    try:
        pages = {language: client.get(f"/{language}/style-guide/") for language in ("zh-hans", "zh-hant", "en")}
    finally:
        template_rendered.disconnect(note)
    return names, pages


def test_every_include_is_drawn_there(shown):
    names, _pages = shown
    every = {f"{folder}/{file.name}" for folder in FOLDERS for file in (SITE / "templates" / folder).glob("*.html")}

    assert every - names == set(NOT_SHOWN)


def test_every_component_of_the_sheet_is_seen_there(shown):
    _names, pages = shown
    used = re.findall(r"[\w-]+", " ".join(re.findall(r'class="([^"]*)"', pages["en"].content.decode())))
    classes = {re.split("__|--", name)[0] for name in used}

    unseen = set()
    for file in (SITE / "static" / "css" / "components").glob("*.css"):
        styled = set(re.findall(r"^(?:ul|ol)?\.([a-z-]+?)(?:__|--|[ .:,{>+\[])", file.read_text(), re.MULTILINE))
        if styled and not styled & classes:
            unseen.add(file.stem)
    assert unseen == OWN_PAGES


def test_every_token_has_its_specimen(shown):
    _names, pages = shown
    html = pages["zh-hans"].content.decode()
    colours = set(tokens.scheme("light"))

    assert {name for name in colours if f"token--{name}" not in html} == set()
    assert len(colours) > 20
    assert all(f"token--{name}" in html for kind in ("step", "space", "radius", "shadow", "sans") for name, _value in tokens.sizes(kind))


def test_the_guide_is_there_in_three_languages_and_for_no_search_engine(shown, client):
    _names, pages = shown

    assert [page.status_code for page in pages.values()] == [200, 200, 200]
    assert ["noindex" in page.content.decode() for page in pages.values()] == [True, True, True]
    assert "style-guide" not in client.get("/sitemap.xml").content.decode()
    assert "style-guide" not in client.get("/zh-hans/sitemap/").content.decode()
    # A component that is given the wrong name shows nothing, or this.
    assert [re.findall(r">\s*None\s*<", page.content.decode()) for page in pages.values()] == [[], [], []]


def test_the_sheet_of_specimens_types_no_value_again(client):
    sheet = client.get("/zh-hans/style-guide/tokens.css")

    assert sheet["Content-Type"].startswith("text/css")
    assert "#" not in sheet.content.decode()
    assert ".token--step-5 { font-size: var(--step-5); }" in sheet.content.decode()
