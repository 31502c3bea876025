"""Reads used twice, or with a join."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from openday.accounts.models import Unit, User
from openday.accounts.roles import HANDLER, HEAD, QUALITY_OFFICE, REVIEWER, has_role, units_of
from openday.oversight import clock, rules
from openday.oversight.models import Case, CaseEvent, CaseMessage, Evidence, NamedPerson, ServiceStandard
from openday.oversight.models.cases import CaseQuerySet
from openday.oversight.states import State, Who


def standard_for(category: str, *, on: date) -> ServiceStandard:
    """The version of the promise that holds on a day. Migration 0002 seeds one for every category."""
    return ServiceStandard.objects.filter(category=category, valid_from__lte=on).order_by("-version")[:1].get()


def overdue_count(now: datetime) -> int:
    """How many cases are past their due day."""
    return Case.objects.overdue(today=clock.local_day(now)).count()


def unit_parents() -> dict[int, int | None]:
    """Each unit and the one it belongs to."""
    return dict(Unit.objects.values_list("pk", "parent_id"))


def offices_of(user: User) -> frozenset[Who]:
    """The offices that a member of staff holds towards cases."""
    held = {QUALITY_OFFICE: Who.QUALITY_OFFICE, HANDLER: Who.HANDLER, HEAD: Who.HEAD, REVIEWER: Who.REVIEWER}
    return frozenset(who for role, who in held.items() if has_role(user, role))


def cases_for(user: User) -> CaseQuerySet:
    """The cases that a member of staff may see: everything else answers 404.

    The quality office sees all; a handler and a head those in the hands of the own unit; a reviewer those in
    review that no related unit is involved in, and those the reviewer decided.
    """
    offices = offices_of(user)
    if Who.QUALITY_OFFICE in offices:
        return Case.objects.not_about(user)
    mine = Q(pk__in=[])
    if offices & {Who.HANDLER, Who.HEAD}:
        mine |= Q(handling_unit__in=units_of(user))
    if Who.REVIEWER in offices:
        mine |= Q(reviewer=user) | reviewable_by(user)
    return Case.objects.filter(mine).not_about(user)


def reviewable_by(user: User) -> Q:
    """Cases in review that this person may decide: uninvolved, by unit and by hand."""
    return Q(state=State.REVIEW) & _uninvolved(user)


def cases_once_reviewable_by(user: User) -> QuerySet[Case]:
    """Handled cases that this reviewer could have been reading when someone else decided them."""
    if Who.REVIEWER not in offices_of(user):
        return Case.objects.none()
    return Case.objects.filter(_uninvolved(user), handling_unit__isnull=False)


def _uninvolved(user: User) -> Q:
    if user.unit_id is None:
        return Q(pk__in=[])
    parents = unit_parents()
    related = [unit for unit in parents if rules.are_related(user.unit_id, unit, parents)]
    # Spelled out with NULLs: "NOT IN" alone would drop every case that concerns no unit.
    return (
        (Q(concerned_unit=None) | ~Q(concerned_unit__in=related))
        & (Q(handling_unit=None) | ~Q(handling_unit__in=related))
        & (Q(handler_unit=None) | ~Q(handler_unit__in=related))
        & (Q(handler=None) | ~Q(handler=user))
        & ~Q(named_staff__contains=rules.listed([user.pk]))
        & ~Q(barred_units__contains=rules.listed([user.unit_id]))
        & ~Q(earlier_staff__contains=rules.listed([user.pk]))
    )


def may_review(user: User, case: Case) -> bool:
    """Say whether this person is uninvolved in this case."""
    if user.pk in case.involved_people():
        return False
    return rules.is_independent(user.unit_id, case.involved_units(), unit_parents())


def may_handle(user: User, case: Case) -> bool:
    """Say whether this person may work on this case: everybody of the unit, but after an appeal nobody who had it in hand before."""
    if case.first_unit_id is None:
        return True
    if user.unit_id is None or user.pk in rules.unlisted(case.earlier_staff):
        return False
    return user.unit_id not in rules.unlisted(case.barred_units)


def independent_reviewers(*, involved: set[int | None], besides: Collection[int | None] = ()) -> list[User]:
    """Reviewers who could decide a case that involves these units, `besides` these people; none is a warning at assignment."""
    parents = unit_parents()
    people = User.objects.filter(groups__name=REVIEWER, is_active=True).select_related("unit").order_by("username")
    return [person for person in people if person.pk not in besides and rules.is_independent(person.unit_id, involved, parents)]


def staff_of(unit_ids: set[int], role: str) -> QuerySet[User]:
    """Active people of a role in these units."""
    return User.objects.filter(groups__name=role, unit__in=unit_ids, is_active=True).order_by("username").distinct()


def heads_of(unit_id: int) -> QuerySet[User]:
    """Who leads the unit: its own heads, else those of the nearest unit above that has some."""
    parents = unit_parents()
    above: int | None = unit_id
    seen: set[int] = set()
    while above is not None and above not in seen:
        if (heads := staff_of({above}, HEAD)).exists():
            return heads
        seen.add(above)
        above = parents.get(above)
    return User.objects.none()


def with_case_file(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with everything that their page shows, in a fixed number of queries."""
    return cases.select_related(
        "check_item", "concerned_unit", "handling_unit", "handler", "handler_unit", "reviewer", "reviewer_unit", "standard", "merged_into",
        "instrument",
        "session__open_day",
    ).prefetch_related(
        Prefetch("events", CaseEvent.objects.select_related("by").order_by("at", "pk")),
        Prefetch("messages", CaseMessage.objects.select_related("by").order_by("at", "pk")),
        Prefetch("evidence", Evidence.objects.select_related("sealed").order_by("added_at", "pk")),
        "redacted_pictures",
        "notices",
        Prefetch("named_people", NamedPerson.objects.select_related("person").order_by("added_at", "pk")),
    )  # fmt: skip


def case_by_number(number: str) -> Case | None:
    """The case with this public number, however the citizen typed it; None when there is none."""
    return (
        Case.objects.select_related("check_item", "concerned_unit", "handling_unit", "standard")
        .filter(number=rules.normalise_number(number))
        .first()
    )
