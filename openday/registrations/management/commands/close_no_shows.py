"""Note who did not come, two hours after each session whose gate was used."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations.absences import actions as absences
from openday.registrations.gate import actions


class Command(BaseCommand):
    help = (
        "Marks parties that never arrived, two hours after the end of sessions at whose gate somebody was checked in; "
        "a day later notes their missed visit where a rule about it is in force."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        closed = actions.close_no_shows(now=timezone.now())
        noted = absences.note_all(now=timezone.now())
        if closed or noted or options["verbosity"] > 1:
            self.stdout.write(f"{closed} parties did not come, {noted} missed visits noted.")
