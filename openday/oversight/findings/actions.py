"""Deeds that touch a finding. Every move is a compare-and-set and leaves an entry in the log."""

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Max

from openday.accounts.models import Unit
from openday.events.models import OpenDay
from openday.oversight import clock
from openday.oversight.findings import emails, queries, rules
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingCounter, FindingEvent, Proof, Verification
from openday.oversight.findings.moving import FindingMoved, NotPossible, amend, move
from openday.oversight.findings.states import ActionState, Deed, State

if TYPE_CHECKING:
    from openday.accounts.models import User
    from openday.oversight.models import Case, CheckItem, Indicator

__all__ = [
    "ActionsOpen",
    "FindingMoved",
    "NoEvidence",
    "NobodyCouldVerify",
    "NotPossible",
    "OwnFinding",
    "TooSoon",
    "VerifierIsInvolved",
    "add_proof",
    "close",
    "confirm",
    "drop_action",
    "find_ineffective",
    "link",
    "move_due",
    "plan_action",
    "publish",
    "record",
    "remind",
    "reopen",
    "report_done",
    "reword",
    "send_back",
    "set_aside",
    "state_cause",
    "submit",
    "withdraw_publication",
]


class NobodyCouldVerify(Exception):
    """No reviewer is independent of the units involved, so the effect could never be checked."""


class NoEvidence(Exception):
    """An action is done when there is evidence of it."""


class ActionsOpen(Exception):
    """The effect is checked when every action is done or dropped, and one at least was done."""


class TooSoon(Exception):
    """The effect may not be checked yet."""


class VerifierIsInvolved(Exception):
    """Who found, planned, owed or did something, or whose unit did, does not judge whether it helped."""


class OwnFinding(Exception):
    """Who recorded a finding does not publish it."""


@transaction.atomic
def record(
    *,
    source: str,
    unit: Unit,
    check_item: "CheckItem",
    severity: str,
    title_zh: str,
    found_zh: str,
    by: "User",
    now: datetime,
    title_en: str = "",
    found_en: str = "",
    found_internal: str = "",
    source_note: str = "",
    open_day: OpenDay | None = None,
    cases: Iterable["Case"] = (),
    indicator: "Indicator | None" = None,
    citation_zh: str = "",
    citation_en: str = "",
) -> Finding:
    """Write a finding into the ledger; inside only, until the quality office publishes it.

    Raises NobodyCouldVerify when no reviewer is independent of the unit: it could never be closed.
    """
    if not queries.possible_verifiers(people={by.pk}, units={unit.pk}):
        raise NobodyCouldVerify
    finding = Finding.objects.create(
        number=_next_number(now),
        source=source,
        source_note=source_note,
        open_day=open_day,
        unit=unit,
        check_item=check_item,
        severity=severity,
        indicator=indicator,
        title_zh=title_zh,
        title_en=title_en,
        found_zh=found_zh,
        found_en=found_en,
        found_internal=found_internal,
        citation_zh=citation_zh,
        citation_en=citation_en,
        recorded_at=now,
        recorded_by=by,
    )
    finding.cases.set(cases)
    FindingEvent.objects.create(finding=finding, deed=Deed.RECORD, to_state=State.RECORDED, by=by, at=now)
    return finding


@transaction.atomic
def state_cause(*, finding: Finding, cause_zh: str, by: "User", now: datetime, cause_en: str = "", cause_internal: str = "") -> Finding:
    """Say why it happened. What was said before stays in the log."""
    before = {"cause_zh": finding.cause_zh, "cause_en": finding.cause_en} if finding.cause_zh else {}
    move(finding, Deed.STATE_CAUSE, by=by, now=now, before=before, cause_zh=cause_zh, cause_en=cause_en, cause_internal=cause_internal)
    return finding


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
    """Add evidence. A picture loses its metadata before it is stored; the file stays inside the office."""
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
def send_back(*, finding: Finding, note_zh: str, by: "User", now: datetime, note_en: str = "") -> Finding:
    """The evidence does not show that it was done: the actions of this attempt are open again."""
    move(finding, Deed.SEND_BACK, by=by, now=now, note_zh=note_zh, note_en=note_en, verify_from=None)
    done = finding.corrective_actions.filter(attempt=finding.attempt, state=ActionState.DONE)
    done.update(state=ActionState.OPEN, done_on=None, done_by=None)
    return finding


def confirm(*, finding: Finding, text_zh: str, by: "User", now: datetime, text_en: str = "") -> Finding:
    """It helped. Raises TooSoon before the set day, VerifierIsInvolved for whoever had a part in it."""
    return _verify(finding, Deed.CONFIRM, is_effective=True, texts=(text_zh, text_en), by=by, now=now)


def find_ineffective(*, finding: Finding, text_zh: str, by: "User", now: datetime, text_en: str = "") -> Finding:
    """It did not help: back to the cause, for everybody to see. Raises as `confirm`."""
    return _verify(finding, Deed.FIND_INEFFECTIVE, is_effective=False, texts=(text_zh, text_en), by=by, now=now)


@transaction.atomic
def _verify(finding: Finding, deed: Deed, *, is_effective: bool, texts: tuple[str, str], by: "User", now: datetime) -> Finding:
    if finding.state == State.VERIFYING and rules.is_too_soon(finding.verify_from, today=clock.local_day(now)):
        raise TooSoon
    if not queries.may_verify(by, finding) or by.unit_id is None:
        raise VerifierIsInvolved
    attempt = finding.attempt
    # The set day stays on the row when it did not help: the database compares the check with it.
    changes: dict[str, Any] = {} if is_effective else {"attempt": attempt + 1}
    event = move(finding, deed, by=by, now=now, **changes)
    Verification.objects.create(
        finding=finding,
        attempt=attempt,
        is_effective=is_effective,
        text_zh=texts[0],
        text_en=texts[1],
        verified_on=clock.local_day(now),
        by=by,
        by_unit_id=by.unit_id,
        at=now,
    )
    if not is_effective:
        emails.not_effective(finding, event=event, now=now)
    return finding


@transaction.atomic
def close(*, finding: Finding, by: "User", now: datetime) -> Finding:
    """Strike it off the ledger (销号): the effect was confirmed by somebody else."""
    move(finding, Deed.CLOSE, by=by, now=now, closed_at=now, closed_by=by)
    return finding


@transaction.atomic
def reopen(*, finding: Finding, reason_zh: str, by: "User", now: datetime, reason_en: str = "") -> Finding:
    """The same thing happened again: a new attempt, with a public reason."""
    attempt = finding.attempt + 1
    move(
        finding, Deed.REOPEN, by=by, now=now, note_zh=reason_zh, note_en=reason_en,
        attempt=attempt, closed_at=None, closed_by=None, verify_from=None,
    )  # fmt: skip
    return finding


@transaction.atomic
def set_aside(*, finding: Finding, reason_zh: str, by: "User", now: datetime, reason_en: str = "") -> Finding:
    """Recorded by mistake or twice. If it was public, it stays so, with this reason."""
    move(finding, Deed.SET_ASIDE, by=by, now=now, note_zh=reason_zh, note_en=reason_en)
    return finding


@transaction.atomic
def link(*, finding: Finding, cases: Iterable["Case"], indicator: "Indicator | None", by: "User", now: datetime) -> Finding:
    """Join the finding with the cases that led to it and the indicator that it bears on."""
    before = {"cases": list(finding.cases.order_by("number").values_list("number", flat=True)), "indicator": finding.indicator_id}
    amend(finding, Deed.LINK, by=by, now=now, before=before, indicator=indicator)
    finding.cases.set(cases)
    return finding


@transaction.atomic
def reword(
    *, finding: Finding, title_zh: str, found_zh: str, reason_zh: str, by: "User", now: datetime,
    title_en: str = "", found_en: str = "", reason_en: str = "",
) -> Finding:  # fmt: skip
    """Correct the public wording, with a public reason. The old wording stays in the log, inside the office."""
    names = ("title_zh", "title_en", "found_zh", "found_en")
    before = {name: getattr(finding, name) for name in names}
    amend(
        finding, Deed.REWORD, by=by, now=now, note_zh=reason_zh, note_en=reason_en, before=before,
        title_zh=title_zh, title_en=title_en, found_zh=found_zh, found_en=found_en,
    )  # fmt: skip
    return finding


@transaction.atomic
def publish(*, finding: Finding, by: "User", now: datetime) -> Finding:
    """Put the public wording into the ledger that everybody reads. Raises OwnFinding for who recorded it."""
    if by.pk == finding.recorded_by_id:
        raise OwnFinding
    if finding.is_published:
        raise NotPossible(Deed.PUBLISH, finding.state)
    amend(finding, Deed.PUBLISH, by=by, now=now, published_at=now, published_by=by)
    return finding


@transaction.atomic
def withdraw_publication(*, finding: Finding, reason_zh: str, by: "User", now: datetime) -> Finding:
    """Take it out of the public ledger at once. The reason stays inside."""
    if not finding.is_published:
        raise NotPossible(Deed.WITHDRAW_PUBLICATION, finding.state)
    amend(finding, Deed.WITHDRAW_PUBLICATION, by=by, now=now, before={"reason": reason_zh}, published_at=None, published_by=None)
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


def _next_number(now: datetime) -> str:
    """ZG-2026-0007. One UPDATE holds the year's row until commit, so no number is given twice or left out."""
    year = clock.local_day(now).year
    FindingCounter.objects.bulk_create([FindingCounter(year=year)], ignore_conflicts=True)
    FindingCounter.objects.filter(year=year).update(last=F("last") + 1)
    return f"ZG-{year}-{FindingCounter.objects.get(year=year).last:04d}"
