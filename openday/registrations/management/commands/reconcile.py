"""Compare what is stored twice: the counter of every pool with who holds its places, and states with what belongs to them."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import F
from django.utils import timezone

from openday.events.models import Session
from openday.registrations.reconciling import actions, holders
from openday.registrations.reconciling.checks import CHECKS, found, in_batches

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Compares the places of every pool with who holds them, and states of registrations with offers, lots, check-ins and letters. "
        'Prints "No differences." and ends with 0, or a table and ends with 1. Safe to run while visitors register.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="set the counters of pools right; nothing else is changed")

    def handle(self, *args: Any, repair: bool = False, **options: Any) -> None:
        lines = left = 0
        for line, is_repaired in self._differences(now=timezone.now(), repair=repair):
            if not lines:
                self.stdout.write(_columns("where", "who", "what"))
            self.stdout.write(line)
            lines += 1
            left += not is_repaired
        if left:
            raise CommandError(f"{left} differences.")
        self.stdout.write("All differences are repaired." if lines else "No differences.")

    def _differences(self, *, now: datetime, repair: bool) -> Iterator[tuple[str, bool]]:
        """Each line of the table, and whether it has been set right."""
        wrong = holders.pools().exclude(held=F("taken")).select_related("session__open_day")
        for batch in in_batches(wrong):
            for pool in batch:
                words, is_repaired = _words_of(pool), False
                if repair:
                    is_repaired = actions.repair(pool_id=pool.pk, now=now)
                    words += ": repaired" if is_repaired else f": more than the {pool.capacity} places there are, not repaired"
                    log.warning("Pool %s: %s", pool.pk, words)
                yield _line(pool.session, f"pool {pool.pk} {pool.kind}", words), is_repaired
        for check in CHECKS:
            for code, session in found(check, now=now):
                yield _line(session, code, check.name), False


def _words_of(pool: Any) -> str:
    held = [f"{holder.name} {places}" for holder in holders.HOLDERS if (places := getattr(pool, holder.column))]
    return f"{pool.taken} places taken, {pool.held} held ({', '.join(held) or 'by nobody'})"


def _line(session: Session | None, who: str, what: str) -> str:
    start = timezone.localtime(session.starts_at) if session else None
    return _columns(f"{session.open_day.code} {start:%Y-%m-%d %H:%M} session {session.pk}" if session else "-", who, what)


def _columns(where: str, who: str, what: str) -> str:
    return f"{where:<50} {who:<20} {what}"
