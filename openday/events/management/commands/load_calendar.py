"""Load the working-day calendar of a year once the State Council has published it."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from openday.events import calendar_files
from openday.events.models import WorkCalendar


class Command(BaseCommand):
    help = (
        "Loads a CSV file of holidays and make-up working days (columns day, is_workday, name_zh, source, published_on). "
        "Days of the same notice (source) are replaced; loading the same file twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = calendar_files.read(options["file"])
        except calendar_files.BrokenCalendar as problem:
            raise CommandError(str(problem)) from problem
        # A notice is replaced as a whole: a day that a correction drops must not stay behind.
        sources = {row.source for row in rows}
        with transaction.atomic():
            WorkCalendar.objects.filter(source__in=sources).delete()
            WorkCalendar.objects.bulk_create(
                [WorkCalendar(**asdict(row)) for row in rows],
                update_conflicts=True,
                unique_fields=["day"],
                update_fields=["is_workday", "name_zh", "source", "published_on"],
            )
        years = ", ".join(str(year) for year in sorted({row.day.year for row in rows}))
        self.stdout.write(f"{len(rows)} days loaded ({years}).")
