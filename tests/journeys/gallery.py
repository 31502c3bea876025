"""Pictures of every kind of page: `make screenshots`, for people who look whether the site is good.

Fills a site of its own with the demo content and takes every page in three languages, two widths, light and
dark, into var/gallery/. `ARGS='--only ticket --only home'` takes some of them, `--url http://…` those of a running site
(then without tickets, whose links only the filling knows).
"""

import argparse
import contextlib
import json
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests import parts
from tests.journeys.browser import ARGUMENTS
from tests.races.server import ROOT, migrated_file, serve, sqlite_database

TARGET = ROOT / "var" / "gallery"
LANGUAGES = ("zh-hans", "zh-hant", "en")
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
PAGES = {
    "home": "",
    "open-days": "open-days/",
    "open-days-past": "open-days/?past=1",
    "open-days-filtered": "open-days/?unit=food&language=yue",
    "open-days-none": "open-days/?since=2090-01-01",
    "open-day": "open-days/food-residues/",
    "laboratories": "laboratories/",
    "centre": "laboratories/food/",
    "laboratory": "laboratories/food/pesticide-residue/",
    "news": "news/",
    "article": "news/six-hundred-percent/",
    "guide": "visit-guide/",
    "about": "about/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "search": "search/?query=%E9%A3%9F%E5%93%81",
    "search-empty": "search/?query=zzzz",
    "sitemap": "sitemap/",
    "find-ticket": "visits/find/",
    "oversight": "oversight/",
    "subject": "oversight/feedback/",
    "feedback": "oversight/feedback/?category=quality",
    "case": "oversight/case/",
    "published": "oversight/published/",
    "commitments": "oversight/commitments/",
    "campaign": "oversight/campaign/",
    "missing": "nowhere/",
}


def too_large(page: Page, address: str) -> None:
    """Send a form with more text than anybody has to say."""
    page.goto(f"{address}/visits/find/")
    page.locator("[name=contact]").evaluate("field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(3e6); }")
    with page.expect_navigation():
        page.evaluate("[...document.forms].find(form => form.method === 'post').submit()")


def too_many(page: Page, address: str) -> None:
    """Guess the contact of a ticket until the site has had enough."""
    status = 0
    while status != 429:
        page.goto(f"{address}/visits/find/")
        page.fill("[name=code]", "ABCD-EFGH")
        page.fill("[name=contact]", "guess@example.org")
        with page.expect_navigation() as moved:
            page.locator("main form [type=submit]").click()
        status = moved.value.status if moved.value else 0


# What only answers to a deed, and only on a site of our own.
DEEDS: dict[str, Callable[[Page, str], None]] = {"too-large": too_large, "too-many": too_many}
# Taken last: from then on the site is broken.
BROKEN = "broken"


def pages(told: dict[str, Any]) -> dict[str, str]:
    """Name → path below the language, with the form and the tickets that the demo content knows."""
    found = dict(PAGES)
    for state in ("open", "full"):
        if sessions := [one["id"] for one in told.get("sessions", []) if one.get("wish", "open") == state]:
            found[f"register-{state}"] = f"visits/{sessions[-1]}/register/"
    for name in ("ticket", "waiting"):
        if address := told.get("addresses", {}).get(name):
            found[name] = address.split("/zh-hans/", 1)[1]
    return found


@contextlib.contextmanager
def demo_site() -> Iterator[tuple[str, dict[str, Any]]]:
    """(address, what the filling told and `file`, its database) of a site that ends with the block."""
    with tempfile.TemporaryDirectory() as name, sqlite_database(Path(name), template=migrated_file()) as database:
        folder = Path(name)
        environment = {"MEDIA_ROOT": str(folder / "media"), "EMAIL_URL": f"filemail://{folder / 'letters'}", "CAPTCHA": "altcha"}
        database.manage("demo", "--no-serve", "--json", str(folder / "demo.json"), **environment)
        with serve(database, folder=folder, **environment) as server:
            told = json.loads((folder / "demo.json").read_text())
            yield server.url, {**told, "file": database.url.removeprefix("sqlite:///")}


def take(address: str, chosen: dict[str, str | Callable[[Page, str], None]]) -> int:
    """Take the pictures of paths and deeds, and return how many there are."""
    taken = 0
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=parts.browser(), args=ARGUMENTS)
        for language in LANGUAGES:
            for width, scheme in LOOKS:
                context = chrome.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
                page = context.new_page()
                for name, path in chosen.items():
                    if callable(path):
                        path(page, f"{address}/{language}")
                    else:
                        page.goto(f"{address}/{language}/{path}")
                    # Pictures below the fold load when they come near: walk down once.
                    page.evaluate("for (const picture of document.images) picture.loading = 'eager'")
                    page.wait_for_load_state("networkidle")
                    file = TARGET / name / f"{language}-{width}-{scheme}.png"
                    page.screenshot(path=str(file), full_page=True)
                    taken += 1
                context.close()
    return taken


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="take the pages of this running site")
    parser.add_argument("--only", action="append", metavar="NAME", help="take only this page; may be repeated")
    options = parser.parse_args(arguments)
    site = contextlib.nullcontext((options.url.rstrip("/"), {})) if options.url else demo_site()
    with site as (address, told):
        found: dict[str, str | Callable[[Page, str], None]] = {**pages(told)}
        if "file" in told:
            found |= {**DEEDS, BROKEN: "news/"}
        if unknown := set(options.only or ()) - set(found):
            parser.error(f"no page is called {', '.join(sorted(unknown))}; there are {', '.join(found)}")
        chosen = {name: found[name] for name in options.only or found}
        last = {BROKEN: chosen.pop(BROKEN)} if BROKEN in chosen else {}
        taken = take(address, chosen)
        if last:
            with contextlib.closing(sqlite3.connect(told["file"])) as database:
                database.execute("ALTER TABLE wagtailcore_page RENAME TO wagtailcore_gone")
            taken += take(address, last)
    sys.stdout.write(f"{taken} pictures under {TARGET.relative_to(ROOT)}/\n")


if __name__ == "__main__":
    main(sys.argv[1:])
