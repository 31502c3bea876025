"""Publish the lists of draws whose deadline is over."""

import logging
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from openday.registrations.draw import actions
from openday.registrations.facts import DrawImpossible
from openday.registrations.models import Draw

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publishes the tickets of draws whose deadline is over, with their digest."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        published = 0
        for draw in Draw.objects.without_files().filter(state=Draw.State.COLLECTING, applies_until__lte=now).order_by("pk"):
            try:
                published += actions.publish_list(draw=draw, now=now)
            except DrawImpossible:
                log.warning("Draw %s: the day of its public value has come before the list; staff have to name a later value.", draw.pk)
        if published or options["verbosity"] > 1:
            self.stdout.write(f"{published} lists published.")
