"""Write the reminders that are due; safe to run as often as one likes."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations import actions, queries


class Command(BaseCommand):
    help = "Writes to parties whose visit is near (each open day says how many hours before). Each party is reminded once."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        written = sum(actions.remind(registration=registration, now=now) for registration in queries.to_remind(now=now))
        if written or options["verbosity"] > 1:
            self.stdout.write(f"{written} reminders written.")
