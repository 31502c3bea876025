"""Staff at work: an open day from its plan to its cancelled session, and a case from the letter to the public page."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.mailbox import words_of
from tests.journeys.office import deed, open_case, sign_in
from tests.journeys.steps import address, look, state
from tests.journeys.test_citizen import TEXT, choose, send
from tests.journeys.test_citizen import open_case as find_case
from tests.journeys.test_visitor import register

pytestmark = [pytest.mark.browser, pytest.mark.journeys]
LANGUAGES = [pytest.param("zh-hans"), pytest.param("en", marks=pytest.mark.long)]
# Both walks may meet on one site: each has an open day of its own, here in Chinese and in English.
NAMES = {"zh-hans": ("蜂蜜开放日", "Honey day"), "en": ("蜂蜡开放日", "Beeswax day")}
# The buttons of the editor of translations.
WORDS = {"zh-hans": (re.compile("^翻译$"), re.compile("^保存$")), "en": (re.compile("^Translate$"), re.compile("^Save$"))}
SAVE = "main form footer [type=submit], main form .footer [type=submit]"


def shown_name(organiser) -> str:
    return NAMES[organiser.language][organiser.language == "en"]


def plan_open_day(organiser, *, code: str, names: tuple[str, str] | None = None) -> None:
    page = organiser.page
    name_zh, name_en = names or NAMES[organiser.language]
    organiser.go("/admin/open-days/new/")
    given = {"code": code, "name_zh": name_zh, "name_en": name_en, "place_zh": "深圳福田", "place_en": "Futian"}
    for field, value in given.items():
        page.fill(f"[name={field}]", value)
    page.check("[name=audience][value=families]")
    organiser.shot("open-day")
    organiser.press(SAVE)
    organiser.shot("open-days")
    assert page.locator(f"main a:has-text('{name_en if organiser.language == 'en' else name_zh}')").count()


def plan_session(organiser, *, places: int) -> None:
    page = organiser.page
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=12)
    organiser.go("/admin/sessions/new/")
    page.select_option("[name=open_day]", label=shown_name(organiser))
    page.fill("[name=day]", f"{day:%Y-%m-%d}")
    # Both languages may be walked on one site: two sessions at the same hour would have links of the same name.
    page.fill("[name=starts]", f"{10 if organiser.language == 'en' else 14}:00")
    page.fill("[name=ends]", f"{11 if organiser.language == 'en' else 15}:30")
    page.fill("[name=individuals]", str(places))
    page.fill("[name=groups]", "20")
    organiser.shot("session")
    organiser.press(SAVE)


def write_page(organiser, *, language: str, title: str, summary: str, open_day: str = "") -> None:
    """Write the page of the open day below the list of this language, look at the preview, submit it."""
    page = organiser.page
    organiser.go("/admin/pages/")
    organiser.press(f"main tr:has(a[href='/{language}/']) a.icon-arrow-right, main tr:has(a[href='/{language}/']) td.children a")
    organiser.press(f"main tr:has(a[href='/{language}/open-days/']) td.children a")
    organiser.press("a[href*='/add_subpage/']")
    page.select_option("[name=open_day]", label=open_day or shown_name(organiser))
    page.fill("[name=title]", title)
    page.fill("[name=summary]", summary)
    page.click("[data-side-panel-toggle=preview]")
    preview = page.frame_locator("#w-preview-iframe")
    preview.locator("h1", has_text=title).wait_for()
    organiser.shot(f"preview-{language}")
    page.click("[data-side-panel-toggle=preview]")
    page.click("footer .w-dropdown__toggle")
    organiser.press("[name=action-submit]")


def translate_page(organiser, *, title: str, words: str) -> None:
    """Translate the page with the editor of translations, text by text, and ask the editors to publish it."""
    page = organiser.page
    organiser.go(f"/admin/pages/search/?q={title}")
    organiser.press(f"main td.title a:has-text('{title}')")
    organiser.go(f"/admin/localize/submit/page/{page.url.rstrip('/').split('/')[-2]}/")
    page.locator("main form [name=locales]").first.check()
    organiser.press("main form [type=submit]")
    editor = page.locator(".js-translation-editor")
    # The first button of a text opens it, and closes it again when it is saved; its words are in the user's language.
    begin, save = (editor.locator("button:visible", has_text=word) for word in WORDS[organiser.language])
    begin.first.wait_for()
    while begin.count():
        begin.first.click()
        editor.locator("textarea:visible, [contenteditable=true]:visible").first.fill(words)
        with page.expect_response("**/edit/"):
            save.first.click()
        save.first.wait_for(state="detached")
    organiser.shot("translated")
    organiser.press(".moderation button")
    assert organiser.page.locator(".messages .success").count() == 1


def approve(editor, title: str) -> None:
    """From the front page of the staff area to the published page."""
    page = editor.page
    editor.go("/admin/")
    editor.shot("waiting-for-moderation")
    editor.press(f"main a:has-text('{title}')")
    page.click("footer .w-dropdown__toggle")
    editor.shot("approve")
    editor.press("footer [data-workflow-action-name=approve]:not([data-launch-modal=true])")
    editor.shot("approved")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_day_is_planned_published_visited_and_cancelled(people, demo, language):
    # Chinese gives no address of its own: the page takes the code of the open day. The English one gets its title.
    code, chinese, english = f"honey-{language}", "走近蜂蜜", "Close to honey" if language == "zh-hans" else "Nearer to honey"
    organiser = sign_in(people("organiser", language=language), "organiser")
    organiser.shot("front")
    plan_open_day(organiser, code=code)
    plan_session(organiser, places=10)
    write_page(organiser, language="zh-hans", title=chinese, summary="看看蜂蜜怎样检测。")
    write_page(organiser, language="en", title=english, summary="See how honey is tested.")
    assert organiser.go(f"/zh-hans/open-days/{code}/").status == 404
    editor = sign_in(people("editor", language=language), "editor")
    approve(editor, chinese)
    approve(editor, english)

    visitor, contact = people("visitor", language="en"), address("honey")
    visitor.go(f"/zh-hans/open-days/{code}/")
    assert chinese in visitor.page.inner_text("h1")
    look(visitor, "public-zh")
    visitor.press("a[hreflang=en]")
    look(visitor, "public-en")
    session = int(visitor.page.get_attribute("main a[href$='/register/']", "href").split("/")[-3])
    register(visitor, session, contact=contact, adults=2, children=0)

    masked_then_shown(organiser, session, contact)
    exported(organiser, session, contact)
    cancelled(organiser, session)
    letter = words_of(demo.letters.wait(contact, count=2)[-1])
    assert "The laboratory floods." in letter
    visitor.page.reload()
    assert state(visitor) == "cancelled"
    assert organiser.faults == editor.faults == visitor.faults == []


def test_a_translation_waits_for_the_editor_who_publishes_it(people):
    code, chinese, english = "royal-jelly", "走近蜂王浆", "Close to royal jelly"
    organiser = sign_in(people("organiser"), "organiser")
    plan_open_day(organiser, code=code, names=("蜂王浆开放日", "Royal jelly day"))
    write_page(organiser, language="zh-hans", title=chinese, summary="看看蜂王浆怎样检测。", open_day="蜂王浆开放日")
    translate_page(organiser, title=chinese, words=english)
    assert organiser.go(f"/en/open-days/{code}/").status == 404

    editor = sign_in(people("editor"), "editor")
    editor.shot("translations-waiting")
    editor.press(f"main a:has-text('{english}')")
    assert editor.page.locator(".moderation").count() == 1
    publish = editor.page.locator("footer button", has_text="发布")
    publish.first.wait_for()
    with editor.page.expect_navigation(wait_until="load"):
        publish.first.click()
    editor.shot("translation-published")

    visitor = people("visitor", language="en")
    visitor.go(f"/en/open-days/{code}/")
    assert english in visitor.page.inner_text("h1")
    assert organiser.faults == editor.faults == visitor.faults == []


def masked_then_shown(organiser, session: int, contact: str) -> None:
    page = organiser.page
    organiser.go(f"/admin/registrations/?session={session}")
    organiser.shot("registrations")
    assert contact not in page.content()
    organiser.press("main table tbody tr a")
    assert contact not in page.content()
    organiser.shot("registration")
    page.fill("[name=reason]", "打电话确认轮椅")
    organiser.press("main form [type=submit]")
    assert contact in page.inner_text("main")
    organiser.shot("revealed")


def exported(organiser, session: int, contact: str) -> None:
    page = organiser.page
    organiser.go(f"/admin/registrations/?session={session}")
    page.click("header .w-dropdown__toggle, .w-header-button")
    with page.expect_download() as kept:
        page.click("a[href*='export=csv']")
    table = Path(kept.value.path()).read_text(encoding="utf-8-sig")
    assert len(table.splitlines()) == 2
    assert contact not in table


def cancelled(organiser, session: int) -> None:
    page = organiser.page
    organiser.go("/admin/sessions/")
    organiser.shot("sessions")
    row = f"main tr:has(a[href*='/sessions/edit/{session}/'])"
    page.click(f"{row} .w-dropdown__toggle")
    organiser.press(f"a[href$='/session-changes/cancel/?session={session}']")
    organiser.shot("cancel")
    page.fill("[name=reason_zh]", "实验室进水。")
    page.fill("[name=reason_en]", "The laboratory floods.")
    organiser.press("main form.season [type=submit]")
    # Ten minutes to take it back; here nobody wants to wait.
    organiser.shot("cancelled")
    organiser.press("main form[action*='/write'] [type=submit]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_goes_from_the_letter_to_the_public_page(people, demo, language):
    contact, summary = address("case"), f"有市民建议增加手语讲解（{language}）。"
    citizen = people("citizen", language=language)
    choose(citizen, "suggestion")
    citizen.page.fill("[name=text]", TEXT)
    citizen.page.check("[name=identity][value=contact_hidden]")
    citizen.page.fill("[name=contact]", contact)
    citizen.page.check("[name=consent]")
    number, code = send(citizen)

    quality = sign_in(people("quality", language=language), "quality")
    quality.shot("front")
    open_case(quality, number)
    quality.shot("case")
    deed(quality, "accept", category="suggestion")
    assign(quality)
    handler = sign_in(people("handler", language=language), "handler")
    handler.shot("front")
    open_case(handler, number)
    assert contact not in handler.page.content()
    deed(handler, "draft_answer", text="谢谢您的建议。")
    handler.shot("drafted")
    deed(
        handler,
        "submit_for_review",
        text="谢谢您的建议，下月起每月一场手语讲解。",
        outcome="upheld",
        summary_zh=summary,
        public_answer_zh="下月起每月一场手语讲解。",
    )
    reviewer = sign_in(people("reviewer", language=language), "reviewer")
    reviewer.shot("front")
    open_case(reviewer, number)
    reviewer.shot("review")
    deed(reviewer, "approve", uninvolved=True)
    open_case(quality, number)
    deed(quality, "publish", neutral=True)
    quality.shot("published")

    # The letter says that there is an answer; only who holds the receipt reads it.
    letters = [words_of(letter) for letter in demo.letters.wait(contact, count=3)]
    assert number in letters[-1]
    assert "手语" not in "".join(letters)
    find_case(citizen, number, code)
    assert "下月起每月一场手语讲解" in citizen.page.inner_text("main")
    look(citizen, "answer")
    # A browser keeps public pages for a while, so somebody else looks.
    neighbour = people("neighbour", language=language)
    neighbour.go("/zh-hans/oversight/")
    assert summary in neighbour.page.inner_text("main")
    look(neighbour, "oversight")
    neighbour.press(f"main a[href$='/{number}/']")
    assert "下月起每月一场手语讲解" in neighbour.page.inner_text("main")
    look(neighbour, "published")
    assert neighbour.faults == quality.faults == handler.faults == reviewer.faults == citizen.faults == []


def assign(quality) -> None:
    quality.press("main a[href$='/assign/']")
    form = quality.page.locator("main form")
    food = form.locator("[name=unit] option", has_text="食品检测技术中心").or_(
        form.locator("[name=unit] option", has_text="Food Testing Centre")
    )
    form.locator("[name=unit]").select_option(food.first.get_attribute("value"))
    quality.shot("assign")
    quality.press("main .case-form-end button")


@pytest.mark.parametrize(
    ("username", "screens"),
    [
        pytest.param(
            "organiser", ["", "open-days/", "sessions/", "sessions/new/", "registrations/", "registrations/{first}"], id="organiser"
        ),
        pytest.param("quality", ["", "oversight/cases/", "oversight/cases/{first}"], id="quality"),
    ],
)
def test_screens_of_staff_fit_a_phone(people, username, screens):
    staff = sign_in(people(username, width=320), username)

    found = []
    for screen in screens:
        if screen.endswith("{first}"):
            staff.press("main table tbody tr td.title a, main table tbody tr .title-wrapper a")
        else:
            staff.go(f"/admin/{screen}")
        staff.shot(screen or "front")
        if staff.scrolls_sideways():
            found.append(screen)

    assert (found, staff.faults) == ([], [])
