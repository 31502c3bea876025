"""Look at the site as an inspection would; exit code 1 when something is wrong."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from openday.oversight.website_checks.looking import look
from openday.oversight.website_checks.wording import NAMES


class Command(BaseCommand):
    help = "Looks for a home page or columns that were not brought up to date, empty columns, messages without an answer, and dead links."

    def handle(self, *args: object, **options: object) -> None:
        checks = look(now=timezone.now())
        for check in checks:
            sign = "!" if check.is_wrong else " "
            days = "" if check.days is None else f" {check.on} ({check.days})"
            self.stdout.write(f"{sign} {NAMES[check.kind]}: {check.subject}{days}")
        if wrong := sum(check.is_wrong for check in checks):
            raise CommandError(f"{wrong} wrong", returncode=1)
