"""A unit objects to an assignment within five working days; the quality office decides. The citizen's clock runs on."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts.models import Unit
from openday.events.queries import load_calendar
from openday.oversight import clock, emails
from openday.oversight.actions.moving import DeedNotPossible, move
from openday.oversight.actions.triage import assign
from openday.oversight.disputes import rules
from openday.oversight.models import AssignmentDispute, Case, CaseEvent
from openday.oversight.states import Deed

if TYPE_CHECKING:
    from openday.accounts.models import User


class TooLateToDispute(Exception):
    """More than five working days since the assignment: the case stays."""


class DisputedBefore(Exception):
    """This assignment was disputed, and the dispute is open or decided."""


class NothingToDecide(DeedNotPossible):
    """No dispute is open: somebody else decided it, or nobody raised one."""


class SameUnitAgain(Exception):
    """A dispute that is upheld brings the case to another unit."""


def assignment_of(case: Case) -> CaseEvent | None:
    """When the case came to the unit that has it."""
    return case.events.filter(deed=Deed.ASSIGN).order_by("-at", "-pk").first()


def open_dispute(case: Case) -> AssignmentDispute | None:
    return case.disputes.filter(decided_at=None).select_related("unit", "proposed_unit", "raised_by").first()


def may_be_disputed(case: Case, *, now: datetime) -> bool:
    """Whether the unit may still object to the assignment that it has (3 queries)."""
    assigned = assignment_of(case)
    if assigned is None or not rules.may_dispute(clock.local_day(assigned.at), load_calendar(), today=clock.local_day(now)):
        return False
    return not case.disputes.filter(assigned_at=assigned.at).exists()


@transaction.atomic
def dispute(*, case: Case, reason: str, proposed_unit: Unit | None = None, by: "User", now: datetime) -> AssignmentDispute:
    """Object to the assignment, and tell the quality office; whoever works on the case goes on meanwhile.

    Raises TooLateToDispute after five working days, DisputedBefore the second time.
    """
    assigned, unit = assignment_of(case), case.handling_unit
    if assigned is None or unit is None:
        raise TooLateToDispute
    if not rules.may_dispute(clock.local_day(assigned.at), load_calendar(), today=clock.local_day(now)):
        raise TooLateToDispute
    if case.disputes.filter(assigned_at=assigned.at).exists():
        raise DisputedBefore
    # The move decides between two of the unit who object at the same moment.
    event = move(case, Deed.DISPUTE_ASSIGNMENT, by=by, now=now)
    raised = AssignmentDispute.objects.create(
        case=case, unit=unit, reason=reason, proposed_unit=proposed_unit, raised_by=by, raised_at=now, assigned_at=assigned.at
    )
    emails.disputed(case, event=event, now=now)
    return raised


@transaction.atomic
def decide_dispute(*, case: Case, upheld: bool, decision: str, unit: Unit | None = None, by: "User", now: datetime) -> Case:
    """Decide a dispute: upheld, the case goes to `unit`; otherwise it stays. The unit is told.

    Raises NothingToDecide, SameUnitAgain, and what `assign` raises.
    """
    raised = open_dispute(case)
    if raised is None:
        raise NothingToDecide(Deed.DECIDE_DISPUTE, case.state)
    if upheld and (unit is None or unit.pk == case.handling_unit_id):
        raise SameUnitAgain
    event = move(case, Deed.DECIDE_DISPUTE, by=by, now=now, internal_note=decision)
    decided = AssignmentDispute.objects.filter(pk=raised.pk, decided_at=None)
    decided.update(decided_by=by, decided_at=now, is_upheld=upheld, decision=decision)
    if upheld and unit is not None:
        assign(case=case, unit=unit, by=by, now=now)
    else:
        emails.dispute_rejected(case, event=event, now=now)
    return case
