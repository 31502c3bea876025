"""Deeds about the list of who comes with a group."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from openday.accounts import audit
from openday.registrations.actions.changing import change_party
from openday.registrations.actions.rows import needs_told
from openday.registrations.facts import NotActive, PartyRefused
from openday.registrations.groups import emails, queries
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.roster.rules import Reading, list_problems
from openday.registrations.models import Registration
from openday.registrations.rules import Problem
from openday.registrations.states import State


def takes_a_list(visit: GroupVisit, *, now: datetime) -> bool:
    """Whether the group has places, and its visit is not over."""
    row: Any = visit.registration
    return row is not None and row.state in {State.CONFIRMED, State.ATTENDED} and now < row.session.ends_at and row.anonymised_at is None


def problems(visit: GroupVisit, reading: Reading) -> list[Problem]:
    """What keeps the list of a group with places from counting."""
    row: Any = visit.registration
    return list_problems(reading, allocated=row.party, minimum_age=visit.open_day.minimum_age, needs=needs_told(row))


@transaction.atomic
def hand_in(*, visit: GroupVisit, reading: Reading, now: datetime, by: Any = None) -> GroupRoster:
    """Keep the list of a group in place of any earlier one, and write to the leader. `by` is who acts for the leader.

    Places do not change here: what the list has fewer is given back by `fit`, when somebody says so.
    Raises NotActive when the group has no places or the visit is over, PartyRefused when rules are broken.
    """
    # One list after the other: each has a letter with a number of its own.
    GroupVisit.objects.select_for_update().get(pk=visit.pk)
    fresh = queries.with_all().get(pk=visit.pk)
    if reading.slips or not takes_a_list(fresh, now=now):
        raise NotActive
    if found := problems(fresh, reading):
        raise PartyRefused(found)
    values: dict[str, Any] = {
        "people": [[member.band, member.supervisor, member.name] for member in reading.members],
        **asdict(reading.party),
        "supervisors": reading.supervisors,
        "handed_in_at": now,
        "handed_in_by": by,
    }
    kept, _made = GroupRoster.objects.update_or_create(visit=fresh, defaults=values)
    # One more letter about this request, with a key of its own.
    fresh.turn += 1
    GroupVisit.objects.filter(pk=fresh.pk).update(turn=fresh.turn)
    emails.list_received(fresh, kept.party, now=now)
    if by is not None:
        audit.note("registrations.group_list", by=by, about=fresh, now=now, people=kept.party.people)
    return kept


@transaction.atomic
def drop(*, visit: GroupVisit, now: datetime, by: Any = None) -> bool:
    """Erase the list of a group; False when there is none. Places stay."""
    gone = GroupRoster.objects.filter(visit=visit).delete()[0] > 0
    if gone and by is not None:
        audit.note("registrations.group_list_erased", by=by, about=visit, now=now)
    return gone


@transaction.atomic
def fit(*, visit: GroupVisit, now: datetime, by: Any = None) -> Registration:
    """Make the registration say what the list says; the places that are too many go to others.

    Raises NotActive without a list, and as `change_party` does.
    """
    kept = GroupRoster.objects.filter(visit=visit).first()
    if kept is None or visit.registration is None:
        raise NotActive
    row = change_party(registration=visit.registration, party=kept.party, now=now, by=by)
    if by is not None:
        audit.note("registrations.group_list_fitted", by=by, about=visit, now=now, people=kept.party.people)
    return row
