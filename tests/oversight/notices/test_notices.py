"""办结告知书: what it says, who may read it, and that it stays what it was."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from pypdfium2 import PdfDocument

from openday.accounts.models import AuditEntry
from openday.oversight import actions
from openday.oversight.models import ClosingNotice
from openday.oversight.notices.issuing import issue
from openday.oversight.notices.paper import notice_pdf
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import MONDAY, a_case, a_case_in, a_receipt

pytestmark = pytest.mark.django_db
CASE = "/en/oversight/case/"


def closed(office):
    receipt = a_receipt()
    at = [MONDAY + timedelta(hours=hour) for hour in range(1, 6)]
    actions.accept(case=receipt.case, by=office.quality, now=at[0])
    actions.assign(case=receipt.case, unit=office.food, by=office.quality, now=at[1])
    actions.submit_for_review(case=receipt.case, text="The balance was replaced.", outcome="upheld", by=office.handler, now=at[2])
    actions.approve(case=receipt.case, by=office.reviewer, now=at[3])
    actions.close(case=receipt.case, by=office.quality, now=at[4])
    return receipt


def test_closing_issues_a_notice_with_decision_reasons_and_the_days_to_ask_again(office):
    case = closed(office).case

    notice = case.notices.get()
    assert (notice.number, notice.outcome, notice.reasons) == (f"{case.number}-1", "upheld", "The balance was replaced.")
    assert (notice.unit, notice.reviewer_unit, notice.again_until) == (office.food, office.industrial, date(2026, 7, 1))


def test_the_holder_of_the_receipt_reads_and_prints_it_and_nobody_else(client, office):
    receipt = closed(office)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert client.get(f"{CASE}notice/1/").headers["Location"] == CASE
        client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
        page = client.get(f"{CASE}notice/1/")
        text = page.content.decode()

        assert "no-store" in page.headers["Cache-Control"]
        wanted = [f"{receipt.case.number}-1", "Confirmed and put right", "The balance was replaced.", "1 July 2026", "second review"]
        assert [word for word in wanted if word not in text] == []
        assert office.handler.username not in text.partition("<main")[2]
        assert client.get(f"{CASE}notice/2/").status_code == 404
        assert Client().get(f"{CASE}notice/1/").status_code == 303


def test_a_second_closing_gets_its_own_notice_and_the_first_stays_what_it_was(office):
    case = closed(office).case
    day = MONDAY + timedelta(days=3)
    actions.ask_redo(case=case, text="Which balance?", now=day)
    actions.assign(case=case, unit=office.food, by=office.quality, now=day)
    actions.submit_for_review(case=case, text="The one in room 305.", outcome="explained", by=office.handler, now=day)
    actions.approve(case=case, by=office.reviewer, now=day)
    actions.close(case=case, by=office.quality, now=day)

    found = [(notice.position, notice.reasons) for notice in case.notices.order_by("position")]
    assert found == [(1, "The balance was replaced."), (2, "The one in room 305.")]
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingNotice.objects.filter(position=2).update(position=1)


def test_only_a_reviewed_answer_gets_a_notice(office):
    with pytest.raises(ValueError, match="reviewed"):
        issue(a_case(), by=office.quality, now=MONDAY)
    assert a_case_in(State.WORKING, unit=office.food, quality=office.quality).notices.count() == 0


# ---- On paper ---------------------------------------------------------------------------------------------


def read(content: bytes) -> str:
    """What stands on the sheets, read by another library than the one that wrote them."""
    return "".join(page.get_textpage().get_text_range() for page in PdfDocument(content))


def test_the_paper_says_what_the_page_says_and_only_the_holder_of_the_receipt_gets_it(client, office):
    receipt = closed(office)
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        assert client.get(f"{CASE}notice/1.pdf").headers["Location"] == CASE
        client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})

        answer = client.get(f"{CASE}notice/1.pdf")

        assert answer.headers["Content-Type"] == "application/pdf"
        assert "no-store" in answer.headers["Cache-Control"]
        text = read(answer.content)
        wanted = [f"{receipt.case.number}-1", "Confirmed and put right", "The balance was replaced.", "1 July 2026", "second review"]
        assert [word for word in wanted if word not in text] == []
        assert [word for word in ("〓", "李平", office.handler.username, receipt.secret) if word in text] == []
        assert client.get(f"{CASE}notice/2.pdf").status_code == 404
        assert f'href="{CASE}notice/1.pdf"' in client.get(f"{CASE}notice/1/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "办结告知书"), ("zh-hant", "辦結告知書"), ("en", "Notice of closing")])
def test_the_paper_is_written_in_the_language_of_its_reader(office, language, words):
    with translation.override(language):
        text = read(notice_pdf(closed(office).case.notices.get(), ways=["redo", "appeal"]))

    assert words in text
    assert "〓" not in text


@pytest.mark.parametrize(("written", "printed", "count"), [("𠀀已更换。\r\n🙂\t好", "〓已更换。", 2), ("好", "好", 0)])
def test_a_character_outside_of_the_font_is_marked_and_counted(office, written, printed, count):
    notice = closed(office).case.notices.get()
    notice.reasons = written

    with translation.override("zh-hans"):
        text = read(notice_pdf(notice, ways=[]))

    assert printed in text
    assert ("个字符" in text) == bool(count)
    assert text.count("〓") == (count and count + 1)


def test_the_longest_answer_and_a_word_without_an_end_stay_on_the_sheet(office):
    notice = closed(office).case.notices.get()
    notice.reasons = "https://example.org/" + "a" * 4000 + "\n" + "本次检测全过程符合规定。" * 300

    sheets = [page.get_textpage() for page in PdfDocument(notice_pdf(notice, ways=["redo"]))]

    right = max(sheet.get_rect(number)[2] for sheet in sheets for number in range(sheet.count_rects()))
    assert len(sheets) > 3
    # An A4 sheet is 595 points wide, less its margin.
    assert right < 595 - 60
    assert "".join(sheet.get_text_range() for sheet in sheets).count("a") > 3900


def test_the_desk_has_the_paper_in_the_language_of_the_citizen_and_the_look_is_noted(client, office):
    case = closed(office).case
    address = f"/admin/oversight/cases/{case.pk}/notices/1.pdf"
    client.force_login(office.quality)

    page, answer = client.get(f"/admin/oversight/cases/{case.pk}/").content.decode(), client.get(address)

    assert address in page
    assert "办结告知书" in read(answer.content)
    assert AuditEntry.objects.looks_at_personal_data().get(deed="case.open_notice").by == office.quality
    client.force_login(people.alice())
    assert client.get(address).status_code in (302, 404)


def test_an_erased_notice_is_on_no_paper(client, office):
    case = closed(office).case
    type(case).objects.filter(pk=case.pk).update(text_erased_at=MONDAY, text="", contact="", contact_hash="", name="")
    client.force_login(office.quality)

    assert client.get(f"/admin/oversight/cases/{case.pk}/notices/1.pdf").status_code == 404
