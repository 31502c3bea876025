"""Write the letters of organisers, once the time to take them back is over."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations.mailings import actions


class Command(BaseCommand):
    help = "Writes the letters of organisers to visitors. Safe to repeat: it goes on where it stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        written = actions.deliver_all_due(now=timezone.now())
        if written or options["verbosity"] > 1:
            self.stdout.write(f"{written} people written to for organisers.")
