"""The whole matrix: every deed tried in every state on a real row; what the table does not have changes nothing."""

from datetime import timedelta

import pytest
from django.db import transaction

from openday.oversight import actions
from openday.oversight.actions.moving import move
from openday.oversight.disputes.actions import TooLateToDispute, dispute
from openday.oversight.joining.actions import unmerge
from openday.oversight.models import Case
from openday.oversight.recusal.actions import name_people
from openday.oversight.states import TRANSITIONS, Deed, State
from tests import people
from tests.factories.oversight import MONDAY, a_case, a_case_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def in_state(state: State, office) -> Case:
    """A case brought to `state` by deeds of the office and of the citizen."""
    given = {"unit": office.food, "quality": office.quality, "handler": office.handler, "reviewer": office.reviewer}
    straight = {State.RECEIVED, State.ACCEPTED, State.WORKING, State.REVIEW, State.ANSWERED, State.CLOSED}
    if state in straight:
        return a_case_in(state, **given)
    if state in {State.REDO, State.APPEAL}:
        case = a_case_in(State.ANSWERED, **given)
        ask = actions.ask_redo if state == State.REDO else actions.ask_appeal
        return ask(case=case, text="Again.", now=LATER)
    case = a_case()
    by = {"by": office.quality, "now": LATER}
    deeds = {
        State.REDIRECTED: lambda: actions.redirect(case=case, where="12345", **by),
        State.CLARIFY: lambda: actions.ask_back(case=case, question="Which?", **by),
        State.WITHDRAWN: lambda: actions.withdraw(case=case, now=LATER),
        State.MERGED: lambda: actions.merge(case=case, into=a_case(), **by),
        State.SPAM: lambda: actions.mark_as_spam(case=case, reason="x", **by),
    }
    deeds[state]()
    return case


def every_deed(case: Case, office) -> dict[Deed, object]:
    """Each deed of the table as the office or the citizen does it."""
    quality, handler, reviewer = (
        {"case": case, "by": person, "now": LATER} for person in (office.quality, office.handler, office.reviewer)
    )
    citizen = {"case": case, "now": LATER}
    other = people.unit("animal-plant")
    unit = other if case.state == State.APPEAL else office.food
    return {
        Deed.ACCEPT: lambda: actions.accept(**quality),
        Deed.REDIRECT: lambda: actions.redirect(**quality, where="12345"),
        Deed.MARK_AS_SPAM: lambda: actions.mark_as_spam(**quality, reason="x"),
        Deed.UNMERGE: lambda: unmerge(**quality, reason="x"),
        Deed.DISPUTE_ASSIGNMENT: lambda: dispute(**handler, reason="x"),
        Deed.NOTE_PROGRESS: lambda: actions.note_progress(**handler, text="Half done."),
        Deed.MERGE: lambda: actions.merge(**quality, into=a_case()),
        Deed.ASSIGN: lambda: actions.assign(**quality, unit=unit),
        Deed.ASK_BACK: lambda: actions.ask_back(**quality, question="Which?"),
        Deed.ANSWER_QUESTION: lambda: actions.answer_question(**citizen, text="That."),
        Deed.CARRY_ON: lambda: actions.carry_on(**quality, reason="x"),
        Deed.DRAFT_ANSWER: lambda: actions.draft_answer(**handler, text="x"),
        Deed.EXTEND: lambda: actions.extend(**quality, reason="x"),
        Deed.SUBMIT_FOR_REVIEW: lambda: actions.submit_for_review(**handler, text="x", outcome="upheld"),
        Deed.RETURN_TO_HANDLER: lambda: actions.return_to_handler(**reviewer, note="x"),
        Deed.APPROVE: lambda: actions.approve(**reviewer),
        Deed.CLOSE: lambda: actions.close(**quality),
        Deed.NAME_PEOPLE: lambda: name_people(**quality, staff=[], others=["Wang"]),
        Deed.WITHDRAW: lambda: actions.withdraw(**citizen),
        Deed.ASK_REDO: lambda: actions.ask_redo(**citizen, text="Again."),
        Deed.ASK_APPEAL: lambda: actions.ask_appeal(**citizen, text="Others."),
    }


@pytest.mark.parametrize("state", State)
def test_exactly_the_deeds_of_the_table_move_a_case(office, state):
    people.person("rolf", "reviewer", of="quality-office")
    case = in_state(state, office)
    assert case.state == state
    done: dict[Deed, set[State]] = {}
    refusals = (actions.DeedNotPossible, actions.UnitIsInvolved, actions.ReviewerIsInvolved, actions.HandlerIsInvolved, TooLateToDispute)

    for deed in every_deed(case, office):
        before = Case.objects.values().get(pk=case.pk)
        fresh = Case.objects.select_related("standard").get(pk=case.pk)
        # Each is tried on the same row: taken back when it worked, and without a trace when it did not.
        with transaction.atomic():
            try:
                with transaction.atomic():
                    every_deed(fresh, office)[deed]()
            except refusals:
                pass
            else:
                done[deed] = {State(Case.objects.get(pk=case.pk).state)}
            transaction.set_rollback(True)
        assert Case.objects.values().get(pk=case.pk) == before

    wanted: dict[Deed, set[State]] = {}
    for row in TRANSITIONS:
        # A dispute is decided where there is one: tests/oversight/disputes.
        if row.source == state and row.deed != Deed.DECIDE_DISPUTE:
            wanted.setdefault(row.deed, set()).add(row.target)
    if state == State.CLARIFY:
        # Back to where it was asked from, and nowhere else.
        wanted[Deed.ANSWER_QUESTION] = wanted[Deed.CARRY_ON] = {State.RECEIVED}
    if state == State.MERGED:
        wanted[Deed.UNMERGE] = {State.RECEIVED}
    if state == State.REVIEW:
        # The timer and the handler may note progress while a reviewer reads; it moves nothing.
        wanted[Deed.NOTE_PROGRESS] = {State.REVIEW}
    assert done == wanted


@pytest.mark.parametrize("state", [state for state in State if any(row.source == state for row in TRANSITIONS)])
def test_a_mover_who_saw_an_older_case_changes_nothing(office, state):
    case = in_state(state, office)
    row = next(row for row in TRANSITIONS if row.source == state)
    stale = Case.objects.get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(revision=stale.revision + 1)
    before = Case.objects.values().get(pk=case.pk)

    with pytest.raises(actions.CaseMoved):
        move(stale, row.deed, to=row.target, by=office.quality, now=LATER)
    assert Case.objects.values().get(pk=case.pk) == before
