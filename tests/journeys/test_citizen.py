"""A citizen tells the authority something, keeps the receipt, follows the case and answers a question."""

import io
import re

import pytest
from PIL import Image

from tests.journeys.faces import faces
from tests.journeys.mailbox import words_of
from tests.journeys.office import ask_back, sign_in
from tests.journeys.steps import address, look, prove_human, state

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
TEXT = "建议在开放日增加手语讲解。" * 3


def photo() -> dict[str, object]:
    """A picture as a phone makes one."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    return {"name": "IMG_2026.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def choose(visitor, category: str) -> None:
    """From the oversight page to the form of this category."""
    visitor.go(f"/{visitor.language}/oversight/")
    visitor.press("main a[href$='/oversight/feedback/']")
    visitor.page.check(f"[name=category][value={category}]")
    visitor.press("main form.about-form [type=submit]")


def send(visitor) -> tuple[str, str]:
    """Send the form; return (case number, secret code) from the receipt."""
    prove_human(visitor)
    visitor.press("main form.feedback-form [type=submit]")
    assert state(visitor) == "received"
    return visitor.page.inner_text("#receipt-number").strip(), visitor.page.inner_text("#receipt-code").strip()


def open_case(visitor, number: str, code: str) -> None:
    visitor.go(f"/{visitor.language}/oversight/case/")
    visitor.page.fill("[name=number]", number)
    visitor.page.fill("[name=code]", code)
    visitor.press("main form:has([name=number]) [type=submit]")
    assert state(visitor) == "case"


@pytest.mark.parametrize("visitor", faces(("zh-hans", 1280, False), ("en", 320, True)), indirect=True)
def test_feedback_without_a_name_is_received_and_followed(visitor):
    page = visitor.page
    visitor.go(f"/{visitor.language}/oversight/")
    look(visitor, "oversight")
    visitor.press("main a[href$='/oversight/feedback/']")
    look(visitor, "subject")
    page.check("[name=category][value=quality]")
    visitor.press("main form.about-form [type=submit]")
    look(visitor, "form")

    # Nothing filled in: every gap is named, with a link to it.
    visitor.press("main form.feedback-form [type=submit]")
    assert page.locator("[role=alert] a").count() >= 3
    look(visitor, "errors")

    page.locator("[name=check_item]").first.check()
    page.fill("[name=text]", TEXT)
    page.check("[name=identity][value=unnamed]")
    page.set_input_files("[name=pictures]", photo())
    number, code = send(visitor)
    look(visitor, "receipt")
    assert re.fullmatch(r"FK-\d{4}-\d{6}", number)
    assert code not in page.url

    page.fill("[name=code]", code.lower())
    visitor.press("main .receipt-check [type=submit]")
    look(visitor, "saved")
    assert code not in page.content()
    visitor.go(f"/{visitor.language}/oversight/case/")
    look(visitor, "find")
    open_case(visitor, number, code)
    assert number in page.inner_text("h1")
    look(visitor, "case")
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", faces(("zh-hans", 320, True), ("en", 1280, False)), indirect=True)
def test_a_named_citizen_answers_the_question_of_the_office(visitor, people, demo):
    # The same characters in both scripts: who reads Traditional sees what the office writes converted.
    contact, question = address("citizen"), "您在哪一天上午？"
    page = visitor.page
    choose(visitor, "suggestion")
    page.fill("[name=text]", TEXT)
    page.check("[name=identity][value=named]")
    page.fill("[name=name]", "演示市民")
    page.fill("[name=contact]", contact)
    number, code = send(visitor)
    office = sign_in(people("office"), "quality")
    ask_back(office, number, question)

    letters = demo.letters.wait(contact, count=2)
    # A mailbox may be read by others: letters name the case, never what it is about, nor the code.
    assert [number in words_of(letter) for letter in letters] == [True, True]
    assert [word for word in (question, code) if word in "".join(words_of(letter) for letter in letters)] == []
    open_case(visitor, number, code)
    assert question in page.inner_text("main")
    look(visitor, "question")
    page.fill("[name=text]", "星期六上午。")
    page.set_input_files("[name=pictures]", photo())
    visitor.press("main #write form [type=submit]")

    assert "星期六上午。" in page.inner_text("main")
    look(visitor, "answered")
    office.page.reload()
    assert "星期六上午。" in office.page.inner_text("main")
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", [{"language": "en", "width": 1280}], indirect=True)
def test_a_keyboard_is_enough_to_write_with_a_hidden_contact(visitor):
    page = visitor.page
    visitor.go("/en/oversight/feedback/")
    visitor.tab_to("[name=category]")
    page.keyboard.press("ArrowDown")
    visitor.tab_to("main form.about-form [type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("form.feedback-form")
    assert page.input_value("[name=category]") == "suggestion"
    visitor.tab_to("[name=text]")
    page.keyboard.type("Please offer tours in sign language.")
    visitor.tab_to("[name=identity]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.is_checked("[name=identity][value=contact_hidden]")
    visitor.tab_to("[name=contact]")
    page.keyboard.type(address("hidden"))
    prove_human(visitor)
    visitor.tab_to("main form.feedback-form [type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("main[data-state=received]")

    assert re.fullmatch(r"FK-\d{4}-\d{6}", page.inner_text("#receipt-number").strip())
    assert visitor.faults == []
