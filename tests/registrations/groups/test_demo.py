"""The demo shows a group request in each state that staff meet, once."""

from collections import Counter

import pytest
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations.groups import demo
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.groups.roster.rules import Reading, list_problems
from tests import people
from tests.factories.groups import session_for_groups, taken_by_groups
from tests.factories.registrations import OpenDayFactory, soon

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_request_of_each_kind_plainly_marked_and_repeats_nothing():
    session = session_for_groups(starts_at=soon(days=12))
    now = timezone.now()

    first, second = (demo.fill(now=now) for _again in range(2))

    visits = list(GroupVisit.objects.all())
    assert Counter(visit.state for visit in visits) == {"received": 1, "asked": 1, "placed": 1, "refused": 1}
    assert all("演示" in visit.organisation and "演示" in visit.name for visit in visits)
    placed = next(visit for visit in visits if visit.state == "placed")
    assert taken_by_groups(session) == placed.registration.places
    assert first == second
    assert not Message.objects.exists()


def test_the_group_with_places_has_a_list_that_may_be_looked_at(client):
    session = session_for_groups(open_day=OpenDayFactory(unit=people.unit()), starts_at=soon(days=12))

    addresses = demo.fill(now=timezone.now())

    kept = GroupRoster.objects.get(visit__registration__session=session)
    assert kept.party == kept.visit.party
    assert {(member.name[:4], member.supervisor) for member in kept.members if member.name} == {("演示老师", True)}
    assert not list_problems(Reading(kept.members), allocated=kept.party, minimum_age=0, needs=0)
    client.force_login(people.alice())
    for name in ("group_roster", "group_badges"):
        assert client.get(addresses[name]).status_code == 200


def test_without_places_for_groups_the_demo_has_no_requests():
    assert demo.fill(now=timezone.now()) == {}
