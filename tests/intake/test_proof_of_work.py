"""The solver in the browser finds what the server asks for, also on a slow phone and on plain HTTP."""

import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from openday.intake.captcha import proof
from tests.journeys.browser import ARGUMENTS

SCRIPTS = Path(__file__).resolve().parents[2] / "site" / "static" / "js"
# Not localhost: there the browser would hand out crypto.subtle, which a LAN address does not get.
SITE = "http://openday.lan"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    opened = context.new_page()

    def answer(route):
        name = route.request.url.removeprefix(SITE + "/")
        if name.endswith(".js"):
            route.fulfill(body=(SCRIPTS / name).read_text(), content_type="text/javascript")
        elif route.request.method == "POST":
            route.fulfill(body=f"<pre>{route.request.post_data}</pre>", content_type="text/html")
        else:
            route.fulfill(body=FORMS.get(name, form)(), content_type="text/html")

    opened.route(f"{SITE}/**", answer)
    yield opened
    context.close()


def form() -> str:
    task = proof.challenge("visit")
    salt = task["salt"].replace("&", "&amp;")
    return f"""<!doctype html><form method="post" action="/sent"><input name="who"><button name="go" value="1">Send</button>
      <div data-proof-of-work data-salt="{salt}" data-challenge="{task["challenge"]}" data-signature="{task["signature"]}"
           data-largest="{task["maxNumber"]}" data-working="Working." data-done="Done.">
        <input type="hidden" name="captcha" value=""><p role="status"></p>
        <div data-question><label for="a">What is one plus one?</label><input id="a" name="captcha_answer"></div>
      </div></form><script type="module" src="/proof-of-work.js"></script>"""


def hopeless(*, largest: int) -> str:
    """A form whose number cannot be found, however long the browser looks below `largest`."""
    page = re.sub(r'data-challenge="\w+"', f'data-challenge="{"0" * 64}"', form())
    return page.replace('data-largest="60000"', f'data-largest="{largest}"')


# What else a page may come with, by its address.
FORMS = {
    "answered-wrongly": lambda: form().replace('name="captcha_answer"', 'name="captcha_answer" aria-invalid="true"'),
    "without-solution": lambda: hopeless(largest=1),
    "without-end": lambda: hopeless(largest=10**9),
}


def sent(page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(page.locator("pre").inner_text()).items()}


def test_the_hash_is_sha_256_for_every_length(page):
    page.goto(SITE)
    texts = [("x" * prefix, "7" * ending) for prefix in (0, 1, 40, 54, 55, 56, 63, 64, 65, 119, 120, 128) for ending in (0, 1, 5)]

    hashes = page.evaluate(
        """async (texts) => {
            const { hasher } = await import("/sha256.js");
            const hex = (word) => word.toString(16).padStart(8, "0");
            return texts.map(([prefix, ending]) => Array.from(hasher(prefix)(ending), hex).join(""));
        }""",
        texts,
    )

    assert hashes == [hashlib.sha256((prefix + ending).encode()).hexdigest() for prefix, ending in texts]


def test_the_question_is_hidden_and_the_proof_is_there_soon_after_the_first_touch(page):
    page.goto(SITE)
    assert not page.locator("[data-question]").is_visible()
    assert page.evaluate("window.isSecureContext") is False

    page.locator("[name=who]").focus()
    page.wait_for_function("document.querySelector('[name=captcha]').value !== ''")

    assert proof.token_of(page.locator("[name=captcha]").input_value(), action="visit")


def test_a_person_who_sends_at_once_waits_a_moment_and_keeps_the_button_they_pressed(page):
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(SITE)

    page.locator("[name=go]").click()
    page.locator("pre").wait_for(timeout=60_000)

    assert sent(page)["go"] == "1"
    assert proof.token_of(sent(page)["captcha"], action="visit")


def test_a_question_to_which_the_summary_of_errors_leads_stays_in_sight(page):
    page.goto(f"{SITE}/answered-wrongly")
    assert page.locator("[data-question]").is_visible()

    page.locator("[name=go]").click()
    page.locator("pre").wait_for(timeout=60_000)

    # The proof alone would have done.
    assert (sent(page).get("captcha_answer"), bool(sent(page)["captcha"])) == (None, True)


def test_who_waits_for_a_check_that_fails_is_led_to_the_question(page):
    page.goto(f"{SITE}/without-solution")

    # As a press of Enter on a phone's keyboard does: nothing was touched before, so the search begins only now.
    page.evaluate("document.forms[0].requestSubmit(document.querySelector('[name=go]'))")

    expect(page.locator("[name=captcha_answer]")).to_be_focused()
    assert page.locator("[role=status]").inner_text() == ""


def test_waiting_is_said_aloud(page):
    page.goto(f"{SITE}/without-end")
    assert page.locator("[role=status]").inner_text() == ""

    page.locator("[name=go]").click()

    expect(page.locator("[role=status]")).to_have_text("Working.")


def test_the_page_stays_quick_while_it_works(page):
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(SITE)
    page.evaluate(
        """() => { window.longest = 0; let last = performance.now();
            const watch = () => {
                const now = performance.now();
                window.longest = Math.max(window.longest, now - last);
                last = now;
                setTimeout(watch, 0);
            };
            watch(); }"""
    )

    page.locator("[name=who]").focus()
    page.wait_for_function("document.querySelector('[name=captcha]').value !== ''", timeout=60_000)

    # A finger does not notice a tenth of a second; a shared test machine may add some of its own.
    assert page.evaluate("window.longest") < 250


def test_without_javascript_the_question_is_there(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(form())

    assert page.locator("[data-question]").is_visible()
    context.close()


def test_a_challenge_that_cannot_be_solved_brings_the_question_back(page):
    page.route(
        f"{SITE}/hopeless",
        lambda route: route.fulfill(body=form().replace('data-largest="60000"', 'data-largest="1"'), content_type="text/html"),
    )
    page.goto(f"{SITE}/hopeless")

    page.locator("[name=who]").focus()
    page.locator("[data-question]").wait_for(state="visible")
