"""The waiting list of a session as staff see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.registrations import actions
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon

pytestmark = pytest.mark.django_db


def waiting_session(*, waiting: int):
    """A session in which somebody was overtaken, with so many parties that wait."""
    now = timezone.now()
    session = SessionFactory(open_day=OpenDayFactory(), places=2, starts_at=soon())
    holder = register(session, now=now, name="王小明")
    register(session, now=now)
    large = register(session, adults=2, now=now, name="李大明")
    for _n in range(waiting):
        register(session, now=now + timedelta(seconds=1))
    actions.cancel(registration=holder, now=now)
    return session, large


def test_staff_see_order_history_and_no_names(client):
    client.force_login(people.root())
    session, large = waiting_session(waiting=2)

    page = client.get(reverse("registrations-staff:queue", args=[session.pk])).content.decode()

    assert large.spoken_code in page
    assert "人数较少的先得到名额" in page
    assert "李大明" not in page


def test_the_page_costs_the_same_for_three_and_for_twenty(client, django_assert_max_num_queries):
    client.force_login(people.root())
    few, many = waiting_session(waiting=3)[0], waiting_session(waiting=20)[0]
    client.get(reverse("registrations-staff:queue", args=[few.pk]))
    counts = []
    for session in (few, many):
        with django_assert_max_num_queries(60) as counted:
            client.get(reverse("registrations-staff:queue", args=[session.pk]))
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_a_session_without_a_queue_says_so(client):
    client.force_login(people.root())

    page = client.get(reverse("registrations-staff:queue", args=[SessionFactory(starts_at=soon()).pk])).content.decode()

    assert "本场次无人候补" in page
