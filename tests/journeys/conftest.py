"""A browser in front of the portal with its demo content."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.browser import ARGUMENTS, Visitor
from tests.journeys.mailbox import Mailbox
from tests.races.server import ROOT, Database, Server, serve

SHOTS = ROOT / "var" / "journeys"
_ROOMS = ("home", "openday", "site/config")


@dataclass(frozen=True)
class Demo:
    """The running demo site: `content` is what `manage.py demo --json` says, `letters` what it sent."""

    server: Server
    database: Database
    content: dict[str, Any]
    letters: Mailbox

    def plan_session(self, *, places: int) -> int:
        """One more session of an open day that admits everybody at once, ten days from now; return its id."""
        return int(self.database.manage("shell", "--no-imports", "-c", _PLAN.format(places=places)))


# What an organiser does in the admin (test_staff.py), for those who only need the result.
_PLAN = """
from datetime import timedelta
from django.utils import timezone
from openday.accounts.models import User
from openday.events import actions
from openday.events.models import OpenDay
now = timezone.now()
starts_at = (now + timedelta(days=10)).replace(minute=0, second=0, microsecond=0)
session = actions.plan_session(
    open_day=OpenDay.objects.filter(release_days_before=None, by_invitation=False, real_names="").exclude(approval_hours__gt=0)[0],
    starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), languages=["zh-hans"],
    capacities={{"individuals": {places}}}, by=User.objects.get(username="organiser"), now=now,
)
print(session.pk)
"""


def _settings(folder: Path) -> dict[str, str]:
    return {
        "MEDIA_ROOT": str(folder / "media"),
        "EMAIL_URL": f"filemail://{folder / 'letters'}",
        "SMS_URL": f"file://{folder / 'texts.log'}",
        "LETTERS_IN_PROCESS": "1",
        "CAPTCHA": "altcha",
        # Every visitor comes from an address of their own (browser.py).
        "TRUSTED_PROXIES": "1",
    }


def filled_site(template: Path) -> Path:
    """A folder with demo database, pictures and demo.json; made once per day and state of the code, for filling takes a minute."""
    digest = hashlib.sha256(template.name.encode() + f"{datetime.now(UTC):%Y-%m-%d}".encode())
    for source in sorted(path for room in _ROOMS for path in (ROOT / room).rglob("*.py")):
        digest.update(source.read_bytes())
    folder = ROOT / "var" / "tests" / f"demo-{digest.hexdigest()[:16]}"
    if not folder.exists():
        for old in folder.parent.glob("demo-*"):
            # Another run may be tidying up, too.
            shutil.rmtree(old, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as made:
            half = Path(made) / "demo"
            half.mkdir()
            shutil.copy(template, half / "demo.sqlite3")
            database = Database(f"sqlite:///{half / 'demo.sqlite3'}", "sqlite")
            database.manage("demo", "--no-serve", "--json", str(half / "demo.json"), **_settings(half))
            # Renamed at the end: a run that was stopped leaves no half-filled site behind. Another process may have been first.
            if not folder.exists():
                half.rename(folder)
    return folder


@pytest.fixture(scope="package")
def demo(tmp_path_factory, sqlite_template) -> Iterator[Demo]:
    """One site for all journeys; each makes rows of its own."""
    folder = tmp_path_factory.mktemp("journeys") / "site"
    shutil.copytree(filled_site(sqlite_template), folder)
    database = Database(f"sqlite:///{folder / 'demo.sqlite3'}", "sqlite")
    with serve(database, folder=folder, workers=1, **_settings(folder)) as server:
        yield Demo(server, database, json.loads((folder / "demo.json").read_text()), Mailbox(folder / "letters", folder / "texts.log"))


# Not for the whole session: while Playwright runs in this thread, Django refuses every query in it.
@pytest.fixture(scope="package")
def chrome(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def people(chrome, demo, request) -> Iterator[Any]:
    """Opens windows: `people("organiser", language="en")` is one more person at a browser of their own."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    opened: list[Visitor] = []

    def enter(who: str, **options: Any) -> Visitor:
        opened.append(Visitor(chrome, demo.server.url, shots=SHOTS, name=f"{request.node.name}-{who}", **options))
        return opened[-1]

    yield enter
    for one in opened:
        one.close()


@pytest.fixture
def visitor(people, request) -> Visitor:
    """A person with a browser; width, language and JavaScript come from `indirect` parameters."""
    return people("visitor", **getattr(request, "param", {}))
