"""What the race about findings begins with, and what is in the database afterwards; called in a process of its own, prints JSON."""

import json
from datetime import timedelta

from django.utils import timezone

from openday.oversight.findings.models import Finding
from tests import people
from tests.factories.findings import State, a_finding_in
from tests.races.together import asker

ask = asker(__name__)


def office(*, findings: int) -> None:
    """Print findings whose cause is stated, and the session keys of two people of the unit and of two of the quality office."""
    unit = [people.person(f"hana{n}", "handler", of="food") for n in range(2)]
    quality = [people.person(f"quentin{n}", "quality-office", of="quality-office") for n in range(2)]
    rows = [a_finding_in(State.ANALYSED, now=timezone.now() - timedelta(days=30)) for _n in range(findings)]
    made = {
        "unit": [people.session_key(one) for one in unit],
        "quality": [people.session_key(one) for one in quality],
        "findings": [[row.pk, row.revision] for row in rows],
    }
    print(json.dumps(made))  # noqa: T201


def outcome() -> None:
    """Print for each finding its state and the deeds that were done after it was recorded and its cause stated."""
    print(json.dumps({row.pk: [row.state, [event.deed for event in row.events.all()][2:]] for row in Finding.objects.all()}))  # noqa: T201
