"""Reads used twice, or with a join."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from openday.accounts.models import User
from openday.accounts.roles import REVIEWER, units_of
from openday.oversight import rules as room_rules
from openday.oversight.findings import rules
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent, FindingQuerySet, Proof, Verification
from openday.oversight.findings.states import State
from openday.oversight.queries import offices_of, unit_parents
from openday.oversight.states import Who


def findings_for(user: User) -> FindingQuerySet:
    """The findings that a member of staff may see: everything else answers 404.

    The quality office sees all; a handler and a head those about the own unit and those in which it owes an action; a
    reviewer those whose effect waits to be checked by somebody uninvolved, and those the reviewer checked.
    """
    offices = offices_of(user)
    if Who.QUALITY_OFFICE in offices:
        return Finding.objects.all()
    mine = Q(pk__in=[])
    if offices & {Who.HANDLER, Who.HEAD}:
        units = units_of(user)
        mine |= Q(unit__in=units) | Q(Exists(CorrectiveAction.objects.filter(finding=OuterRef("pk"), owner_unit__in=units)))
    if Who.REVIEWER in offices:
        mine |= Q(verifications__by=user) | (Q(state=State.VERIFYING) & _uninvolved(user))
    return Finding.objects.filter(mine).distinct()


def findings_once_open_to(user: User) -> QuerySet[Finding]:
    """Findings that this reviewer could have been looking at when someone else judged them."""
    return Finding.objects.filter(_uninvolved(user)) if Who.REVIEWER in offices_of(user) else Finding.objects.none()


def _uninvolved(user: User) -> Q:
    if user.unit_id is None:
        return Q(pk__in=[])
    parents = unit_parents()
    related = [unit for unit in parents if room_rules.are_related(user.unit_id, unit, parents)]
    theirs = CorrectiveAction.objects.filter(
        Q(owner_unit__in=related) | Q(owner=user) | Q(planned_by=user) | Q(done_by=user), finding=OuterRef("pk")
    )
    return ~Q(unit__in=related) & ~Q(recorded_by=user) & ~Q(Exists(theirs))


def may_verify(user: User, finding: Finding) -> bool:
    """Say whether this person had no part in the finding: not by hand, not by unit."""
    people, units = involved_in(finding)
    return rules.is_uninvolved(person=user.pk, unit=user.unit_id, people=people, units=units, parents=unit_parents())


def involved_in(finding: Finding) -> tuple[set[int | None], set[int | None]]:
    """Who and which units had a part: whoever recorded, planned, owes or did, and where."""
    people: set[int | None] = {finding.recorded_by_id}
    units: set[int | None] = {finding.unit_id}
    for action in finding.corrective_actions.all():
        people |= {action.owner_id, action.planned_by_id, action.done_by_id}
        units.add(action.owner_unit_id)
    return people - {None}, units


def possible_verifiers(*, people: set[int | None], units: set[int | None]) -> list[User]:
    """Reviewers who could check the effect of what these people and units did."""
    parents = unit_parents()
    reviewers = User.objects.filter(groups__name=REVIEWER, is_active=True).select_related("unit", "wagtail_userprofile")
    return [
        person
        for person in reviewers.order_by("username").distinct()
        if rules.is_uninvolved(person=person.pk, unit=person.unit_id, people=people, units=units, parents=parents)
    ]


def actions_for(user: User) -> QuerySet[CorrectiveAction]:
    """Actions under way that concern this person: all for the quality office, those of the own units for a handler or a head."""
    rows = CorrectiveAction.objects.at_work().select_related("finding", "owner_unit", "owner")
    offices = offices_of(user)
    if Who.QUALITY_OFFICE in offices:
        return rows
    return rows.filter(owner_unit__in=units_of(user)) if offices & {Who.HANDLER, Who.HEAD} else rows.none()


def with_everything(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Findings with all that their page shows, in a fixed number of queries."""
    proofs = Prefetch("proofs", Proof.objects.select_related("added_by").order_by("added_at", "pk"))
    return findings.select_related(
        "unit", "check_item", "indicator", "instrument", "open_day", "recorded_by", "published_by"
    ).prefetch_related(
        Prefetch(
            "corrective_actions",
            CorrectiveAction.objects.select_related("owner_unit", "owner", "done_by").prefetch_related(proofs).order_by("number"),
        ),
        Prefetch("verifications", Verification.objects.select_related("by", "by_unit").order_by("at", "pk")),
        Prefetch("events", FindingEvent.objects.select_related("by", "action").order_by("at", "pk")),
    )
