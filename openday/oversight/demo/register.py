"""The register of the demo cases, entered and sealed evening by evening as if the timer had run all the time."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from openday.oversight.models import RegisterCheck, Unentered
from openday.oversight.register import actions
from openday.oversight.register.verifying import verify


def fill_register(*, now: datetime) -> None:
    first = Unentered.objects.aggregate(at=Min("event__at"))["at"]
    evening = timezone.localtime(first or now).replace(hour=23, minute=0, second=0, microsecond=0)
    while evening < now:
        actions.enter(now=evening)
        actions.seal(now=evening)
        evening += timedelta(days=1)
    actions.enter(now=now)
    actions.seal(now=now)
    if not RegisterCheck.objects.exists():
        verify(now=now)
