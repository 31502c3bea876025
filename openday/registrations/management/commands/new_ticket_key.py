"""Make a new key for tickets, as part of the yearly rotation or after a theft."""

from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from django.utils import timezone

from openday.accounts import audit
from openday.registrations.gate import keys
from openday.registrations.gate.models import TicketKey


class Command(BaseCommand):
    help = "Makes a new key that signs tickets from now on. Tickets on paper stay good, unless --retire-old is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retire-old", action="store_true", help="no longer believe tickets that older keys signed")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        made = keys.make(now=now)
        retired = 0
        if options["retire_old"]:
            retired = TicketKey.objects.filter(number__lt=made.number, retired_at=None).update(retired_at=now)
        audit.note("registrations.new_ticket_key", by=None, about=made, now=now, retired=retired)
        self.stdout.write(f"Key {made.number} signs from now on; {retired} older keys are no longer believed.")
