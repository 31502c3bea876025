"""The quality office decides what a message is, and who works on it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts.models import Unit
from openday.oversight import clock, emails, rules
from openday.oversight.actions import deadlines
from openday.oversight.actions.answering import PersonIsNamed
from openday.oversight.actions.moving import DeedNotPossible, move
from openday.oversight.joining import actions as joining
from openday.oversight.models import Case, CheckItem
from openday.oversight.queries import independent_reviewers, may_handle, standard_for
from openday.oversight.recusal.rows import write_names
from openday.oversight.states import Deed
from openday.oversight.vocabulary import Category, Outcome
from openday.oversight.wordings.rules import insist_filled

if TYPE_CHECKING:
    from openday.accounts.models import User


class NobodyCouldReview(Exception):
    """No reviewer is independent of these units, so an answer could never leave."""


class UnitIsInvolved(Exception):
    """A second review needs a unit that had no part in the first."""


@transaction.atomic
def accept(
    *,
    case: Case,
    by: "User",
    now: datetime,
    category: Category | None = None,
    check_item: CheckItem | None = None,
    concerned_unit: Unit | None = None,
    staff: "Iterable[User]" = (),
    others: Sequence[str] = (),
) -> Case:
    """Accept a message as a case of ours; the clock of the answer starts now.

    `staff` and `others` are the people whom it names: they have no part in it (recusal/). A `category`
    other than the citizen's brings its own standard. Writes to the citizen.
    """
    category = category or Category(case.category)
    standard = standard_for(category, on=clock.local_day(now)) if category != case.category else case.standard
    named = {person.pk: person for person in staff}
    event = move(
        case,
        Deed.ACCEPT,
        by=by,
        now=now,
        accepted_at=now,
        category=category,
        check_item=(check_item or case.check_item) if rules.needs_check_item(category) else None,
        concerned_unit=concerned_unit or case.concerned_unit,
        standard=standard,
        named_staff=rules.listed(named),
        **deadlines.started(days=standard.answer_days, now=now),
    )
    write_names(case, staff=named.values(), others=others, by=by, now=now)
    emails.accepted(case, event=event, now=now)
    return case


@transaction.atomic
def redirect(*, case: Case, where: str, by: "User", now: datetime) -> Case:
    """Decline a message that is not ours, and tell the citizen `where` it belongs."""
    insist_filled([where])
    event = move(case, Deed.REDIRECT, by=by, now=now, answer=where, outcome=Outcome.REFERRED, due_on=None, due_provisional=False)
    emails.redirected(case, event=event, now=now)
    return case


@transaction.atomic
def mark_as_spam(*, case: Case, reason: str, by: "User", now: datetime) -> Case:
    """Set aside a message that is none. The reason stays inside; nobody is written to."""
    move(case, Deed.MARK_AS_SPAM, by=by, now=now, internal_note=reason, due_on=None, due_provisional=False)
    joining.release_followers(case, now=now)
    return case


@transaction.atomic
def merge(*, case: Case, into: Case, by: "User", now: datetime) -> Case:
    """Join a case with an earlier one about the same thing; the other goes on.

    Raises DeedNotPossible when the other one is over, also when it ended since it was read.
    """
    if into.pk == case.pk or not joining.is_still_open(into, beside=case):
        raise DeedNotPossible(Deed.MERGE, into.state)
    event = move(case, Deed.MERGE, by=by, now=now, merged_into=into, due_on=None, due_provisional=False, internal_note=into.number)
    # Behind the move, which waits for whoever joins a further case with this one: that one follows, too.
    joining.follow_along(case, into=into, by=by, now=now)
    emails.merged(case, event=event, now=now)
    return case


@transaction.atomic
def assign(*, case: Case, unit: Unit, by: "User", now: datetime, handler: "User | None" = None) -> Case:
    """Put a case into the hands of a unit, and tell its handlers.

    Raises NobodyCouldReview when no reviewer would be independent, UnitIsInvolved when a second
    review would go to a unit that had the case in hand before, or to one above or below it.
    """
    if unit.pk in rules.unlisted(case.barred_units):
        raise UnitIsInvolved
    if handler is not None and handler.pk in case.named_staff_ids:
        raise PersonIsNamed
    if handler is not None and not may_handle(handler, case):
        raise UnitIsInvolved
    involved = {unit.pk, case.concerned_unit_id, handler.unit_id if handler else None, *rules.unlisted(case.earlier_units)}
    besides = {*rules.unlisted(case.earlier_staff), *case.named_staff_ids}
    if not independent_reviewers(involved=involved, besides=besides):
        raise NobodyCouldReview
    event = move(
        case,
        Deed.ASSIGN,
        by=by,
        now=now,
        handling_unit=unit,
        handler=handler,
        handler_unit=handler.unit if handler else None,
    )
    emails.assigned(case, event=event, now=now)
    return case
