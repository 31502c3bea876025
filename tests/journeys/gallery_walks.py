"""What of the gallery only answers to a deed: each walk shows its pages one after the other, by name.

A walk is a generator: it brings the browser to a page, yields the name of the picture, and goes on.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from playwright.sync_api import Page, expect

from tests.races.server import Database

# (page, address with the language) → names of pictures
Walk = Callable[[Page, str], Iterator[str]]
# How stories of the demo (openday/oversight/demo/stories.py) end, as their own authors see them.
CASES = {
    "case-asked-back": "which-day",
    "case-late": "waiting-hall",
    "case-in-review": "old-scale",
    "case-answered": "good-guide",
    "case-published": "way-from-metro",
    "case-redirected": "noise-of-another-office",
    "case-withdrawn": "sent-by-mistake",
}
COMFORT = {"large": "text:large", "contrast": "contrast:high", "simple": "layout:simple"}
PRINTED = {
    "home": "",
    "open-day": "open-days/food-residues/",
    "article": "news/six-hundred-percent/",
    "commitments": "oversight/commitments/",
}
# A4 between its margins, in CSS pixels.
PAPER = {"width": 718, "height": 1000}


def set_scene(database: Database) -> dict[str, Any]:
    """Make what the demo content does not show (gallery_scene.py, in a process of its own) and return where it is."""
    made = database.manage("shell", "--verbosity", "0", "-c", "from tests.journeys import gallery_scene; gallery_scene.set_up()")
    return dict(json.loads(made.strip().splitlines()[-1]))


def walks(told: dict[str, Any]) -> list[tuple[list[str], Walk]]:
    """Every walk with the names it yields, for a site of our own whose filling has told what there is."""
    session = open_session(told)
    cases = {one["story"]: one for one in told["cases"]}
    ticket = told["addresses"]["ticket"].split("/zh-hans/", 1)[1]
    visited = [
        "register-errors",
        "review",
        "ticket-new",
        "ticket-sent-again",
        "party",
        "ticket-changed",
        "already",
        "move",
        "move-nothing-chosen",
        "move-review",
        "ticket-moved-self",
        "own-data",
        "erase",
        "erase-unticked",
        "cancel",
        "ticket-cancelled",
        "ticket-erased",
    ]
    scene = told["scene"]
    asked = ["group-errors", "group-review", "group-sent", "group-change", "group-change-errors", "group-withdraw"]
    at_the_door = ["gate-sessions", "gate-ready", "gate-menu", "gate-code", "gate-found", "gate-came", "gate-twice", "gate-unknown"]
    return [
        (visited, partial(visit, session=session)),
        (["ticket-link-needed", "ticket-not-found"], partial(look_for_ticket, ticket=ticket)),
        (["feedback-errors", "receipt", "receipt-saved", "case-received"], feedback),
        ([*CASES, "case-withdraw"], partial(own_cases, cases={name: cases[story] for name, story in CASES.items()})),
        (asked, partial(ask_for_group, open_day="food-residues")),
        (["waiting-choices"], partial(below_link, link=told["addresses"]["waiting"].split("/zh-hans/", 1)[1], below="waiting/")),
        (at_the_door, partial(at_the_gate, gate=scene["gate"])),
        (["search-suggestions"], suggestions),
        ([f"{name}-{mode}" for mode in COMFORT for name in ("home", "register")], partial(comfort, session=session)),
        ([f"print-{name}" for name in (*PRINTED, "ticket")], partial(on_paper, pages={**PRINTED, "ticket": ticket})),
        (["stale-form", "too-large", "too-many"], refusals),
    ]


def open_session(told: dict[str, Any]) -> int:
    """A session that can be registered for, and is far enough away to be changed and cancelled."""
    soon, late = datetime.now(UTC) + timedelta(days=2), datetime.now(UTC) + timedelta(days=10)
    fitting = (one for one in told["sessions"] if not one["wish"] and one["state"] == "open")
    return next(one["id"] for one in fitting if soon < datetime.fromisoformat(one["starts_at"]) < late)


def visit(page: Page, address: str, *, session: int) -> Iterator[str]:
    """Register one person, with a gap at first; change the party; cancel."""
    contact = f"{uuid.uuid4().hex[:12]}@example.org"
    _fill_in(page, address, session, contact="")
    _press(page, "form.visit__form [type=submit]")
    yield "register-errors"
    _register(page, address, session, contact=contact)
    yield "review"
    _press(page, "form [type=submit]:not([name])")
    yield "ticket-new"
    ticket = page.url
    _press(page, "form[action$='/again/'] [type=submit]")
    yield "ticket-sent-again"
    page.goto(f"{ticket}party/")
    page.fill("[name=adults]", "2")
    yield "party"
    _press(page, "form.visit__form [type=submit]")
    yield "ticket-changed"
    # Another browser, with the same contact.
    kept = page.context.cookies()
    page.context.clear_cookies()
    _register(page, address, session, contact=contact)
    _press(page, "form [type=submit]:not([name])")
    yield "already"
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    yield from _move(page, ticket)
    page.goto(f"{ticket}data/")
    yield "own-data"
    page.goto(f"{ticket}erase/")
    yield "erase"
    _press(page, "form [type=submit]")
    yield "erase-unticked"
    page.goto(f"{ticket}cancel/")
    yield "cancel"
    _press(page, "form [type=submit]")
    yield "ticket-cancelled"
    page.goto(f"{ticket}erase/")
    page.check("[name=sure]")
    _press(page, "form [type=submit]")
    yield "ticket-erased"


def _move(page: Page, ticket: str) -> Iterator[str]:
    page.goto(f"{ticket}move/")
    yield "move"
    _press(page, "form [type=submit]")
    yield "move-nothing-chosen"
    page.locator("[name=session]").first.check()
    _press(page, "form [type=submit]")
    yield "move-review"
    _press(page, "form [type=submit]")
    yield "ticket-moved-self"


def _register(page: Page, address: str, session: int, *, contact: str) -> None:
    _fill_in(page, address, session, contact=contact)
    page.check("[name=consent_visit]")
    _prove_human(page)
    _press(page, "form.visit__form [type=submit]")


def _fill_in(page: Page, address: str, session: int, *, contact: str) -> None:
    page.goto(f"{address}/visits/{session}/register/")
    page.fill("[name=adults]", "1")
    page.fill("[name=name]", "演示访客")
    page.fill("[name=contact]", contact)


def ask_for_group(page: Page, address: str, *, open_day: str) -> Iterator[str]:
    """Ask for a class without the one who leads it, and with too few supervisors; then properly; change the numbers."""
    page.goto(f"{address}/visits/groups/{open_day}/")
    page.check("[name=kind][value=school]")
    page.fill("[name=uscc]", "12440300455768486A")
    page.fill("[name=children_6_13]", "14")
    _press(page, "form.visit__form [type=submit]")
    yield "group-errors"
    page.fill("[name=organisation]", "（演示）红岭小学")
    page.fill("[name=uscc]", "")
    page.fill("[name=purpose]", "（演示）五年级的孩子想看看蔬菜上的农药残留怎样检测。")
    page.locator("[name=wish_1]").select_option(index=1)
    page.fill("[name=adults]", "2")
    page.fill("[name=supervisors]", "2")
    page.fill("[name=name]", "演示访客")
    page.fill("[name=contact]", f"{uuid.uuid4().hex[:12]}@example.org")
    page.check("[name=consent_visit]")
    _prove_human(page)
    _press(page, "form.visit__form [type=submit]")
    yield "group-review"
    _press(page, "form [type=submit]:not([name])")
    yield "group-sent"
    request = page.url.split("?")[0]
    page.goto(f"{request}change/")
    yield "group-change"
    page.fill("[name=supervisors]", "1")
    _press(page, "form.visit__form [type=submit]")
    yield "group-change-errors"
    page.goto(f"{request}withdraw/")
    yield "group-withdraw"


def below_link(page: Page, address: str, *, link: str, below: str) -> Iterator[str]:
    """Open a secret link, and then a page below the one that it leads to."""
    page.goto(f"{address}/{link}")
    page.goto(page.url + below)
    yield "waiting-choices"


def at_the_gate(page: Page, address: str, *, gate: dict[str, Any]) -> Iterator[str]:
    """Let a party in at the door, twice; each look has a party of its own."""
    site, language = address.rsplit("/", 1)
    page.context.add_cookies([{"name": "sessionid", "value": gate["key"], "url": site}])
    code = gate["codes"].pop()
    page.goto(f"{site}/admin/gate/{language}/")
    page.wait_for_selector("[data-sessions] [data-session]")
    yield "gate-sessions"
    page.click(f"[data-sessions] [data-session='{gate['session']}']")
    page.wait_for_selector("[data-view=gate]:not([hidden])")
    yield "gate-ready"
    page.click("[data-panel-go=code]")
    yield "gate-code"
    for name, said in (("found", code), ("twice", code), ("unknown", "ABCD-EFGH")):
        page.fill("#code", said)
        page.keyboard.press("Enter")
        page.wait_for_selector("[data-result]:not([hidden])")
        yield f"gate-{name}"
        page.click("[data-result-go]" if name == "found" else "[data-result-close]")
        page.wait_for_selector("[data-result]", state="hidden")
        if name == "found":
            yield "gate-came"
    page.click("[data-go=menu]")
    yield "gate-menu"
    # The next walks are those of visitors again.
    page.context.clear_cookies()
    page.goto(f"{address}/")


def look_for_ticket(page: Page, address: str, *, ticket: str) -> Iterator[str]:
    """Come back without the link, then mistype the contact."""
    page.goto(f"{address}/{ticket}")
    own = page.url
    page.context.clear_cookies()
    page.goto(own)
    yield "ticket-link-needed"
    page.goto(f"{address}/visits/find/")
    page.fill("[name=code]", own.rstrip("/").rsplit("/", 1)[1])
    page.fill("[name=contact]", "nobody@example.org")
    _press(page, "form [type=submit]")
    yield "ticket-not-found"


def feedback(page: Page, address: str) -> Iterator[str]:
    """Write about the testing, with gaps at first; save the receipt; open the case."""
    page.goto(f"{address}/oversight/feedback/?category=quality")
    _press(page, "form.feedback-form [type=submit]")
    yield "feedback-errors"
    page.locator("[name=check_item]").first.check()
    page.fill("[name=text]", "（演示）采样记录上有两个不同的日期。" * 3)
    page.check("[name=identity][value=unnamed]")
    _prove_human(page)
    _press(page, "form.feedback-form [type=submit]")
    yield "receipt"
    number, code = page.inner_text("#receipt-number").strip(), page.inner_text("#receipt-code").strip()
    page.fill("[name=code]", code)
    _press(page, ".receipt-check [type=submit]")
    yield "receipt-saved"
    _open_case(page, address, number, code)
    yield "case-received"


def own_cases(page: Page, address: str, *, cases: dict[str, dict[str, str]]) -> Iterator[str]:
    for name, case in cases.items():
        _open_case(page, address, case["number"], case["code"])
        yield name
    _open_case(page, address, cases["case-late"]["number"], cases["case-late"]["code"])
    page.goto(f"{address}/oversight/case/withdraw/")
    yield "case-withdraw"


def _open_case(page: Page, address: str, number: str, code: str) -> None:
    page.goto(f"{address}/oversight/case/?number={number}")
    # Without a question mark that fits, a case that is still open is shown instead of the form.
    if page.get_attribute("main", "data-state") != "case":
        page.fill("[name=code]", code)
        _press(page, "form:has([name=number]) [type=submit]")


def suggestions(page: Page, address: str) -> Iterator[str]:
    page.goto(f"{address}/search/")
    page.locator("#query").press_sequentially("food" if address.endswith("/en") else "食品", delay=60)
    page.wait_for_selector("[role=option]")
    yield "search-suggestions"


def comfort(page: Page, address: str, *, session: int) -> Iterator[str]:
    """The three ways to read more easily; each is put back before the next."""
    for mode, choice in COMFORT.items():
        page.goto(f"{address}/")
        page.click(f'[data-comfort="{choice}"]')
        yield f"home-{mode}"
        page.goto(f"{address}/visits/{session}/register/")
        yield f"register-{mode}"
        page.click(f'[data-comfort="{choice}"]')


def on_paper(page: Page, address: str, *, pages: dict[str, str]) -> Iterator[str]:
    """Paper has one width, so this is for the wide window only."""
    window = page.viewport_size
    if window is None or window["width"] < PAPER["width"]:
        return
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    for name, path in pages.items():
        page.goto(f"{address}/{path}")
        yield f"print-{name}"
    page.emulate_media(media="screen")
    page.set_viewport_size(window)


def refusals(page: Page, address: str) -> Iterator[str]:
    page.goto(f"{address}/visits/find/")
    page.context.clear_cookies()
    _press(page, "form [type=submit]")
    yield "stale-form"
    too_large(page, address)
    yield "too-large"
    too_many(page, address)
    yield "too-many"


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


def _press(page: Page, selector: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator(f"main {selector}").first.click()


def _prove_human(page: Page) -> None:
    """Wait until the proof of work is found; a form that comes back with errors may have it already."""
    if page.locator("[name=captcha]").count():
        expect(page.locator("[name=captcha]")).to_have_value(re.compile(".{20,}"), timeout=60_000)
