"""Members of staff at their browsers: signing in, and the desk of the quality office."""

from typing import Any

from tests.journeys.browser import Visitor

PASSWORD = "demo-open-day-2026"


def sign_in(staff: Visitor, username: str) -> Visitor:
    """Sign in as a demo user; returns the same window."""
    staff.go("/admin/")
    staff.page.fill("[name=username]", username)
    staff.page.fill("[name=password]", PASSWORD)
    staff.press("form [type=submit]")
    return staff


def open_case(staff: Visitor, number: str) -> None:
    """Find the case by its number in the list, and open it."""
    staff.go(f"/admin/oversight/cases/?q={number}")
    staff.press(f"main a:has-text('{number}')")


def deed(staff: Visitor, name: str, **fields: Any) -> None:
    """Do a deed with the open case: press its button, fill in the form, send it.

    A value of True ticks the box, other values are chosen from a list or typed.
    """
    staff.press(f"main a[href$='/{name}/']")
    for field, value in fields.items():
        control = staff.page.locator(f"main form [name={field}]")
        if value is True:
            control.check()
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    staff.press("main .case-form-end button")


def ask_back(staff: Visitor, number: str, question: str) -> None:
    """Ask the citizen of this case something."""
    open_case(staff, number)
    deed(staff, "ask_back", question=question)
