"""The public register of case events: what the timer does each minute, and each part by hand."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from openday.oversight.models import RegisterCheck
from openday.oversight.register import actions
from openday.oversight.register.checking import Flaw
from openday.oversight.register.verifying import verify

CHECK_EVERY = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Without a word: enters what happened, seals once a day and checks once a day, as the timer does. `register verify` checks "
        "everything now and ends with 1 when something is wrong; `register enter` and `register head` do one part. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", nargs="?", choices=["enter", "head", "verify"])

    def handle(self, *args: Any, part: str | None = None, **options: Any) -> str:
        now = timezone.now()
        if part == "verify":
            return self._verify(now=now)
        said = []
        if part in (None, "enter") and (entered := actions.enter(now=now)):
            said.append(f"{entered} entered")
        if part in (None, "head") and (seal := actions.seal(now=now)) is not None:
            said.append(f"sealed {seal.size} entries")
        if part is None and not RegisterCheck.objects.filter(at__gt=now - CHECK_EVERY).exists():
            said.append(self._verify(now=now))
        return ", ".join(said)

    def _verify(self, *, now: datetime) -> str:
        """Raises CommandError with everything that is wrong: the timer keeps it where operators look."""
        done = verify(now=now)
        if done.flaws:
            raise CommandError("\n".join(" / ".join(Flaw(*flaw).words()) for flaw in done.flaws), returncode=1)
        return f"{done.size} entries checked in {done.milliseconds} ms: the register is whole"
