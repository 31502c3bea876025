"""Give unused places for groups to individuals when their time has come, and serve the waiting list."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.events import actions as event_actions
from openday.events import queries as event_queries
from openday.registrations import actions


class Command(BaseCommand):
    help = "Gives places for groups and reserved places that nobody took to individuals (each open day says how many hours before)."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        freed = promoted = 0
        for session in event_queries.sessions_to_merge(now=now):
            freed += event_actions.merge_pools(session=session, now=now)
            # Two transactions: after a crash in between, the timer that serves the queues finds the places.
            promoted += len(actions.promote(session=session, now=now))
        if freed or options["verbosity"] > 1:
            self.stdout.write(f"{freed} places given to individuals, {promoted} parties promoted.")
