"""A browser in front of the portal with its demo content."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.browser import ARGUMENTS, Visitor
from tests.races.server import ROOT, serve, sqlite_database

SHOTS = ROOT / "var" / "journeys"


@pytest.fixture(scope="session")
def demo(tmp_path_factory, sqlite_template):
    """(server, what `manage.py demo --json` says): one site for all journeys, each makes rows of its own."""
    folder = tmp_path_factory.mktemp("journeys")
    with sqlite_database(folder, template=sqlite_template) as database:
        media = {
            "MEDIA_ROOT": str(folder / "media"),
            "EMAIL_URL": f"filemail://{folder / 'letters'}",
            "LETTERS_IN_PROCESS": "1",
            "CAPTCHA": "altcha",
        }
        database.manage("demo", "--no-serve", "--json", str(folder / "demo.json"), **media)
        with serve(database, folder=folder, **media) as server:
            yield server, json.loads((folder / "demo.json").read_text()), folder / "letters"


@pytest.fixture(scope="session")
def chrome(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chrome, demo, request) -> Iterator[Visitor]:
    """A person with a browser: `visitor.width`, language and JavaScript come from `indirect` parameters."""
    options = getattr(request, "param", {})
    SHOTS.mkdir(parents=True, exist_ok=True)
    one = Visitor(chrome, demo[0].url, shots=Path(SHOTS), name=request.node.name, **options)
    yield one
    one.close()
