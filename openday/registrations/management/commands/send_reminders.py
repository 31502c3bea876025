"""Write the letters about the visit whose time has come; safe to run as often as one likes."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations import actions, queries


class Command(BaseCommand):
    help = (
        "Asks parties whether they come, reminds them, gives up places of those that did not answer (where the open day says so), "
        "and thanks after the visit those who agreed to it. Each party gets each of these once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        asked = sum(actions.ask_if_coming(registration=registration, now=now) for registration in queries.to_ask(now=now))
        written = sum(actions.remind(registration=registration, now=now) for registration in queries.to_remind(now=now))
        released = sum(actions.release_unconfirmed(registration=registration, now=now) for registration in queries.to_release(now=now))
        thanked = sum(actions.thank(registration=registration, now=now) for registration in queries.to_thank(now=now))
        if written or asked or released or thanked or options["verbosity"] > 1:
            self.stdout.write(f"{written} reminders written, {asked} asked, {released} given up, {thanked} thanked.")
