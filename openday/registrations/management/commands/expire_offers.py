"""End offers of places that nobody answered in time; the next parties get them."""

from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations import actions


class Command(BaseCommand):
    help = "Ends offers of places whose time is over and lets the next waiting parties have the places. Safe to run as often as one likes."

    def handle(self, *args: Any, **options: Any) -> None:
        ended = actions.expire_offers(now=timezone.now())
        if ended or options["verbosity"] > 1:
            self.stdout.write(f"{ended} offers ended.")
