"""Pictures of every kind of page: `make screenshots`, for people who look whether the site is good.

Fills a site of its own with the demo content and takes every page in three languages, two widths, light and
dark, into var/gallery/. `ARGS='--only ticket --only home'` takes some of them, `--url http://…` those of a running site
(then without tickets, whose links only the filling knows).
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import parts
from tests.journeys.browser import ARGUMENTS
from tests.races.server import ROOT, migrated_file, serve, sqlite_database

TARGET = ROOT / "var" / "gallery"
LANGUAGES = ("zh-hans", "zh-hant", "en")
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]
PAGES = {
    "home": "",
    "open-days": "open-days/",
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
    """(address, what the filling told) of a site that ends with the block."""
    with tempfile.TemporaryDirectory() as name, sqlite_database(Path(name), template=migrated_file()) as database:
        folder = Path(name)
        environment = {"MEDIA_ROOT": str(folder / "media"), "EMAIL_URL": f"filemail://{folder / 'letters'}", "CAPTCHA": "altcha"}
        database.manage("demo", "--no-serve", "--json", str(folder / "demo.json"), **environment)
        with serve(database, folder=folder, **environment) as server:
            yield server.url, json.loads((folder / "demo.json").read_text())


def take(address: str, chosen: dict[str, str]) -> int:
    """Take the pictures and return how many there are."""
    taken = 0
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=parts.browser(), args=ARGUMENTS)
        for language in LANGUAGES:
            for width, scheme in LOOKS:
                context = chrome.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
                page = context.new_page()
                for name, path in chosen.items():
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
        found = pages(told)
        if unknown := set(options.only or ()) - set(found):
            parser.error(f"no page is called {', '.join(sorted(unknown))}; there are {', '.join(found)}")
        taken = take(address, {name: found[name] for name in options.only or found})
    sys.stdout.write(f"{taken} pictures under {TARGET.relative_to(ROOT)}/\n")


if __name__ == "__main__":
    main(sys.argv[1:])
