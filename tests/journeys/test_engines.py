"""The same two walks in Firefox and in WebKit: from the home page to a ticket, and from a message to its case.

Optional: CI has Chromium only. `apt-get install firefox-esr webkit2gtk-driver xvfb` makes them run.
"""

import re
import time

import pytest

from tests.journeys.conftest import SHOTS
from tests.journeys.engines import ENGINES
from tests.journeys.steps import address
from tests.journeys.test_citizen import TEXT

pytestmark = pytest.mark.journeys
SIDEWAYS = "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
BARE = "return [...document.images].filter(one => one.complete && !one.naturalWidth).map(one => one.currentSrc)"


@pytest.fixture(params=[pytest.param(name, marks=getattr(pytest.mark, name)) for name in ENGINES])
def window(request, tmp_path):
    SHOTS.mkdir(parents=True, exist_ok=True)
    with ENGINES[request.param](tmp_path, shots=SHOTS, name=f"{request.param}-{request.node.originalname}") as opened:
        yield opened


def look(window, step: str) -> None:
    """Keep a picture; nothing sticks out, no picture is broken, the style sheet is understood."""
    window.shot(step)
    assert window.run(SIDEWAYS) is False, step
    assert window.run(BARE) == [], step
    assert window.run("return getComputedStyle(document.querySelector('main')).flexGrow") == "1", step


def wait_for_focus(window, name: str) -> None:
    """The script that moves it runs after the page is there. A window in the background has no `:focus`, but knows its element.

    The waiting is done here, not in the page: the page may be the old one, about to leave, and would take the answer with it.
    """
    for _ in range(100):
        if window.run("return document.activeElement?.className") == name:
            return
        time.sleep(0.1)
    raise AssertionError(f"the focus is not on {name}")


def prove_human(window) -> None:
    for _ in range(300):
        if len(window.run("return document.querySelector('[name=captcha]').value")) > 20:
            return
        time.sleep(0.2)
    raise AssertionError("no proof found")


def test_a_visitor_comes_from_the_home_page_to_a_ticket(window, demo):
    window.size(1000, 900)
    window.go(f"{demo.server.url}/zh-hans/")
    look(window, "home")
    window.click("main a[href$='/open-days/']")
    window.wait(".sessions__row")
    look(window, "open-days")
    window.size(420, 900)
    window.go(window.run("return [...document.querySelectorAll('main li:has(.tag--open) a[href$=\"/register/\"]')][3].href"))
    window.wait_for_state("open")
    look(window, "form")
    window.click("main form.visit__form [type=submit]")
    wait_for_focus(window, "error-summary")
    look(window, "errors")
    window.click(".count__control .count__step:last-of-type")
    assert window.run("return document.querySelector('[name=adults]').value") == "2"
    window.type("[name=name]", "演示访客")
    window.type("[name=contact]", address("engine"))
    window.click("label[for=id_consent_visit]")
    prove_human(window)
    window.click("main form.visit__form [type=submit]")
    window.wait_for_state("review")
    look(window, "review")
    window.click("main form [type=submit]:not([name])")
    window.wait_for_state("confirmed")
    look(window, "ticket")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", window.text(".ticket__code"))


def test_a_citizen_writes_and_follows_the_case(window, demo):
    window.size(1000, 900)
    window.go(f"{demo.server.url}/zh-hans/oversight/")
    look(window, "oversight")
    window.go(f"{demo.server.url}/zh-hans/oversight/feedback/")
    look(window, "subject")
    window.click("label[for=about-suggestion]")
    window.click("main form.about-form [type=submit]")
    window.wait("form.feedback-form")
    window.type("[name=text]", TEXT)
    window.click("input[name=identity][value=unnamed]")
    look(window, "form")
    prove_human(window)
    window.click("main form.feedback-form [type=submit]")
    window.wait_for_state("received")
    look(window, "receipt")
    number, code = window.text("#receipt-number"), window.text("#receipt-code")
    window.go(f"{demo.server.url}/zh-hans/oversight/case/")
    window.type("[name=number]", number)
    window.type("[name=code]", code)
    window.click("main form:has([name=number]) [type=submit]")
    window.wait_for_state("case")
    look(window, "case")
    assert number in window.text("h1")
    for choice in ("text:large", "contrast:high", "layout:simple"):
        window.click(f'[data-comfort="{choice}"]')
    look(window, "all-three")
