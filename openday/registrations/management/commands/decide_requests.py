"""Carry out decisions about requests once they cannot be taken back, and end requests that nobody decided in time."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations.approval import actions


class Command(BaseCommand):
    help = (
        "Confirms or ends registrations that staff approved or refused ten minutes ago, and writes to them; "
        "ends requests whose published time is over. Safe to run as often as one likes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        settled = actions.settle_all(now=now)
        lapsed = actions.lapse_all(now=now)
        if settled or lapsed or options["verbosity"] > 1:
            self.stdout.write(f"{settled} requests settled, {lapsed} not decided in time.")
