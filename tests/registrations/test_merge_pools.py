"""The timer that gives unused group places to individuals serves those who wait."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from openday.events.models import Pool
from openday.mail.models import Message
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon, taken

pytestmark = pytest.mark.django_db


def test_waiting_parties_get_the_places_that_no_group_took():
    now = timezone.now()
    session = SessionFactory(open_day=OpenDayFactory(merge_hours_before=24 * 14), starts_at=soon(days=6), places=3)
    Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=3)
    register(session, adults=2, now=now)
    waiting = register(session, adults=3, now=now + timedelta(seconds=1))

    call_command("merge_pools")
    call_command("merge_pools")

    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    assert taken(session) == 5
    assert Message.objects.filter(kind="registration_promoted").count() == 1
