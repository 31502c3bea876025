"""Everybody gets in: by keyboard alone, by ear, and in every way to read the site. docs/accessibility.md says which test proves what."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import tree
from tests.journeys.access import barriers_for_the_keyboard
from tests.journeys.faces import faces
from tests.journeys.steps import address, look, prove_human, state
from tests.journeys.test_citizen import TEXT, choose, open_case
from tests.journeys.test_citizen import send as send_message
from tests.journeys.test_visitor import confirm, fill_in, open_session, register, send

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
CHINESE = [{"language": "zh-hans", "width": 1280}]
PAGES = [
    "",
    "open-days/",
    "open-days/food-residues/",
    "laboratories/",
    "news/",
    "search/?query=%E9%A3%9F%E5%93%81",
    "visits/find/",
    "visits/groups/food-residues/",
    "oversight/",
]


def focused(visitor) -> str:
    return visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def reads(visitor) -> dict[str, str]:
    return visitor.page.evaluate("({...document.documentElement.dataset})")


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 320}, {"language": "en", "width": 1280}], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_every_control_says_what_it_is_and_nothing_twice(visitor, path):
    visitor.go(f"/{visitor.language}/{path}")

    rows = tree.heard(visitor)
    assert tree.noise(rows) == []
    assert tree.links_alike(visitor) == []
    assert {row.role for row in rows} >= {"banner", "main", "contentinfo", "navigation"}


@pytest.mark.parametrize(
    ("broken", "heard"),
    [
        ("<button></button>", ["no name: button"]),
        ("<button>预约</button><button>预约</button>", ["alike: 预约"]),
        ("<a href='/'>开放日时间 开放日时间</a>", ["twice: 开放日时间 开放日时间"]),
        ("<h4>一</h4>", ["heading 4 after 1"]),
    ],
)
def test_the_ear_notices_what_is_broken(visitor, broken, heard):
    visitor.go("/zh-hans/visits/find/")
    visitor.page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", broken)

    assert tree.noise(tree.heard(visitor)) == heard


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_a_list_of_sessions_is_told_apart_by_ear(visitor):
    visitor.go("/zh-hans/open-days/")
    rows = tree.heard(visitor)

    names = [row.name for row in tree.of_role(rows, "link") if row.name.startswith("预约 ")]
    assert len(names) > 5
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.search(r"\d+月\d+日.*\d\d:\d\d", name)] == []
    # Places are words with their unit, not a bare number beside a colour.
    places = visitor.page.locator("[data-places]").all_inner_texts()
    assert [text for text in places if re.fullmatch(r"[\d\s]*", text)] == []
    days = [row.name for row in tree.of_role(rows, "link") if re.search(r"\d+月\d+日.*\d+个场次", row.name)]
    assert days
    assert len(set(days)) == len(days)


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_a_session_that_fills_up_is_said_once(visitor):
    answer = {}
    visitor.page.route("**/api/places/**", lambda route: route.fulfill(json=answer))
    visitor.go("/zh-hans/open-days/")
    number = visitor.page.locator("[data-session][data-state=open]").first.get_attribute("data-session")
    row = visitor.page.locator(f"[data-session='{number}']")
    answer[number] = {"state": "waiting", "left": 0}

    row.scroll_into_view_if_needed()

    region = visitor.page.locator("[data-live-places] > [role=status]")
    expect(region).to_have_text(re.compile("候补"), timeout=15_000)
    assert re.search(r"\d\d:\d\d", region.inner_text())
    assert "候补" in row.locator("[data-register]").inner_text()


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_of_sessions_that_change_at_once_none_is_passed_over(visitor):
    answer = {}
    visitor.page.route("**/api/places/**", lambda route: route.fulfill(json=answer))
    visitor.go("/zh-hans/open-days/")
    rows = visitor.page.locator("[data-session][data-state=open]")
    answer |= {rows.nth(at).get_attribute("data-session"): {"state": "waiting", "left": 0} for at in (0, 1)}

    rows.first.scroll_into_view_if_needed()

    expect(visitor.page.locator("[data-live-places] > [role=status] > *")).to_have_text([re.compile("候补")] * 2, timeout=15_000)


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_the_form_its_errors_and_the_ticket_by_ear(visitor, demo):
    session = open_session(demo)
    visitor.go(f"/zh-hans/visits/{session}/register/")
    assert tree.noise(tree.heard(visitor)) == []
    send(visitor)

    rows = tree.heard(visitor)
    # The page opens on the summary: its title, then each fault, in the order of the fields.
    alert = tree.named(rows, "alert", "请检查")
    assert alert.told.get("focused") is True
    assert visitor.page.title().startswith("请检查")
    assert tree.noise(rows) == []
    targets = visitor.page.eval_on_selector_all("[role=alert] a", "links => links.map(link => link.hash)")
    order = visitor.page.eval_on_selector_all("main [id]", "all => all.map(one => '#' + one.id)")
    assert sorted(targets, key=order.index) == targets
    for target in targets:
        control = visitor.page.locator(target)
        assert control.get_attribute("aria-invalid") == "true"
    contact = tree.named(rows, "textbox", "手机号")
    assert contact.told["invalid"] == "true"
    # Hint and fault belong to the field itself: they are read with it.
    assert visitor.page.locator("#id_contact_error").inner_text() in contact.description
    purposes = {name: visitor.page.get_attribute(f"[name={name}]", "autocomplete") for name in ("name", "contact")}
    assert purposes == {"name": "name", "contact": "email"}
    groups = [row.name for row in tree.of_role(rows, "group") if row.name]
    # The parts of the form; inside one of them a choice may be a group of its own.
    parts = visitor.page.locator("main form.visit__form > fieldset > legend").all_inner_texts()
    assert [name for name in groups if name in parts] == parts

    fill_in(visitor, contact=address("ear"))
    send(visitor)
    assert state(visitor) == "review"
    assert tree.noise(tree.heard(visitor)) == []
    confirm(visitor)
    rows = tree.heard(visitor)
    assert tree.noise(rows) == []
    assert tree.of_role(rows, "heading")[0].name == visitor.page.inner_text("h1")
    assert tree.named(rows, "article", "")
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 320, "javascript": False}], indirect=True)
def test_the_question_against_robots_needs_no_eyes(visitor, demo):
    visitor.go(f"/zh-hans/visits/{open_session(demo)}/register/")
    rows = tree.heard(visitor)

    question = visitor.page.inner_text("label[for=id_captcha_answer]")
    answer = tree.named(rows, "textbox", question)
    assert answer.description == visitor.page.inner_text("#id_captcha_answer_help")
    assert visitor.page.locator("main form.visit__form img, main form.visit__form canvas, main form.visit__form iframe").count() == 0


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_a_case_is_followed_by_ear(visitor):
    choose(visitor, "suggestion")
    visitor.press("main form.feedback-form [type=submit]")
    rows = tree.heard(visitor)
    assert tree.noise(rows) == []
    assert tree.named(rows, "alert", "请检查").told.get("focused") is True
    visitor.page.fill("[name=text]", TEXT)
    visitor.page.check("[name=identity][value=unnamed]")
    number, code = send_message(visitor)
    receipt = tree.heard(visitor)
    open_case(visitor, number, code)
    case = tree.heard(visitor)

    assert (tree.noise(receipt), tree.noise(case)) == ([], [])
    assert tree.of_role(case, "heading")[0].name.endswith(number)
    # Where the case stands comes first, what was written before comes last.
    levels = [row.told["level"] for row in tree.of_role(case, "heading") if "footer" not in row.name]
    assert levels[:2] == [1, 2]
    assert visitor.page.locator("[aria-current=step]").count() == 1


@pytest.mark.long
@pytest.mark.parametrize("visitor", faces()[::3], indirect=True)
def test_states_that_no_other_walk_comes_to(visitor, demo):
    page, contact = visitor.page, address("states")
    session = open_session(demo)
    register(visitor, session, contact=contact, adults=1, children=0)
    ticket = page.url
    page.goto(f"{ticket}party/")
    page.fill("[name=adults]", "99")
    visitor.press("main form [type=submit]")
    assert page.locator("[role=alert]").count() == 1
    look(visitor, "party-errors")
    page.context.clear_cookies()
    visitor.go(f"/{visitor.language}/visits/{session}/register/")
    fill_in(visitor, contact=contact, adults=1, children=0)
    send(visitor)
    confirm(visitor)
    assert state(visitor) == "already"
    look(visitor, "already")

    choose(visitor, "suggestion")
    page.fill("[name=text]", TEXT)
    page.check("[name=identity][value=unnamed]")
    number, code = send_message(visitor)
    page.fill("[name=code]", "0000-0000-0000")
    visitor.press("main .receipt-check [type=submit]")
    look(visitor, "receipt-errors")
    visitor.go(f"/{visitor.language}/oversight/case/")
    visitor.press("main form:has([name=number]) [type=submit]")
    look(visitor, "find-case-errors")
    open_case(visitor, number, code)
    visitor.press("main #write form [type=submit]")
    look(visitor, "message-errors")
    visitor.press("main a[href$='/withdraw/']")
    look(visitor, "withdraw")
    visitor.press("main form [type=submit]")
    look(visitor, "withdrawn")
    visitor.press(".case-head form [type=submit]")
    look(visitor, "signed-out")
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_numbers_are_stepped_by_keyboard_and_said(visitor, demo):
    page = visitor.page
    visitor.go(f"/zh-hans/visits/{open_session(demo)}/register/")
    fewer, more = page.locator(".count__step").nth(0), page.locator(".count__step").nth(1)
    visitor.tab_to("[name=adults]")
    page.keyboard.press("ArrowUp")
    assert page.input_value("[name=adults]") == "2"
    page.keyboard.press("Tab")
    assert page.evaluate("one => document.activeElement === one", more.element_handle())
    page.keyboard.press("Enter")
    assert page.input_value("[name=adults]") == "3"
    expect(page.locator(".count__control [role=status]").first).to_have_text(re.compile("3$"))
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    for _ in range(5):
        page.keyboard.press("Space")

    assert page.input_value("[name=adults]") == "1"
    # At the end the button says so and keeps the focus: who steps on must not land at the top of the page.
    assert fewer.get_attribute("aria-disabled") == "true"
    assert page.evaluate("one => document.activeElement === one", fewer.element_handle())
    names = [row.name for row in tree.of_role(tree.heard(visitor), "button") if "：" in row.name or ":" in row.name]
    assert len(set(names)) == len(names) >= 6


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_ways_to_read_and_languages_by_keyboard(visitor):
    page = visitor.page
    visitor.go("/zh-hans/news/")
    page.keyboard.press("Tab")
    assert "skip-link" in focused(visitor)
    for choice in ("text:large", "contrast:high", "layout:simple"):
        visitor.tab_to(f'[data-comfort="{choice}"]')
        page.keyboard.press("Space")
    assert reads(visitor) == {"text": "large", "contrast": "high", "layout": "simple"}
    rows = tree.heard(visitor)
    assert [row.told.get("pressed") for row in tree.of_role(rows, "button") if row.name in {"大字", "高对比", "简洁"}] == ["true"] * 3
    assert tree.named(rows, "group", "阅读方式")
    assert barriers_for_the_keyboard(visitor) == []
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    visitor.tab_to(".masthead__languages a[lang=en]")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/en/news/")
    assert reads(visitor) == {"text": "large", "contrast": "high", "layout": "simple"}
    current = page.locator(".masthead__languages [aria-current]")
    assert current.get_attribute("lang") == "en"


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_month_and_filter_by_keyboard(visitor):
    page = visitor.page
    visitor.go("/zh-hans/open-days/")
    visitor.tab_to(".month a[rel~=next]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("#month-name").inner_text()
    visitor.go("/zh-hans/open-days/")
    visitor.tab_to(".month__sheet a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert tree.of_role(tree.heard(visitor), "table")
    assert page.locator(".month__sheet [aria-current=date]").count() == 1
    visitor.go("/zh-hans/open-days/")
    visitor.tab_to(".filters summary")
    page.keyboard.press("Enter")
    visitor.tab_to("[name=unit]")
    page.keyboard.press("ArrowDown")
    # Choosing changes nothing by itself (WCAG 3.2.2); the button sends it.
    assert "unit=" not in page.url
    visitor.tab_to(".filters [type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert re.search(r"unit=\w+", page.url)
    assert barriers_for_the_keyboard(visitor) == []


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 320}], indirect=True)
def test_suggestions_of_the_search_by_keyboard_and_by_ear(visitor):
    page = visitor.page
    visitor.go("/zh-hans/search/")
    visitor.tab_to("#query")
    page.keyboard.type("食品")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert visitor.barriers() == []
    page.keyboard.press("ArrowDown")
    visitor.shot("suggestions")
    expect(page.locator("[role=combobox] ~ [role=status]")).to_have_text(re.compile(r"\d+$"))
    title = page.locator("[role=option][aria-selected=true]").inner_text()
    rows = tree.heard(visitor)
    box = tree.of_role(rows, "combobox")[0]
    assert (box.name, box.told["expanded"]) == (page.inner_text("label[for=query]"), True)
    assert "activedescendant" in box.told
    assert next(row.name for row in tree.of_role(rows, "option")) == title
    page.keyboard.press("Escape")
    assert page.locator("[role=listbox]").is_hidden()
    assert (page.input_value("#query"), page.get_attribute("#query", "aria-activedescendant")) == ("食品", None)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    # Wide punctuation is searched for as its narrow form.
    assert page.input_value("#query") == title.replace("：", ":")
    assert page.locator(".search-hits a").first.inner_text() == title
    assert visitor.faults == []


@pytest.mark.parametrize("visitor", [{"language": "zh-hans", "width": 1280}], indirect=True)
def test_nothing_that_stays_put_covers_the_focus(visitor):
    # As on a small laptop with a large zoom: the month stays beside the list while it scrolls.
    visitor.page.set_viewport_size({"width": 1100, "height": 420})
    visitor.go("/zh-hans/open-days/")

    assert barriers_for_the_keyboard(visitor) == []


@pytest.mark.parametrize("visitor", CHINESE, indirect=True)
def test_links_of_a_card_beside_its_title_can_be_pressed(visitor):
    # The link of the title covers the card; a press on a file led to the page of the dataset.
    visitor.go("/zh-hans/open-data/")

    with visitor.page.expect_download() as download:
        visitor.page.locator("main .card a[href$='.csv']").first.click()
    assert download.value.suggested_filename.endswith(".csv")


def test_the_check_that_needs_no_answer_leaves_no_question_behind(visitor, demo):
    visitor.go(f"/zh-hans/visits/{open_session(demo)}/register/")
    visitor.tab_to("[name=name]")
    prove_human(visitor)
    status = visitor.page.locator("[data-proof-of-work] [role=status]")

    assert status.count() == 1
    assert visitor.page.locator("[data-proof-of-work] [data-question]").is_hidden()
