"""What every walk does on every page."""

import itertools
import re
from typing import Any

from playwright.sync_api import expect

from tests.journeys.access import barriers_for_the_keyboard, barriers_in_every_mode
from tests.journeys.browser import Visitor
from tests.journeys.question import answer

_PEOPLE = itertools.count(1)


def mobile() -> str:
    """A number that nobody in the walks has used."""
    return f"1390000{next(_PEOPLE):04}"


def address(name: str) -> str:
    return f"{name}-{next(_PEOPLE)}@example.org"


def look(visitor: Visitor, step: str) -> None:
    """Keep a picture of the page, which must have no barrier and no sideways scroll."""
    visitor.shot(step)
    found = [*barriers_in_every_mode(visitor), *barriers_for_the_keyboard(visitor)] if visitor.thorough else visitor.barriers()
    assert found == [], f"{step}: {found}"
    assert not visitor.scrolls_sideways(), step


def prove_human(visitor: Visitor) -> None:
    """With JavaScript the proof is found by itself; without it a person answers the question."""
    if visitor.javascript:
        # Not wait_for_function: it polls by eval, which the page's content policy forbids.
        expect(visitor.page.locator("[name=captcha]")).to_have_value(re.compile(".{20,}"), timeout=60_000)
    else:
        visitor.page.fill("[name=captcha_answer]", answer(visitor.page.inner_text("label[for=id_captcha_answer]")))


def state(visitor: Visitor) -> Any:
    """What the page says it is (`data-state`, CONTRACT.md)."""
    return visitor.page.get_attribute("main", "data-state")
