"""The demo open day that demands real names: a form and a ticket to look at, and nothing in the way of the others."""

import pytest
from django.utils import timezone

from openday.events import queries as event_queries
from openday.events.models import OpenDay
from openday.mail.models import Message
from openday.registrations.identity import demo
from openday.registrations.identity.models import Identity
from openday.registrations.models import Registration
from tests.factories.registrations import OpenDayFactory

pytestmark = pytest.mark.django_db


def test_there_is_none_without_other_open_days():
    assert demo.fill(now=timezone.now()) == {}


def test_it_is_made_once_says_that_it_is_a_demonstration_and_writes_to_nobody(client):
    OpenDayFactory()

    first, again = (demo.fill(now=timezone.now()) for _ in range(2))
    form = client.get(first["real_names"]).content.decode()
    ticket = client.get(first["names_missing"], follow=True).content.decode()

    assert first == again
    assert sorted(Registration.objects.values_list("adults", flat=True)) == [2, 3]
    assert (Identity.objects.count(), Message.objects.count()) == (4, 0)
    assert ("（演示）场地位于受管制的园区" in form, "3位成人中已填写2位" in ticket) == (True, True)
    # Walks through the demo take any session of the list.
    assert OpenDay.objects.get(code=demo.CODE).pk not in event_queries.page_addresses()
