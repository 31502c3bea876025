"""How the deeds of a race start together: in processes of their own, or in threads that each press one button.

A race of processes has a scene, a module whose functions print one line of JSON, and a folder in which the processes meet:
each says with a file that it is ready and waits for the file `go`.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.races.server import Database

_PATIENCE_SECONDS = 120
Ask = Callable[[Database, str], Any]
T = TypeVar("T")


def asker(scene: str) -> Ask:
    """The `ask` of a scene, from its `__name__`: runs one of its calls in a process on the database and returns what it printed."""

    def ask(database: Database, call: str) -> Any:
        printed = database.manage("shell", "--no-imports", "-c", f"import {scene} as scene; scene.{call}")
        return json.loads(printed.strip().splitlines()[-1])

    return ask


def say_ready(folder: str) -> None:
    """In the process of a scene: tell the test that this one has come so far."""
    (Path(folder) / f"ready-{os.getpid()}").touch()


def ready(folder: str) -> None:
    """In the process of a scene: say so, and wait until the test lets all of them go."""
    say_ready(folder)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (Path(folder) / "go").exists() and time.monotonic() < deadline:
        time.sleep(0.001)


def go(folder: Path) -> None:
    (folder / "go").touch()


@contextmanager
def started(ask: Ask, database: Database, folder: Path, *calls: str) -> Iterator[list[Future[Any]]]:
    """Start each call in a process of its own and yield the answers to come as soon as all are ready.

    The block ends when all have ended, and raises what one of them raised. One that ends before all are ready is an error too,
    and so is one that is not ready in time; then the others are let go, or they would wait for it.
    """
    with ThreadPoolExecutor(len(calls)) as starting:
        answers = [starting.submit(ask, database, call) for call in calls]
        try:
            _wait_until_ready(folder, answers)
            yield answers
        finally:
            go(folder)
        for answer in answers:
            answer.result()


def _wait_until_ready(folder: Path, answers: list[Future[Any]]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while len(list(folder.glob("ready-*"))) < len(answers):
        for answer in answers:
            assert not answer.done(), f"A process printed {answer.result()} before all were ready."
        assert time.monotonic() < deadline, "Not all processes were ready in time."
        time.sleep(0.01)


def at_once(ask: Ask, database: Database, folder: Path, *calls: str) -> list[Any]:
    """Start each call in a process of its own, let all go at one moment, and return what they printed. Raises as `started` does."""
    with started(ask, database, folder, *calls) as answers:
        go(folder)
        return [answer.result() for answer in answers]


def in_threads(deeds: list[Callable[[], T]]) -> list[T]:
    """Do all at the same moment, each in a thread of its own; return what they returned, or raise what one of them raised."""
    start = threading.Barrier(len(deeds))

    def one(deed: Callable[[], T]) -> T:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))
