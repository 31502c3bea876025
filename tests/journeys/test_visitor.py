"""A visitor walks from the home page to a ticket, changes the party, cancels; and waits when it is full."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.faces import faces
from tests.journeys.mailbox import calendar_of, words_of
from tests.journeys.steps import address, look, mobile, prove_human, state

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
TICKET = re.compile(r"/visits/ticket/([A-Z0-9]+)/")


def fill_in(visitor, *, contact: str, adults: int = 2, children: int = 1) -> None:
    page = visitor.page
    page.fill("[name=adults]", str(adults))
    page.fill("[name=children_6_13]", str(children))
    page.fill("[name=name]", "演示访客")
    page.fill("[name=contact]", contact)
    page.check("[name=consent_visit]")
    prove_human(visitor)


def send(visitor) -> None:
    visitor.press("main form.visit__form [type=submit]")


def confirm(visitor) -> None:
    visitor.press("main form [type=submit]:not([name])")


def register(visitor, session_id: int, **party: Any) -> None:
    """Go the whole way for a session; ends on the ticket page."""
    visitor.go(f"/{visitor.language}/visits/{session_id}/register/")
    fill_in(visitor, **party)
    send(visitor)
    assert state(visitor) == "review"
    confirm(visitor)
    assert TICKET.search(visitor.page.url)


@pytest.mark.parametrize("visitor", faces(("zh-hans", 320, True), ("en", 1280, False)), indirect=True)
def test_a_family_registers_changes_and_cancels(visitor):
    page = visitor.page
    visitor.go(f"/{visitor.language}/")
    look(visitor, "home")
    visitor.press("main a[href$='/open-days/']")
    look(visitor, "open-days")
    visitor.press("main li:has(.tag--open) a[href*='/visits/'][href$='/register/']", nth=3)
    assert state(visitor) == "open"
    look(visitor, "form")

    # First without consent: the form says what is missing and keeps everything.
    page.fill("[name=adults]", "1")
    page.fill("[name=name]", "演示访客")
    send(visitor)
    assert page.locator("[role=alert] a").count() >= 2
    assert page.input_value("[name=name]") == "演示访客"
    look(visitor, "errors")

    fill_in(visitor, contact=mobile())
    send(visitor)
    assert state(visitor) == "review"
    look(visitor, "review")
    confirm(visitor)
    assert TICKET.search(page.url)
    assert state(visitor) == "confirmed"
    look(visitor, "ticket")

    visitor.press("main a[href$='/party/']")
    page.fill("[name=adults]", "1")
    look(visitor, "party")
    visitor.press("main form [type=submit]")
    assert state(visitor) == "confirmed"
    visitor.press("main a[href$='/cancel/']")
    look(visitor, "cancel")
    visitor.press("main form [type=submit]")
    assert state(visitor) == "cancelled"
    look(visitor, "cancelled")
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


def open_session(demo) -> int:
    """A session of the demo that can be registered for, and is far enough away to be cancelled."""
    soon, late = datetime.now(UTC) + timedelta(days=2), datetime.now(UTC) + timedelta(days=10)
    return next(
        one["id"] for one in demo.content["sessions"] if not one.get("wish") and soon < datetime.fromisoformat(one["starts_at"]) < late
    )


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 320}], indirect=True)
def test_who_waits_for_a_full_session_gets_the_places_of_who_cancels(visitor, people, demo):
    session = demo.plan_session(places=3)
    first, second = people("first", language="en", javascript=False), visitor
    waiting = address("waiting")

    register(first, session, contact=address("first"), adults=3, children=0)
    assert state(first) == "confirmed"
    second.go(f"/zh-hans/visits/{session}/register/")
    assert state(second) == "full"
    look(second, "form")
    fill_in(second, contact=waiting, adults=1, children=0)
    send(second)
    look(second, "review")
    confirm(second)
    assert state(second) == "waiting"
    look(second, "waiting")
    first.press("main a[href$='/cancel/']")
    first.press("main form [type=submit]")
    assert state(first) == "cancelled"
    second.page.reload()

    assert state(second) == "confirmed"
    look(second, "promoted")
    waits, promoted = demo.letters.wait(waiting, count=2)
    assert (calendar_of(waits), "BEGIN:VEVENT" in calendar_of(promoted)) == ("", True)
    assert first.faults == second.faults == []


def test_a_letter_leads_back_to_the_ticket_and_into_the_calendar(visitor, demo):
    contact = address("reader")
    register(visitor, open_session(demo), contact=contact, adults=1, children=0)
    code = TICKET.search(visitor.page.url)[1]
    letter = demo.letters.wait(contact)[0]
    words = words_of(letter)
    visitor.page.context.clear_cookies()

    link = re.search(rf"{re.escape(visitor.url)}/\S+/visits/r/\S+?/(?=\s|$)", words)[0]
    visitor.page.goto(link)

    assert visitor.page.url == f"{visitor.url}/zh-hans/visits/ticket/{code}/"
    assert state(visitor) == "confirmed"
    assert f"{code[:4]}-{code[4:]}" in words
    assert "METHOD:" in calendar_of(letter)
    with visitor.page.expect_download() as kept:
        visitor.page.click("main a[download]")
    assert "BEGIN:VEVENT" in Path(kept.value.path()).read_text(encoding="utf-8")
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", [{"language": "en", "width": 320, "javascript": False}], indirect=True)
def test_a_phone_is_enough_to_find_the_ticket_again(visitor, people, demo):
    number = mobile()
    register(visitor, open_session(demo), contact=number, adults=1, children=0)
    code = TICKET.search(visitor.page.url)[1]
    text = demo.letters.texts(number)[0]
    later = people("later", language="en", width=320, javascript=False)

    later.go(f"/en/visits/ticket/{code}/")
    look(later, "link-needed")
    later.press("main a[href$='/visits/find/']")
    look(later, "find")
    later.page.fill("[name=code]", code.lower())
    later.page.fill("[name=contact]", "13800000000")
    later.press("main form [type=submit]")
    look(later, "not-found")
    later.page.fill("[name=contact]", f"+86 {number[:3]} {number[3:7]} {number[7:]}")
    later.press("main form [type=submit]")

    assert state(later) == "confirmed"
    look(later, "ticket")
    assert f"{code[:4]}-{code[4:]}" in text or code in text
    assert later.faults == []
