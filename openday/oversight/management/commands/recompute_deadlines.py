"""Bring open cases in line with the working-day calendar after it changed."""

from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from openday.events.queries import load_calendar
from openday.oversight import actions, states
from openday.oversight.models import Case


class Command(BaseCommand):
    help = "Recomputes the due day of every running case from the current calendar, and logs each change. Safe to repeat."

    def handle(self, *args: object, **options: object) -> str:
        return f"{recompute_deadlines(now=timezone.now())} changed"


def recompute_deadlines(*, now: datetime) -> int:
    """Recompute every running clock; returns how many due days changed."""
    calendar = load_calendar()
    changed = 0
    for case in Case.objects.filter(state__in=states.TIMED).order_by("pk").iterator(chunk_size=500):
        try:
            changed += actions.recompute_deadline(case=case, calendar=calendar, now=now)
        except (actions.CaseMoved, actions.DeedNotPossible):
            continue
    return changed
