"""Hundreds of sessions, registrations and cases more cost the database no query more than the demo content alone."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.management.commands.demo import fill
from openday.accounts.models import User
from openday.events.models import Session
from openday.oversight.models import Case
from openday.registrations.models import Registration

pytestmark = pytest.mark.django_db
SCALE = 300
OPEN_DAY = "open-days/food-residues/"
PUBLIC = [
    *(f"/{language}/{path}" for language in ("zh-hans", "zh-hant", "en") for path in ("", "open-days/", OPEN_DAY)),
    "/zh-hans/open-days/?page=2",
    "/zh-hans/open-days/calendar.ics",
    "/zh-hans/oversight/",
    "/zh-hans/oversight/published/",
    "/zh-hans/search/?query=食品",
    "/zh-hans/sitemap/",
]
STAFF = [
    ("organiser", "open-days:index"),
    ("organiser", "sessions:index"),
    ("organiser", "registrations-staff:index"),
    ("quality", "oversight_desk:index"),
    ("quality", "oversight_readings:index"),
    ("handler", "oversight_desk:index"),
    ("admin", "letters:sent"),
    ("dpo", "audit_log"),
]


def queries(client: Client, address: str) -> int:
    """How many queries the second look takes: the first may fill what a process keeps (content types, the site's root)."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    if answer.streaming:
        answer.getvalue()
    return len(captured)


def costs() -> dict[str, int]:
    found = {address: queries(Client(), address) for address in PUBLIC}
    for username, name in STAFF:
        client = Client()
        client.force_login(User.objects.get(username=username))
        found[f"{username} {name}"] = queries(client, reverse(name))
    return found


def test_hundreds_of_rows_more_cost_no_query_more(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    now = timezone.now()
    fill(now=now, seed=1)
    few = costs()
    before = [model.objects.count() for model in (Session, Registration, Case)]

    fill(now=now, seed=1, scale=SCALE)

    added = [model.objects.count() - count for model, count in zip((Session, Registration, Case), before, strict=True)]
    assert added == [SCALE] * 3
    assert costs() == few
    # Ends with an error where counters, states, check-ins and letters of all these rows do not fit together.
    call_command("reconcile", verbosity=0)
