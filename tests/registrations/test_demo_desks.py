"""The demo of the desks: requests, invitations and missed visits, plainly marked, made once and by the deeds themselves."""

from collections import Counter

import pytest
from django.utils import timezone

from openday.events.models import OpenDay, Pool
from openday.mail.models import Message
from openday.registrations import demo_desks
from openday.registrations.models import Absence, Asking, Invitation, Registration
from openday.registrations.queries import places_spoken_for
from tests.factories.registrations import SessionFactory, register, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter_of_somebody():
    """What was there before the demo."""
    register(SessionFactory(starts_at=soon(days=9)), now=timezone.now())
    return Message.objects.get()


def rows():
    kinds = (OpenDay, Registration, Asking, Invitation, Absence)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_each_desk_has_something_to_look_at_and_a_second_run_adds_nothing(letter_of_somebody):
    addresses = demo_desks.fill(now=timezone.now())
    made = rows()

    assert demo_desks.fill(now=timezone.now()) == addresses
    assert rows() == made
    assert Counter(Asking.objects.values_list("verdict", flat=True)) == {"": 3, "refused": 1}
    assert Counter(Invitation.objects.values_list("state", flat=True)) == {"open": 1, "used": 1, "withdrawn": 1}
    assert Counter(Absence.objects.values_list("state", flat=True)) == {"stands": 1, "appealed": 1}
    assert list(addresses) == ["invitation"]


def test_nobody_is_taken_for_a_person_and_nobody_is_written_to(letter_of_somebody):
    before = set(Registration.objects.values_list("pk", flat=True))

    demo_desks.fill(now=timezone.now())

    made = Registration.objects.exclude(pk__in=before)
    assert {party.name for party in made} == {"演示访客"}
    assert all(party.contact.endswith("@example.org") for party in made)
    assert "演示" in OpenDay.objects.get(code=demo_desks.CODE).name_zh
    # Letters of others stay: only those of the demo's own deeds are taken away.
    assert list(Message.objects.all()) == [letter_of_somebody]


def test_its_places_are_held_by_somebody(letter_of_somebody):
    demo_desks.fill(now=timezone.now())

    pools = Pool.objects.filter(session__open_day__code=demo_desks.CODE)
    assert [pool.taken for pool in pools] == [places_spoken_for(pool.pk) for pool in pools]
    assert sum(pool.taken for pool in pools) > 0


def test_without_any_open_day_there_is_nothing_to_imitate():
    assert demo_desks.fill(now=timezone.now()) == {}
    assert rows() == dict.fromkeys(["OpenDay", "Registration", "Asking", "Invitation", "Absence"], 0)
