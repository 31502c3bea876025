"""Pictures of every kind of page: `make screenshots`, for people who look whether the site is good.

Fills a site of its own with the demo content and takes every page in three languages, two widths, light and
dark, into var/gallery/. `ARGS='--only ticket --only home'` takes some of them, `--look en-320-dark` one way to look at them,
`--url http://…` those of a running site (then without what needs a deed or a link that only the filling knows).
"""

import argparse
import contextlib
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests import parts
from tests.journeys.browser import ARGUMENTS
from tests.journeys.gallery_walks import Walk, open_session, set_scene, walks
from tests.journeys.kinds_of_page import PAGES, dated
from tests.races.server import ROOT, migrated_file, serve, sqlite_database

TARGET = ROOT / "var" / "gallery"
LANGUAGES = ("zh-hans", "zh-hant", "en")
LOOKS = [(language, width, scheme) for language in LANGUAGES for width in (320, 1280) for scheme in ("light", "dark")]
# Taken last: from then on the site is broken.
BROKEN = "broken"


def pages(told: dict[str, Any]) -> dict[str, str]:
    """Name → path below the language, with the forms, tickets and cases that the demo content knows."""
    found = PAGES | dated(date.today())  # noqa: DTZ011 - the machine fills the demo on the same day
    for state, session in _sessions(told).items():
        found[f"register-{state}"] = f"visits/{session}/register/"
    for name in ("ticket", "waiting"):
        if address := told.get("addresses", {}).get(name):
            found[name] = address.split("/zh-hans/", 1)[1]
    found |= told.get("scene", {}).get("paths", {})
    for case in told.get("cases", []):
        if case["story"] == "seal-at-the-window":
            found["published-case"] = f"oversight/published/{case['number']}/"
    return found


def _sessions(told: dict[str, Any]) -> dict[str, int]:
    """One session for each thing that can stand where its form is."""
    sessions = sorted(told.get("sessions", []), key=lambda one: one["starts_at"])
    found = {one["wish"] or one["state"]: one["id"] for one in sessions}
    return found | ({"open": open_session(told), "over": sessions[0]["id"], "early": _not_open_yet(sessions)} if sessions else {})


def _not_open_yet(sessions: list[dict[str, Any]]) -> int:
    """The last session of the one open day whose places are released a week ahead."""
    return next(one["id"] for one in reversed(sessions) if one["open_day"] == "food-evening")


@contextlib.contextmanager
def demo_site() -> Iterator[tuple[str, dict[str, Any]]]:
    """(address, what the filling told and `file`, its database) of a site that ends with the block."""
    with tempfile.TemporaryDirectory() as name, sqlite_database(Path(name), template=migrated_file()) as database:
        folder = Path(name)
        environment = {
            "MEDIA_ROOT": str(folder / "media"),
            "EMAIL_URL": f"filemail://{folder / 'letters'}",
            "CAPTCHA": "altcha",
            "TRUSTED_PROXIES": "1",
        }
        database.manage("demo", "--no-serve", "--json", str(folder / "demo.json"), **environment)
        scene = set_scene(database)
        with serve(database, folder=folder, **environment) as server:
            told = json.loads((folder / "demo.json").read_text())
            yield server.url, {**told, "scene": scene, "file": database.url.removeprefix("sqlite:///")}


def take(address: str, paths: dict[str, str], walked: list[tuple[list[str], Walk]], *, only: set[str], looks: list[Any]) -> int:
    """Take the pictures whose names are in `only`, of paths and on walks; return how many there are."""
    taken = 0
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=parts.browser(), args=ARGUMENTS)
        for number, (language, width, scheme) in enumerate(looks):
            context = chrome.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                reduced_motion="reduce",
                # Everybody comes from an address of their own: five messages an hour are enough for one.
                extra_http_headers={"X-Forwarded-For": f"198.18.{number}.1"},
            )
            page = context.new_page()
            for name in _shown(page, f"{address}/{language}", paths, walked, only):
                # Pictures below the fold load when they come near: walk down once.
                page.evaluate("for (const picture of document.images) picture.loading = 'eager'")
                page.wait_for_load_state("networkidle")
                page.evaluate("Promise.all([...document.images].map(picture => picture.decode().catch(() => {})))")
                page.screenshot(path=str(TARGET / name / f"{language}-{width}-{scheme}.png"), full_page=True)
                taken += 1
            context.close()
    return taken


def _shown(page: Page, address: str, paths: dict[str, str], walked: list[tuple[list[str], Walk]], only: set[str]) -> Iterator[str]:
    for name, path in paths.items():
        if name in only:
            answer = page.goto(f"{address}/{path}")
            # A picture of a failure among hundreds is easily taken for the page.
            assert (name == BROKEN) == (answer is not None and answer.status >= 500), f"{name}: {page.url} failed"
            yield name
    for names, walk in walked:
        if only.intersection(names):
            yield from (name for name in walk(page, address) if name in only)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="take the pages of this running site")
    parser.add_argument("--only", action="append", metavar="NAME", help="take only this page; may be repeated")
    looks = {"-".join(map(str, look)): look for look in LOOKS}
    parser.add_argument("--look", action="append", choices=looks, help="only this language, width and scheme; may be repeated")
    options = parser.parse_args(arguments)
    chosen = [looks[name] for name in options.look or looks]
    site = contextlib.nullcontext((options.url.rstrip("/"), {})) if options.url else demo_site()
    with site as (address, told):
        paths = pages(told)
        walked = walks(told) if told else []
        names = {*paths, *(name for group, _walk in walked for name in group), *([BROKEN] if told else [])}
        if unknown := set(options.only or ()) - names:
            parser.error(f"no page is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(names))}")
        only = set(options.only or names)
        taken = take(address, paths, walked, only=only, looks=chosen)
        if BROKEN in only:
            with contextlib.closing(sqlite3.connect(told["file"])) as database:
                database.execute("ALTER TABLE wagtailcore_page RENAME TO wagtailcore_gone")
            taken += take(address, {BROKEN: "news/"}, [], only=only, looks=chosen)
    sys.stdout.write(f"{taken} pictures under {TARGET.relative_to(ROOT)}/\n")


if __name__ == "__main__":
    main(sys.argv[1:])
