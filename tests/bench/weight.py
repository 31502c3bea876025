"""(e) Memory of a worker after 10,000 requests; bytes and requests of the first view."""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from tests import parts
from tests.bench import load
from tests.bench.installation import Installation, Workshop, kinds
from tests.bench.report import Figure, Report

SECTION = "weight"
_MEGABYTE = 1_000_000


def measure(report: Report, workshop: Workshop, *, quick: bool) -> None:
    kind = next(kinds())
    with workshop.install(kind, demo=True) as installation:
        open_day = installation.open_day("weighed", sessions=100)
        paths = [
            "/zh-hans/",
            "/zh-hant/",
            "/en/",
            open_day.address,
            open_day.address.rsplit("/", 2)[0] + "/",
            "/zh-hans/search/?query=食品",
        ]
        paths += [f"/zh-hans/visits/{open_day.slots[0][0]}/register/", f"/api/places/?session={open_day.slots[0][0]}"]
        _first_view(report, installation, [("home", "/zh-hans/"), ("open-day page", open_day.address), ("form", paths[6])])
        _memory(report, installation, paths, number=1000 if quick else 10_000)


def _memory(report: Report, installation: Installation, paths: list[str], *, number: int) -> None:
    from urllib.parse import quote

    clean = [quote(path, safe="/?=&") for path in paths]
    at_first = installation.server.memory_bytes() / _MEGABYTE

    def requests() -> Iterator[load.Request]:
        return (load.Request(path, headers={"Accept-Language": "zh-CN"}) for path in islice(cycle(clean), number))

    outcome = load.run(installation.server.port, requests(), clients=4)
    memory = installation.server.memory_bytes() / _MEGABYTE
    facts = {"statuses": dict(outcome.statuses)}
    name = f"memory of the largest worker after {number:,} requests"
    report.add(Figure(SECTION, name, memory, "MB", at_first, "at first", "at most 180 MB", memory <= 180 and not outcome.errors, facts))


def _first_view(report: Report, installation: Installation, paths: list[tuple[str, str]]) -> None:
    chromium = parts.browser()
    if chromium is None:
        report.lacks("the first view: Chromium is not installed")
        return
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import ARGUMENTS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, path in paths:
            context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
            page = context.new_page()
            sizes: dict[str, float] = {}
            kinds_of: dict[str, str] = {}
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            wire.on("Network.responseReceived", lambda event, kinds_of=kinds_of: kinds_of.update({event["requestId"]: event["type"]}))
            wire.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.update({event["requestId"]: event["encodedDataLength"]}))
            page.goto(installation.server.url + path, wait_until="networkidle")
            report.add(*_sizes(name, sizes, kinds_of))
            context.close()
        browser.close()


def _sizes(name: str, sizes: dict[str, float], kinds_of: dict[str, Any]) -> Iterator[Figure]:
    photos = sum(size for request, size in sizes.items() if kinds_of.get(request) == "Image") / 1000
    rest = sum(sizes.values()) / 1000 - photos
    by_kind: dict[str, float] = {}
    for request, size in sizes.items():
        by_kind[kinds_of.get(request, "?")] = round(by_kind.get(kinds_of.get(request, "?"), 0) + size / 1000, 1)
    yield Figure(SECTION, f"first view of {name}, without pictures", rest, "KB", aim="at most 60 KB", met=rest <= 60, facts=by_kind)
    yield Figure(SECTION, f"first view of {name}, pictures", photos, "KB", facts={"requests": len(sizes)})
