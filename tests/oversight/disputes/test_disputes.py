"""A unit may say within five working days that it is not the one; the quality office decides, the clock runs on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from openday.events.queries import load_calendar
from openday.mail.models import Message
from openday.oversight.desk.rights import deeds_open_to
from openday.oversight.disputes import actions as disputes
from openday.oversight.disputes import rules
from openday.oversight.models import AssignmentDispute, Case
from openday.oversight.states import Deed, State
from tests import people
from tests.factories.oversight import MONDAY, a_case_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def case(office):
    return a_case_in(State.WORKING, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer)


def dispute(case, office, now=LATER):
    return disputes.dispute(
        case=case, reason="Belongs to the industrial centre.", proposed_unit=office.industrial, by=office.handler, now=now
    )


def decide(case, office, *, upheld, unit=None, now=LATER):
    return disputes.decide_dispute(case=case, upheld=upheld, unit=unit, decision="By the list of duties.", by=office.quality, now=now)


def test_the_quality_office_is_told_and_the_clock_runs_on(office, case):
    due = case.due_on

    dispute(case, office)

    case.refresh_from_db()
    assert (case.state, case.due_on, case.handling_unit) == (State.WORKING, due, office.food)
    assert Message.objects.get(kind="staff_case_disputed").to == office.quality.email


def test_an_upheld_dispute_brings_the_case_to_the_other_unit(office, case):
    people.person("fred", "reviewer", of="quality-office")
    due = case.due_on
    dispute(case, office)

    decide(case, office, upheld=True, unit=office.industrial)

    case.refresh_from_db()
    assert (case.handling_unit, case.handler, case.due_on) == (office.industrial, None, due)
    assert AssignmentDispute.objects.get().is_upheld
    assert list(case.events.order_by("pk").values_list("deed", flat=True))[-3:] == ["dispute_assignment", "decide_dispute", "assign"]


def test_a_rejected_dispute_is_told_to_the_unit_with_a_reason(office, case):
    dispute(case, office)

    decide(case, office, upheld=False)

    assert Case.objects.get(pk=case.pk).handling_unit == office.food
    assert Message.objects.get(kind="staff_case_dispute_rejected").to == office.handler.email
    with pytest.raises(disputes.DisputedBefore):
        dispute(case, office)
    with pytest.raises(disputes.NothingToDecide):
        decide(case, office, upheld=False)


def test_the_fifth_working_day_is_the_last(office, case):
    with pytest.raises(disputes.TooLateToDispute):
        dispute(case, office, now=MONDAY + timedelta(days=8))
    dispute(case, office, now=MONDAY + timedelta(days=7))


def test_the_five_days_leap_over_a_holiday():
    # Assigned on the last working day before the National Day week of 2026; Saturday 10 October is worked.
    assert rules.last_day(date(2026, 9, 30), load_calendar()) == date(2026, 10, 13)


def test_a_dispute_brings_the_case_to_another_unit_or_nowhere(office, case):
    dispute(case, office)

    for unit in (None, office.food):
        with pytest.raises(disputes.SameUnitAgain):
            decide(case, office, upheld=True, unit=unit)


def test_who_disputes_does_not_decide(office, case):
    raised = dispute(case, office)
    decided = {"decided_by": office.handler, "decided_at": LATER, "is_upheld": False, "decision": "No."}

    with pytest.raises(IntegrityError, match="who_disputes_does_not_decide"), transaction.atomic():
        AssignmentDispute.objects.filter(pk=raised.pk).update(**decided)


def test_the_buttons_are_there_when_there_is_cause(client, office, monkeypatch, case):
    from openday.oversight.desk import rights

    monkeypatch.setattr(rights.timezone, "now", lambda: LATER)
    assert Deed.DISPUTE_ASSIGNMENT in deeds_open_to(office.handler, case)
    assert Deed.DECIDE_DISPUTE not in deeds_open_to(office.quality, case)
    dispute(case, office)

    assert Deed.DISPUTE_ASSIGNMENT not in deeds_open_to(office.handler, case)
    assert Deed.DECIDE_DISPUTE in deeds_open_to(office.quality, case)
    client.force_login(office.quality)
    page = client.get(f"/admin/oversight/cases/{case.pk}/decide_dispute/").content.decode()
    assert "Belongs to the industrial centre." in page
    given = {"seen": case.revision, "upheld": "no", "decision": "It is yours."}
    assert client.post(f"/admin/oversight/cases/{case.pk}/decide_dispute/", given).status_code == 302
