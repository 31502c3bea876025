"""What is done about a finding: actions, their evidence, their days, until all is handed over for the check."""

from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max

from openday.accounts.models import Unit
from openday.oversight import clock
from openday.oversight.findings import emails, queries, rules
from openday.oversight.findings.actions.recording import NobodyCouldVerify
from openday.oversight.findings.actions.verifying import TooSoon
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent, Proof
from openday.oversight.findings.moving import NotPossible, move
from openday.oversight.findings.states import ActionState, Deed

if TYPE_CHECKING:
    from openday.accounts.models import User


class NoEvidence(Exception):
    """An action is done when there is evidence of it."""


class ActionsOpen(Exception):
    """The effect is checked when every action is done or dropped, and one at least was done."""


@transaction.atomic
def plan_action(
    *,
    finding: Finding,
    what_zh: str,
    owner_unit: Unit,
    due_on: date | None,
    by: "User",
    now: datetime,
    what_en: str = "",
    owner: "User | None" = None,
) -> CorrectiveAction:
    """Add an action with its owner and day, and write to who owes it.

    `due_on` is None only where a printed source names the action without a day.
    Raises NobodyCouldVerify when with this owner nobody could check the effect any more.
    """
    people, units = queries.involved_in(finding)
    if not queries.possible_verifiers(people={*people, by.pk, owner.pk if owner else None}, units={*units, owner_unit.pk}):
        raise NobodyCouldVerify
    # Before the row: whoever is too late has written nothing.
    number = (finding.corrective_actions.aggregate(last=Max("number"))["last"] or 0) + 1
    event = move(finding, Deed.PLAN_ACTION, by=by, now=now, before={"action": number})
    action = CorrectiveAction.objects.create(
        finding=finding,
        number=number,
        attempt=finding.attempt,
        what_zh=what_zh,
        what_en=what_en,
        owner_unit=owner_unit,
        owner=owner,
        due_on=due_on,
        first_due_on=due_on,
        planned_at=now,
        planned_by=by,
    )
    emails.planned(action, event=event, now=now)
    return action


@transaction.atomic
def add_proof(
    *, action: CorrectiveAction, text_zh: str, by: "User", now: datetime, text_en: str = "", file: "File[Any] | None" = None
) -> Proof:
    """Add evidence. A picture loses its metadata before it is stored; the file lies encrypted and stays inside the office."""
    _touch(action, Deed.ADD_PROOF, by=by, now=now)
    digest = ""
    proof = Proof(action=action, text_zh=text_zh, text_en=text_en, added_at=now, added_by=by)
    if file:
        proof.file = file
        proof.save()
        with proof.file.open("rb") as stored:
            digest = sha256(stored.read()).hexdigest()
        Proof.objects.filter(pk=proof.pk).update(sha256=digest)
        proof.sha256 = digest
    else:
        proof.save()
    return proof


@transaction.atomic
def report_done(*, action: CorrectiveAction, done_on: date, by: "User", now: datetime) -> CorrectiveAction:
    """Say that the action is done. Raises NoEvidence without a piece of evidence."""
    if not action.proofs.exists():
        raise NoEvidence
    _touch(action, Deed.REPORT_DONE, by=by, now=now)
    _set(action, state=ActionState.DONE, done_on=done_on, done_by=by)
    return action


@transaction.atomic
def move_due(*, action: CorrectiveAction, due_on: date, reason_zh: str, by: "User", now: datetime, reason_en: str = "") -> CorrectiveAction:
    """Give more time, with a reason that everybody may read. The first day stays in sight; letters start anew."""
    before = {"due_on": action.due_on.isoformat() if action.due_on else None}
    _touch(action, Deed.MOVE_DUE, by=by, now=now, note_zh=reason_zh, note_en=reason_en, before=before)
    _set(action, due_on=due_on, told_owner_at=None, told_office_at=None)
    return action


@transaction.atomic
def drop_action(*, action: CorrectiveAction, reason_zh: str, by: "User", now: datetime, reason_en: str = "") -> CorrectiveAction:
    """Give an action up, with a reason that everybody may read."""
    _touch(action, Deed.DROP_ACTION, by=by, now=now, note_zh=reason_zh, note_en=reason_en)
    _set(action, state=ActionState.DROPPED)
    return action


@transaction.atomic
def submit(*, finding: Finding, verify_from: date, by: "User", now: datetime) -> Finding:
    """Hand over for the check of the effect, and set the first day on which it may be checked.

    Raises ActionsOpen while an action is under way or none was done, TooSoon when the day leaves
    less than two weeks of use, NobodyCouldVerify when no reviewer is uninvolved.
    """
    actions = list(finding.corrective_actions.filter(attempt=finding.attempt))
    if any(action.state == ActionState.OPEN for action in actions) or not any(action.state == ActionState.DONE for action in actions):
        raise ActionsOpen
    if verify_from < rules.first_check_day((action.done_on for action in actions), submitted_on=clock.local_day(now)):
        raise TooSoon
    people, units = queries.involved_in(finding)
    verifiers = queries.possible_verifiers(people=people, units=units)
    if not verifiers:
        raise NobodyCouldVerify
    event = move(finding, Deed.SUBMIT, by=by, now=now, verify_from=verify_from)
    emails.to_verify(finding, verifiers, event=event, now=now)
    return finding


@transaction.atomic
def remind(*, action: CorrectiveAction, to_office: bool, now: datetime) -> bool:
    """Tell the owner (the day after the due day) or the quality office (the third day), once for each due day.

    False when somebody else told them, or the action moved on.
    """
    moment = "told_office_at" if to_office else "told_owner_at"
    late = CorrectiveAction.objects.overdue(today=clock.local_day(now)).filter(pk=action.pk, due_on=action.due_on)
    if late.filter(**{moment: None}).update(**{moment: now}) != 1:
        return False
    # Without the guard of `amend`: a letter of the night must not make somebody's form of the morning too old.
    event = FindingEvent.objects.create(
        finding=action.finding,
        action=action,
        deed=Deed.REMIND_OFFICE if to_office else Deed.REMIND_OWNER,
        from_state=action.finding.state,
        to_state=action.finding.state,
        at=now,
    )
    emails.overdue(action, to_office=to_office, event=event, now=now)
    return True


def _touch(action: CorrectiveAction, deed: Deed, *, by: "User", now: datetime, **logged: Any) -> FindingEvent:
    """Move the finding by a deed about one of its actions that is still open. Raises NotPossible when it is not."""
    if action.state != ActionState.OPEN:
        raise NotPossible(deed, action.state)
    return move(action.finding, deed, by=by, now=now, action=action, **logged)


def _set(action: CorrectiveAction, **changes: Any) -> None:
    # The finding's compare-and-set has decided who writes.
    CorrectiveAction.objects.filter(pk=action.pk).update(**changes)
    for name, value in changes.items():
        setattr(action, name, value)
