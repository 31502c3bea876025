"""A case that was joined with another goes its own way again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext

from openday.events.queries import load_calendar
from openday.oversight import clock, emails
from openday.oversight.actions.moving import DeedNotPossible, amend, move
from openday.oversight.clock import Limit
from openday.oversight.models import Case, CaseEvent
from openday.oversight.states import Deed, State

if TYPE_CHECKING:
    from openday.accounts.models import User


@transaction.atomic
def unmerge(*, case: Case, reason: str, by: "User | None", now: datetime) -> Case:
    """Take a case out of the one it was joined with: it goes back to where it stood, its clock runs on.

    The working days for which it was joined are given back: somebody else's case had the clock. The citizen is told,
    with the reason.
    """
    joined = case.events.filter(deed=Deed.MERGE, to_state=State.MERGED).exclude(from_state=State.MERGED).order_by("-at", "-pk").first()
    if case.state != State.MERGED or joined is None:
        raise DeedNotPossible(Deed.UNMERGE, case.state)
    event = move(
        case,
        Deed.UNMERGE,
        to=State(joined.from_state),
        by=by,
        now=now,
        public_note=reason,
        merged_into=None,
        **_clock_of(case, joined, now=now),
    )
    emails.unmerged(case, event=event, now=now)
    return case


def _clock_of(case: Case, joined: CaseEvent, *, now: datetime) -> dict[str, Any]:
    calendar = load_calendar()
    given_back = clock.paused_days(calendar, paused_on=clock.local_day(joined.at), resumed_on=clock.local_day(now))
    limit = Limit(case.clock_started_on, case.clock_days, case.paused_days + given_back, case.extension_days)
    due = clock.due(limit, calendar)
    return {"paused_days": limit.paused_days, "due_on": due.day, "due_provisional": due.provisional}


def release_followers(case: Case, *, now: datetime) -> None:
    """Cases joined with one that ends without an answer go on by themselves; in the caller's transaction."""
    for follower in case.merged.order_by("pk"):
        with translation.override(follower.language):
            reason = gettext("The other case ended without an answer.")
        unmerge(case=follower, reason=reason, by=None, now=now)


def is_still_open(into: Case, *, beside: Case) -> bool:
    """Whether `into` goes on, and will until the caller's transaction ends: both rows are held, in one order for everybody.

    Without it a case could be joined with one that was set aside in the same moment, and nobody would ever answer it.
    """
    for key in sorted((into.pk, beside.pk)):
        # An UPDATE holds the row on PostgreSQL; select_for_update holds nothing on SQLite, where one transaction writes at a time.
        Case.objects.filter(pk=key).update(state=F("state"))
    return Case.objects.filter(pk=into.pk).still_open().exists()


def follow_along(case: Case, *, into: Case, by: "User", now: datetime) -> None:
    """Cases that were joined with this one follow it into the next; in the caller's transaction."""
    for follower in case.merged.order_by("pk"):
        amend(follower, Deed.MERGE, within={State.MERGED}, by=by, now=now, merged_into=into, internal_note=into.number)
