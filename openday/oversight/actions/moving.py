"""The one way in which a case moves: a compare-and-set on what the mover saw, and an entry in the log."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F
from wagtail.search import index

from openday.accounts import audit
from openday.oversight import emails, states
from openday.oversight.models import Case, CaseEvent
from openday.oversight.models.independence import IN_HAND, UNITS, in_hand
from openday.oversight.originals import actions as originals
from openday.oversight.states import Deed, State

if TYPE_CHECKING:
    from openday.accounts.models import User


class CaseMoved(Exception):
    """Someone else moved the case since it was read; nothing was written."""


class DeedNotPossible(Exception):
    """The table of moves has no such deed in this state."""


def move(
    case: Case,
    deed: Deed,
    *,
    to: State | None = None,
    by: "User | None",
    now: datetime,
    public_note: str = "",
    internal_note: str = "",
    **changes: Any,
) -> CaseEvent:
    """Move the case by one row of the table, in the caller's transaction, and log it.

    `case` is what the mover saw: its state and revision must still stand. `changes` are further
    fields, written by the same UPDATE. The passed case is brought up to date.

    Raises DeedNotPossible when the table has no such row, CaseMoved when someone was faster.
    """
    row = states.find(case.state, deed, to)
    if row is None:
        raise DeedNotPossible(deed, case.state)
    source = case.state
    # One UPDATE decides between two people who read the same state. Reading, checking and
    # saving let both through (tests/races/test_case_race.py has the control).
    _keep_lists(case, changes)
    rows = Case.objects.filter(pk=case.pk, state=source, revision=case.revision)
    if rows.update(state=row.target, revision=F("revision") + 1, **changes) != 1:
        raise CaseMoved
    case.state = row.target
    case.revision += 1
    _apply(case, changes)
    originals.when_over(case, now=now)
    return _log(case, deed, source=source, by=by, now=now, public_note=public_note, internal_note=internal_note)


def amend(
    case: Case,
    deed: Deed,
    *,
    within: Iterable[str],
    by: "User | None",
    now: datetime,
    public_note: str = "",
    internal_note: str = "",
    **changes: Any,
) -> CaseEvent:
    """Change fields of the case without moving it, under the same guard, and log it.

    Raises DeedNotPossible when the state is not one of `within`, CaseMoved when someone was faster.
    """
    if case.state not in within:
        raise DeedNotPossible(deed, case.state)
    _keep_lists(case, changes)
    rows = Case.objects.filter(pk=case.pk, state=case.state, revision=case.revision)
    if rows.update(revision=F("revision") + 1, **changes) != 1:
        raise CaseMoved
    case.revision += 1
    _apply(case, changes)
    return _log(case, deed, source=case.state, by=by, now=now, public_note=public_note, internal_note=internal_note)


def _keep_lists(case: Case, changes: dict[str, Any]) -> None:
    """Who may not review follows from the units, and who had it in hand from all of its past; the constraints read both from the row."""
    if any(field in changes for field in UNITS):
        changes["related_units"] = case.related_units_with(changes)
    if any(field in changes for fields in IN_HAND.values() for field in fields):
        changes |= in_hand(case, changes)


def _apply(case: Case, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(case, name, value)
    if "published_at" in changes:
        # The one UPDATE above sends no signal. What is withdrawn is found no more anyway; here its words leave the index too.
        (index.insert_or_update_object if case.is_published else index.remove_object)(case)


def _log(
    case: Case, deed: Deed, *, source: str, by: "User | None", now: datetime, public_note: str = "", internal_note: str = ""
) -> CaseEvent:
    if by is not None:
        audit.note(f"case.{deed.value}", by=by, about=case, now=now)
    event = CaseEvent.objects.create(
        case=case,
        deed=deed,
        from_state=source,
        to_state=case.state,
        by=by,
        at=now,
        public_note=public_note,
        internal_note=internal_note,
    )
    emails.step(case, event=event, now=now)
    return event
