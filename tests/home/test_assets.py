"""What a first visit carries: sheets and scripts joined, small, and from nowhere else."""

import gzip
import re
from pathlib import Path

import pytest

from home import assets
from tests.factories import home as factory

STATIC = Path(__file__).parents[2] / "site" / "static"


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), mtime=0))


def test_the_joined_sheet_holds_every_component_and_no_import():
    joined = assets.joined_sheet()

    assert "@import" not in joined
    assert "/*" not in joined
    named = set(re.findall(r'"(components/[\w-]+\.css)"', (STATIC / "css" / "site.css").read_text()))
    assert named == {f"components/{file.name}" for file in (STATIC / "css" / "components").glob("*.css")}


def test_sheet_and_script_keep_their_budget():
    assert packed(assets.joined_sheet()) <= 16 * 1024
    assert packed(assets.joined_script()) <= 11 * 1024


def test_trimming_keeps_what_a_browser_reads():
    assert assets.trim("a  {\n  color : red ;\n}\n/* note { } */\n.b > .c { margin: 0 auto; }") == "a{color : red}.b>.c{margin: 0 auto}"


def test_joined_modules_do_not_share_their_names():
    joined = assets.joined_script()

    assert not re.search(r"^(import|export)\b", joined, re.MULTILINE)
    assert joined.lstrip().startswith("{")


def test_a_module_that_cannot_be_joined_is_refused(tmp_path, settings):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "odd.js").write_text('import everything from "./other.js";\n')
    settings.STATICFILES_DIRS = [tmp_path]
    from django.contrib.staticfiles import finders

    finders.get_finder.cache_clear()
    try:
        with pytest.raises(ValueError, match="cannot join"):
            assets._module("odd.js")
    finally:
        finders.get_finder.cache_clear()


@pytest.mark.django_db
def test_the_first_view_of_the_home_page_stays_under_60_kilobytes_and_12_requests(client):
    for number in range(4):
        factory.news_page(f"item-{number}", summary="一句话的摘要。" * 8)
    html = client.get("/zh-hans/").content.decode()
    script, face = assets.joined_script(), (STATIC / "js" / "face.js").read_text()

    weight = sum(packed(text) for text in (html, assets.joined_sheet(), script, face, (STATIC / "img" / "icons.svg").read_text()))

    assert weight <= 60 * 1024
    assert len(set(re.findall(r'(?:src|href)="(/static/[^"#]+)', html))) + 1 <= 12


@pytest.mark.django_db
def test_a_page_names_no_other_host_that_a_browser_would_ask(client):
    html = client.get("/en/").content.decode()

    asked = re.findall(r'<(?:script|link|img|source|iframe)\b[^>]*?(?:src|href|srcset)="(https?://[^/"]+)', html)
    assert set(asked) <= {"http://testserver"}
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/)", html)
