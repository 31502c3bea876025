"""Whether it helped: somebody uninvolved looks, and the finding is closed or opened again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from openday.oversight import clock
from openday.oversight.findings import emails, queries, rules
from openday.oversight.findings.models import Finding, Verification
from openday.oversight.findings.moving import move
from openday.oversight.findings.states import ActionState, Deed, State

if TYPE_CHECKING:
    from openday.accounts.models import User


class TooSoon(Exception):
    """The effect may not be checked yet."""


class VerifierIsInvolved(Exception):
    """Who found, planned, owed or did something, or whose unit did, does not judge whether it helped."""


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
