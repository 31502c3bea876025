"""Tell citizens at half time that their case is being worked on (ISO/IEC 17025:2017, 7.9.5)."""

from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from openday.events.queries import load_calendar
from openday.oversight import actions, clock
from openday.oversight.models import Case
from openday.oversight.states import State


class Command(BaseCommand):
    help = "Writes a progress note for every case in work whose limit is half over. Safe to repeat."

    def handle(self, *args: object, **options: object) -> str:
        return f"{send_progress_notes(now=timezone.now())} sent"


def send_progress_notes(*, now: datetime) -> int:
    """Note the progress of every case at or past half time; returns how many were noted."""
    today, calendar = clock.local_day(now), load_calendar()
    waiting = Case.objects.filter(state__in=[State.WORKING, State.REVIEW], progress_noted_at=None, due_on__gte=today)
    noted = 0
    for case in waiting.order_by("pk").iterator(chunk_size=500):
        if today < clock.half_time(case.limit, calendar):
            continue
        try:
            actions.note_progress(case=case, now=now)
        except (actions.CaseMoved, actions.DeedNotPossible):
            continue
        noted += 1
    return noted
