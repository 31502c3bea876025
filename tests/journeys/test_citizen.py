"""A citizen tells the authority something, keeps the receipt, and the quality office answers."""

import re

import pytest

from tests.journeys.test_visitor import EVERY_FACE, fits, prove_human

pytestmark = [pytest.mark.browser, pytest.mark.journeys]

PASSWORD = "demo-open-day-2026"


def give_feedback(visitor, text: str) -> tuple[str, str]:
    """Send feedback without a name; return (case number, secret code)."""
    page = visitor.page
    visitor.go(f"/{visitor.language}/oversight/")
    visitor.shot("oversight")
    fits(visitor)
    page.locator("main a[href$='/oversight/feedback/']").first.click()
    visitor.shot("subject")
    fits(visitor)
    page.locator("main a[href*='category=suggestion'], main [value=suggestion]").first.click()
    if page.locator("main [name=category][type=radio]").count():
        page.locator("main form [type=submit]").first.click()
    page.fill("[name=text]", text)
    page.check("[name=identity][value=unnamed]")
    visitor.shot("form")
    fits(visitor)
    prove_human(visitor)
    page.locator("main form.feedback-form [type=submit]").click()
    page.wait_for_selector("main[data-state=received]")
    visitor.shot("receipt")
    fits(visitor)
    return page.inner_text("#receipt-number").strip(), page.inner_text("#receipt-code").strip()


@pytest.mark.parametrize("visitor", EVERY_FACE, indirect=True)
def test_feedback_without_a_name_is_received_and_followed(visitor):
    page = visitor.page
    number, code = give_feedback(visitor, "建议在开放日增加手语讲解。" * 3)
    assert re.fullmatch(r"FK-\d{4}-\d{6}", number)
    assert code not in page.url

    page.fill("[name=code]", code.lower())
    page.locator("main .receipt-check [type=submit]").click()
    visitor.shot("saved")
    fits(visitor)
    visitor.go(f"/{visitor.language}/oversight/case/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    visitor.shot("find")
    fits(visitor)
    page.locator("main form [type=submit]").first.click()
    assert number in page.inner_text("main")
    visitor.shot("case")
    fits(visitor)
    assert visitor.faults == []
