"""The one way in which a finding moves: a compare-and-set on what the mover saw, and an entry in the log."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from wagtail.search import index

from openday.accounts import audit
from openday.oversight.findings import states
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent
from openday.oversight.findings.states import Deed

if TYPE_CHECKING:
    from openday.accounts.models import User


# What the search knows of a finding: whoever changes one of these changes the index.
_FOUND_BY = {"published_at", *(f"{text}_{language}" for text in ("title", "found", "cause") for language in ("zh", "en"))}


class FindingMoved(Exception):
    """Someone else moved the finding since it was read; nothing was written."""


class NotPossible(Exception):
    """The table of moves has no such deed in this state."""


def move(
    finding: Finding,
    deed: Deed,
    *,
    by: "User | None",
    now: datetime,
    action: CorrectiveAction | None = None,
    note_zh: str = "",
    note_en: str = "",
    before: dict[str, Any] | None = None,
    **changes: Any,
) -> FindingEvent:
    """Move the finding by one row of the table, in the caller's transaction, and log it.

    `finding` is what the mover saw: its state and revision must still stand. `changes` are further
    fields, written by the same UPDATE. The passed finding is brought up to date.

    Raises NotPossible when the table has no such row, FindingMoved when someone was faster.
    """
    row = states.find(finding.state, deed)
    if row is None:
        raise NotPossible(deed, finding.state)
    return _write(finding, deed, target=row.target, by=by, now=now, action=action, notes=(note_zh, note_en), before=before, changes=changes)


def amend(
    finding: Finding,
    deed: Deed,
    *,
    by: "User | None",
    now: datetime,
    action: CorrectiveAction | None = None,
    note_zh: str = "",
    note_en: str = "",
    before: dict[str, Any] | None = None,
    **changes: Any,
) -> FindingEvent:
    """Change fields of the finding without moving it, under the same guard, and log it.

    Raises FindingMoved when someone was faster.
    """
    notes = (note_zh, note_en)
    return _write(finding, deed, target=finding.state, by=by, now=now, action=action, notes=notes, before=before, changes=changes)


def _write(
    finding: Finding,
    deed: Deed,
    *,
    target: str,
    by: "User | None",
    now: datetime,
    action: CorrectiveAction | None,
    notes: tuple[str, str],
    before: dict[str, Any] | None,
    changes: dict[str, Any],
) -> FindingEvent:
    source = finding.state
    # One UPDATE decides between two people who read the same state; what hangs on the finding (actions, evidence,
    # the check of the effect) is written behind it (tests/races/test_finding_race.py has the control).
    rows = Finding.objects.filter(pk=finding.pk, state=source, revision=finding.revision)
    if rows.update(state=target, revision=F("revision") + 1, **changes) != 1:
        raise FindingMoved
    finding.state = target
    finding.revision += 1
    for name, value in changes.items():
        setattr(finding, name, value)
    if _FOUND_BY & changes.keys():
        # The one UPDATE above sends no signal. What is withdrawn is found no more anyway; here its words leave the index too.
        (index.insert_or_update_object if finding.is_published else index.remove_object)(finding)
    if by is not None:
        audit.note(f"finding.{deed.value}", by=by, about=finding, now=now)
    return FindingEvent.objects.create(
        finding=finding,
        action=action,
        deed=deed,
        from_state=source,
        to_state=target,
        at=now,
        by=by,
        note_zh=notes[0],
        note_en=notes[1],
        before=before or {},
    )
