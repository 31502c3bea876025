"""Deliver letters and run timers until told to stop."""

import logging
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from openday.mail import queries, rules, timers
from openday.mail.delivery import Deliverer
from openday.mail.models import Heartbeat

log = logging.getLogger(__name__)
POLL_SECONDS = 1.0
# After a database error: it may be restarting.
PATIENCE_SECONDS = 5.0


class Command(BaseCommand):
    help = "Delivers letters and runs due timers. Any number of workers may run; SIGTERM ends after the letter in hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="drain what is due and exit")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self._drain()
            return
        stopping = threading.Event()

        def stop(_number: int, _frame: FrameType | None) -> None:
            stopping.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.stdout.write("Worker started: letters and timers.")
        self._work(stopping)
        self.stdout.write("Worker stopped.")

    def _drain(self) -> None:
        deliverer = Deliverer()
        ran: list[str] = []
        handled = 0
        # A sweep may write letters.
        while (now_ran := timers.run_due()) or (now_handled := deliverer.deliver_due()):
            ran += now_ran
            handled += 0 if now_ran else now_handled
        waiting = len(queries.due_letters(timezone.now(), but_not=set(), limit=1000))
        self.stdout.write(f"{handled} letters handled, {waiting} still due, timers run: {', '.join(ran) or 'none'}.")

    def _work(self, stopping: threading.Event) -> None:
        deliverer, pulse = Deliverer(), _Pulse()

        def keep_going() -> bool:
            pulse.beat()
            return not stopping.is_set()

        while keep_going_safely(keep_going, stopping):
            try:
                timers.run_due(keep_going=keep_going)
                handled = deliverer.deliver_due(keep_going=keep_going, limit=200)
            except DatabaseError:
                log.exception("The database does not answer")
                connection.close()
                stopping.wait(PATIENCE_SECONDS)
                continue
            close_old_connections()
            if not handled:
                stopping.wait(POLL_SECONDS)


def keep_going_safely(keep_going: Any, stopping: threading.Event) -> bool:
    try:
        return bool(keep_going())
    except DatabaseError:
        log.exception("The database does not answer")
        connection.close()
        stopping.wait(PATIENCE_SECONDS)
        return not stopping.is_set()


class _Pulse:
    """Write the sign of life, but not more often than needed."""

    def __init__(self) -> None:
        self.last = 0.0

    def beat(self) -> None:
        if time.monotonic() - self.last >= rules.HEARTBEAT.total_seconds() or not self.last:
            Heartbeat.objects.update_or_create(name=queries.WORKER, defaults={"at": timezone.now()})
            self.last = time.monotonic()
