"""Write to everybody whose session moved or was cancelled, once the time to take that back is over."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations.actions import session_deeds


class Command(BaseCommand):
    help = "Writes to the parties of sessions that were moved or cancelled. Safe to repeat: it goes on where it stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        told = session_deeds.tell_all_due(now=timezone.now())
        if told or options["verbosity"] > 1:
            self.stdout.write(f"{told} parties told of moved and cancelled sessions.")
