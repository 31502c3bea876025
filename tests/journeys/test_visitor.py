"""A visitor walks from the home page to a ticket, changes the party, cancels; and waits when it is full."""

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.question import answer

pytestmark = [pytest.mark.browser, pytest.mark.journeys]

EVERY_FACE = [
    pytest.param(
        {"language": language, "width": width, "javascript": javascript}, id=f"{language}-{width}-{'js' if javascript else 'nojs'}"
    )
    for language, width, javascript in [
        ("zh-hans", 320, True),
        ("zh-hans", 1280, False),
        ("en", 320, False),
        ("en", 1280, True),
        ("zh-hant", 320, True),
    ]
]
_PEOPLE = itertools.count(1)


def mobile() -> str:
    return f"1390000{next(_PEOPLE):04}"


def fits(visitor) -> None:
    assert visitor.barriers() == []
    assert not visitor.scrolls_sideways()


def prove_human(visitor) -> None:
    """With JavaScript the proof is found by itself; without it a person answers the question."""
    if visitor.javascript:
        visitor.page.wait_for_function("document.querySelector('[name=captcha]').value.length > 20", timeout=60_000)
    else:
        visitor.page.fill("[name=captcha_answer]", answer(visitor.page.inner_text("label[for=id_captcha_answer]")))


def fill_in(visitor, *, contact: str, adults: int = 2, children: int = 1) -> None:
    page = visitor.page
    page.fill("[name=adults]", str(adults))
    page.fill("[name=children_6_13]", str(children))
    page.fill("[name=name]", "演示访客")
    page.fill("[name=contact]", contact)
    page.check("[name=consent_visit]")
    prove_human(visitor)


def state(visitor) -> str | None:
    return visitor.page.get_attribute("main", "data-state")


def send(visitor) -> None:
    visitor.page.click("main form.visit__form [type=submit]")


def confirm(visitor) -> None:
    visitor.page.click("main form [type=submit]:not([name])")


@pytest.mark.parametrize("visitor", EVERY_FACE, indirect=True)
def test_a_family_registers_changes_and_cancels(visitor):
    page = visitor.page
    visitor.go(f"/{visitor.language}/")
    visitor.shot("home")
    fits(visitor)
    page.locator("main a[href$='/open-days/']").first.click()
    visitor.shot("open-days")
    fits(visitor)
    page.locator("main li:has(.tag--open) a[href*='/visits/'][href$='/register/']").nth(3).click()
    assert state(visitor) == "open"
    visitor.shot("form")
    fits(visitor)

    # First without consent: the form says what is missing and keeps everything.
    page.fill("[name=adults]", "1")
    page.fill("[name=name]", "演示访客")
    send(visitor)
    assert page.locator("[role=alert] a").count() >= 2
    assert page.input_value("[name=name]") == "演示访客"
    visitor.shot("errors")
    fits(visitor)

    fill_in(visitor, contact=mobile())
    send(visitor)
    assert state(visitor) == "review"
    visitor.shot("review")
    fits(visitor)
    confirm(visitor)
    page.wait_for_url(re.compile(r"/visits/ticket/[A-Z0-9]+/"))
    assert state(visitor) == "confirmed"
    visitor.shot("ticket")
    fits(visitor)

    page.click("main a[href$='/party/']")
    page.fill("[name=adults]", "1")
    visitor.shot("party")
    fits(visitor)
    page.click("main form [type=submit]")
    assert state(visitor) == "confirmed"
    page.click("main a[href$='/cancel/']")
    visitor.shot("cancel")
    fits(visitor)
    page.click("main form [type=submit]")
    assert state(visitor) == "cancelled"
    visitor.shot("cancelled")
    fits(visitor)
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 1280}], indirect=True)
def test_a_keyboard_is_enough(visitor):
    page = visitor.page
    visitor.go("/zh-hans/open-days/")
    visitor.tab_to("main li:has(.tag--open) a[href*='/visits/'][href$='/register/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("main form.visit__form")
    visitor.tab_to("[name=adults]")
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    visitor.tab_to("[name=name]")
    page.keyboard.type("演示访客")
    visitor.tab_to("[name=contact]")
    page.keyboard.type(mobile())
    visitor.tab_to("[name=consent_visit]")
    page.keyboard.press("Space")
    prove_human(visitor)
    visitor.tab_to("main form.visit__form [type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("main[data-state=review]")
    visitor.tab_to("main form [type=submit]:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/visits/ticket/"))

    assert state(visitor) == "confirmed"
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 320}], indirect=True)
def test_a_full_session_offers_the_waiting_list(visitor, demo):
    _server, content, _letters = demo
    soon, late = datetime.now(UTC) + timedelta(days=1), datetime.now(UTC) + timedelta(days=60)
    full = [
        one["id"] for one in content["sessions"] if one.get("wish") == "full" and soon < datetime.fromisoformat(one["starts_at"]) < late
    ]
    assert full, "The demo content has no full session to come."
    visitor.go(f"/zh-hans/visits/{full[0]}/register/")
    assert state(visitor) in {"waiting", "full"}
    visitor.shot("form")
    fits(visitor)
    fill_in(visitor, contact=mobile(), adults=1, children=0)
    send(visitor)
    visitor.shot("review")
    confirm(visitor)
    visitor.page.wait_for_url(re.compile(r"/visits/ticket/"))

    assert state(visitor) == "waiting"
    visitor.shot("waiting")
    fits(visitor)
    assert visitor.faults == []
