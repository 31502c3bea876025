"""What the race of the register runs, in processes of their own on one database: some log events, others give numbers.

Each prints as JSON what it did.
"""

import contextlib
import json
import time
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from openday.oversight.models import Case, CaseEvent, RegisterEnd, RegisterEntry, Unentered
from openday.oversight.register import actions
from openday.oversight.register.verifying import verify
from tests.factories.oversight import a_case
from tests.races.together import asker, ready

ask = asker(__name__)

EVENTS, WRITERS = 15, (0.002, 0.05, 0.005)


def case() -> None:
    print(json.dumps(a_case(now=timezone.now()).pk))  # noqa: T201


def log(folder: str, case_id: int, slowness: float) -> None:
    """Log events, each in a transaction that stays open for a while: they commit in another order than they began."""
    found = Case.objects.only("pk").get(pk=case_id)
    ready(folder)
    for _event in range(EVENTS):
        with transaction.atomic():
            CaseEvent.objects.create(case=found, deed="escalate", to_state="received", at=timezone.now())
            time.sleep(slowness)
    (Path(folder) / f"ended-{time.monotonic_ns()}").touch()
    print(json.dumps(EVENTS))  # noqa: T201


def number(folder: str, way: str = "") -> None:
    """Give numbers again and again until all events are logged; prints how often two gave the same."""
    {"": lambda: None, "unheld": _hold_nothing, "watermark": _take_what_follows}[way]()
    ready(folder)
    collisions, ends_at = 0, time.monotonic() + 60
    while len(list(Path(folder).glob("ended-*"))) < len(WRITERS) and time.monotonic() < ends_at:
        try:
            actions.enter(now=timezone.now())
        except IntegrityError:
            collisions += 1
        # Two that sleep alike meet at the same moment again and again.
        time.sleep(0.001 if way == "unheld" else 0.01)
    print(json.dumps(collisions))  # noqa: T201


def _hold_nothing() -> None:
    """Read the end without holding it, and write a moment later what follows from it."""
    commitments = actions._commitments
    actions._enter_some = actions._enter_some.__wrapped__
    actions.RegisterEnd = _Unheld
    actions._commitments = lambda cases: (time.sleep(0.1), commitments(cases))[1]


class _Unheld:
    class objects:  # noqa: N801 - stands in for the manager
        @staticmethod
        def held() -> RegisterEnd:
            return RegisterEnd.objects.get_or_create(pk=1)[0]


def _take_what_follows() -> None:
    """Enter the events after the last one that is entered: those that began before it and commit after it are never seen."""
    enter_some = actions._enter_some

    def after_the_last(*, now: datetime) -> int:
        Unentered.objects.filter(event_id__lt=RegisterEntry.objects.aggregate(last=Max("event_id"))["last"] or 0).delete()
        return enter_some(now=now)

    actions._enter_some = after_the_last


def result() -> None:
    """Print what there is in the end, after a last look into the intake."""
    # Where the end was written back, no further number can be given: then events stay without one.
    with contextlib.suppress(IntegrityError):
        actions.enter(now=timezone.now())
    found = verify(now=timezone.now())
    numbers = list(RegisterEntry.objects.order_by("seq").values_list("seq", flat=True))
    lost = CaseEvent.objects.filter(entry=None).count()
    print(json.dumps({"numbers": numbers, "events": CaseEvent.objects.count(), "lost": lost, "flaws": found.flaws}))  # noqa: T201
