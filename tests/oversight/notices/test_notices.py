"""办结告知书: what it says, who may read it, and that it stays what it was."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from openday.oversight import actions
from openday.oversight.models import ClosingNotice
from openday.oversight.notices.issuing import issue
from openday.oversight.states import State
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
