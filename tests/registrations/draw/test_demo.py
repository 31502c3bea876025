"""The demo shows a draw in each state, and each can be computed anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations import demo
from openday.registrations.draw import lots
from openday.registrations.models import Draw, Registration
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import SessionFactory, soon

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_draw_of_each_state_that_adds_up():
    people.alice(), people.adam()
    for days in (16, 17, 18):
        SessionFactory(starts_at=soon() + timedelta(days=days), places=12)
    now = timezone.now()

    demo.fill(now=now, seed=1)
    again = demo.fill(now=now, seed=1)

    draws = {draw.state: draw for draw in Draw.objects.select_related("session")}
    assert set(draws) == set(Draw.State.values)
    assert Draw.objects.count() == 3
    assert draws["collecting"].takes_applications(now=now)
    assert draws["listed"].value_on == timezone.localdate(now)
    drawn = draws["drawn"]
    assert drawn.session.lots_until is None
    assert lots.result_file(drawn.list_text, seed=drawn.seed, value=drawn.first_value) == drawn.result_text
    placed = Registration.objects.filter(session=drawn.session, state=State.CONFIRMED)
    assert sum(placed.values_list("places", flat=True)) == drawn.session.pools.get(kind="individuals").taken > 0
    assert {"draw_collecting", "draw_listed", "draw_drawn"} <= set(again["addresses"])
    assert not Message.objects.exists()
