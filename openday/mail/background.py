"""Letters and timers inside a web process, for installations without a worker.

`make run` and a county laboratory have one process. A thread in it, started by the first request,
delivers what commits wake it for, and runs the timers. While a worker's heartbeat is fresh it does nothing.
Only web processes call `serve_here` (config/wsgi.py, asgi.py): tests and management commands never start it.
"""

import atexit
import logging
import os
import threading
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import connection, transaction
from django.utils import timezone

log = logging.getLogger(__name__)
# Without a wake-up the thread looks after letters of other processes, retries and timers this often.
IDLE_SECONDS = 20.0
# A burst of registrations goes first; their letters follow a moment later, one by one.
BREATH_SECONDS = 0.5
PAUSE_SECONDS = 0.02
FAREWELL_SECONDS = 1.0


class _Thread:
    """The thread of one process; a fork gets a new one, as threads and locks don't survive it."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.called = threading.Event()
        self.stopping = threading.Event()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def ensure(self) -> None:
        if self.thread is not None and self.thread.is_alive():
            return
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                # A daemon: a letter half sent must not keep the process from ending. Its claim runs out.
                self.thread = threading.Thread(target=self.run, name="letters", daemon=True)
                self.thread.start()
                atexit.register(self.stop)

    def stop(self) -> None:
        """End between two letters; waits a moment at most."""
        self.stopping.set()
        self.called.set()
        if self.thread is not None and self.thread is not threading.current_thread():
            self.thread.join(FAREWELL_SECONDS)

    def run(self) -> None:
        from openday.mail.delivery import Deliverer  # noqa: PLC0415  (rendering is loaded only where letters are sent)

        deliverer = Deliverer(pause=PAUSE_SECONDS)
        while not self.stopping.wait(BREATH_SECONDS):
            self.called.clear()
            try:
                _one_round(deliverer, self.stopping)
            except Exception:
                # The database may be away or locked: whatever it was, the next round tries again.
                log.exception("Letters could not be looked after")
            finally:
                # An idle thread keeps no connection of a small database busy.
                connection.close()
            self.called.wait(IDLE_SECONDS)


def _one_round(deliverer: Any, stopping: threading.Event) -> None:
    from openday.mail import queries, timers  # noqa: PLC0415  (models load after this module)

    if queries.worker_is_alive(timezone.now()):
        return
    timers.run_due(keep_going=lambda: not stopping.is_set())
    deliverer.deliver_due(keep_going=lambda: not stopping.is_set())


_serving = False
_own: _Thread | None = None


def serve_here() -> None:
    """Say that this process serves requests; the thread starts with the first of them (after any fork)."""
    global _serving  # noqa: PLW0603
    if settings.LETTERS_IN_PROCESS and not _serving:
        _serving = True
        request_finished.connect(_after_request, dispatch_uid="letters")


def stop() -> None:
    """End the thread of this process and start no other."""
    global _serving, _own  # noqa: PLW0603
    request_finished.disconnect(dispatch_uid="letters")
    _serving = False
    if _own is not None:
        _own.stop()
        _own = None


def wake_after_commit() -> None:
    """Tell the thread, once the caller's transaction is committed, that there is something to send."""
    if _serving:
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    thread = _thread_of_this_process()
    thread.ensure()
    thread.called.set()


def _after_request(**_facts: Any) -> None:
    _thread_of_this_process().ensure()


def _thread_of_this_process() -> _Thread:
    global _own  # noqa: PLW0603
    if _own is None or _own.pid != os.getpid():
        _own = _Thread()
    return _own
