"""(g) What Lighthouse says of the public pages on a slow phone, when Lighthouse is there.

`npm install lighthouse` in any folder outside the tree, then LIGHTHOUSE=that/folder/node_modules/.bin/lighthouse. Scores and layout shifts
are exact; LCP and TBT come from a simulated phone and still grow with the load of the machine, so the best of the rounds counts.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.installation import Workshop, kinds
from tests.bench.report import Figure, Report

SECTION = "lighthouse, mobile"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "home": "/zh-hans/",
    "open-day list": "/zh-hans/open-days/",
    "open-day page": "/zh-hans/open-days/food-residues/",
    "form": "/zh-hans/oversight/feedback/?category=quality",
    "oversight": "/zh-hans/oversight/",
    "news": "/zh-hans/news/",
}
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
        for name, path in PAGES.items():
            _page(report, name, [_run(installation.server.url + path) for _round in range(1 if quick else 3)])


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
        facts = {"load": load, "rounds": scores, "failed": _failed(runs[0], category)}
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
