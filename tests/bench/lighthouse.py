"""(g) What Lighthouse says of the public pages on a slow phone, when Lighthouse is there.

`npm install lighthouse` in any folder outside the tree, then LIGHTHOUSE=that/folder/node_modules/.bin/lighthouse. Scores and layout shifts
are exact; LCP and TBT come from a simulated phone and still grow with the load of the machine, so the best of the rounds counts.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.report import Figure, Report
from tests.journeys.gallery_walks import open_session, set_scene

SECTION = "lighthouse, mobile"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ROUNDS = 3
# Path below the language; measured in ROUNDS rounds.
MOST_READ = {
    "home": "",
    "open-day list": "open-days/",
    "open-day page": "open-days/food-residues/",
    "form": "oversight/feedback/?category=quality",
    "oversight": "oversight/",
    "news": "news/",
}
# Every other kind of public page that a GET shows, in one round. The page of review comes after a POST.
OTHERS = {
    "past sessions": "open-days/?past=1",
    "laboratories": "laboratories/",
    "centre": "laboratories/food/",
    "laboratory": "laboratories/food/pesticide-residue/",
    "article": "news/six-hundred-percent/",
    "standard page": "visit-guide/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "search": "search/?query=%E9%A3%9F%E5%93%81",
    "site map": "sitemap/",
    "find ticket": "visits/find/",
    "rules of the waiting list": "visits/waiting-list/",
    "group request": "visits/groups/food-residues/",
    "feedback, subject": "oversight/feedback/",
    "objection": "oversight/feedback/objection/",
    "misconduct": "oversight/feedback/misconduct/",
    "follow a case": "oversight/case/",
    "procedure": "oversight/procedure/",
    "campaign": "oversight/campaign/",
    "commitments": "oversight/commitments/",
    "one commitment": "oversight/commitments/conclusion-error-rate/",
    "cases": "oversight/published/",
}
IN_EVERY_LANGUAGE = ("home", "open-day page", "registration form")
# Lighthouse wants every page in search engines. Where a word for robots keeps it out on purpose, nothing of that score matters.
HIDDEN_ON_PURPOSE = "is-crawlable"
# The full browser: the shell alone paints without a compositor, and Lighthouse then finds no frames to time.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    return os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")


def browser() -> str | None:
    return os.environ.get("CHROME_PATH") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    if program() is None or not Path(str(program())).exists():
        report.lacks("Lighthouse: not installed (npm install lighthouse, then LIGHTHOUSE=…/node_modules/.bin/lighthouse)")
        return
    if browser() is None:
        report.lacks("Lighthouse: no full Chromium (apt-get install chromium, or set CHROME_PATH)")
        return
    kind = list(kinds())[-1]
    with workshop.install(kind, demo=True) as installation:
        for name, path, rounds in _wanted(installation, quick=quick):
            _page(report, name, [_run(installation.server.url + path) for _round in range(rounds)])


def _wanted(installation: Installation, *, quick: bool) -> Iterator[tuple[str, str, int]]:
    """(name, path, rounds) of every page to measure."""
    told = json.loads(installation.told().read_text(encoding="utf-8"))
    others = {**OTHERS, "registration form": f"visits/{open_session(told)}/register/"}
    case = next(one["number"] for one in told["cases"] if one["story"] == "seal-at-the-window")
    others["one case"] = f"oversight/published/{case}/"
    others |= {name: path for name, path in set_scene(installation.database)["paths"].items() if name.startswith("draw-")}
    everything = {**MOST_READ, **others}
    for name, path in everything.items():
        yield name, f"/zh-hans/{path}", ROUNDS if name in MOST_READ and not quick else 1
    for language in ("zh-hant", "en"):
        for name in IN_EVERY_LANGUAGE:
            yield f"{name} ({language})", f"/{language}/{everything[name]}", 1


def _run(address: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        command = [str(program()), address, "--quiet", "--output=json", f"--output-path={target}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
        # It writes its settings and its trace below the home folder otherwise.
        environment = {**os.environ, "CHROME_PATH": str(browser()), "HOME": folder}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)
        if not target.exists():
            raise RuntimeError(f"lighthouse {address}:\n{done.stdout}\n{done.stderr}")
        found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    if fault := found.get("runtimeError"):
        raise RuntimeError(f"lighthouse {address}: {fault['message']}")
    return found


def _page(report: Report, name: str, runs: list[dict[str, Any]]) -> None:
    load = [round(one, 1) for one in os.getloadavg()]
    for category in CATEGORIES:
        scores = [round(100 * run["categories"][category]["score"]) for run in runs]
        least = 98 if category == "performance" else 100
        facts: dict[str, Any] = {"load": load, "rounds": scores, "failed": _failed(runs[0], category)}
        if HIDDEN_ON_PURPOSE in facts["failed"]:
            report.add(Figure(SECTION, f"{name}, {category}", median(scores), "", aim="noindex on purpose: not counted", facts=facts))
            continue
        report.add(
            Figure(SECTION, f"{name}, {category}", median(scores), "", aim=f"at least {least}", met=median(scores) >= least, facts=facts)
        )
    for audit, words, unit, most in (
        ("largest-contentful-paint", "LCP", "ms", 1700.0),
        ("cumulative-layout-shift", "CLS", "", 0.02),
        ("total-blocking-time", "TBT", "ms", 50.0),
    ):
        values = [run["audits"][audit]["numericValue"] for run in runs]
        best = min(values)
        report.add(
            Figure(
                SECTION, f"{name}, {words}", best, unit, aim=f"at most {most:g}", met=best <= most, facts={"load": load, "rounds": values}
            )
        )


def _failed(run: dict[str, Any], category: str) -> list[str]:
    asked = [one["id"] for one in run["categories"][category]["auditRefs"] if one["weight"]]
    return [one for one in asked if run["audits"][one]["score"] is not None and run["audits"][one]["score"] < 1]
