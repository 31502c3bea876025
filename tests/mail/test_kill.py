"""Workers die at the worst moments: nothing is lost, and a double carries the same Message-ID.

The server kills every worker around the moment it takes responsibility for a letter: before (the letter would be
lost if it were marked already) or after (the letter goes twice, as nobody could note that it went). The control
marks first and must lose letters under the same kills, or this test proves nothing.
"""

import contextlib
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest

from tests.mail.smtp_server import smtp_server
from tests.races.server import ROOT, Database

LETTERS = 24
WORKERS = 2
WAIT_SECONDS = 120
CLAIM_SECONDS = 3  # rules.LEASE of kill_settings


class Killer:
    """Kill all workers when the server meets the letter on which this round ends."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.workers: list[subprocess.Popen] = []
        self.kills = 0
        self.struck = threading.Event()
        self.lock = threading.Lock()
        self.letters_to_go, self.moment = 0, ""

    def next_round(self, workers: list[subprocess.Popen]) -> None:
        with self.lock:
            self.workers = workers
            self.letters_to_go, self.moment = self.chance.randint(1, 6), self.chance.choice(["before", "after"])
            self.struck.clear()

    def at(self, moment: str) -> None:
        with self.lock:
            if self.struck.is_set() or moment != self.moment:
                return
            self.letters_to_go -= 1
            if self.letters_to_go > 0:
                return
            for worker in self.workers:
                worker.kill()
                worker.wait()
                self.kills += 1
            self.struck.set()
        if moment == "before":
            # The letter was on its way when its worker died: this server has not taken it.
            raise ConnectionError("the client is gone")


def environment(database: Database, server_url: str) -> dict[str, str]:
    return database.environment(DJANGO_SETTINGS_MODULE="tests.mail.kill_settings", EMAIL_URL=server_url, LETTERS_IN_PROCESS="0")


def run(arguments: list[str], env: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def answer(arguments: list[str], env: dict[str, str]) -> str:
    process = run(arguments, env)
    output = process.communicate(timeout=WAIT_SECONDS)[0]
    assert process.returncode == 0
    return output


def massacre(database: Database, worker: list[str], *, rounds: int, seed: int) -> tuple[list[str], list[str], int, dict[str, int]]:
    """Returns the written Message-IDs, the accepted ones, the kills and the final states."""
    with smtp_server() as server, contextlib.ExitStack() as stack:
        env = environment(database, server.url)
        killer = Killer(seed)
        server.before_accept = lambda: killer.at("before")
        server.after_accept = lambda: killer.at("after")
        written = json.loads(answer(["-m", "tests.mail.kill_script", "write", str(LETTERS)], env))
        for _ in range(rounds):
            workers = [run(worker, env) for _ in range(WORKERS)]
            for process in workers:
                stack.callback(process.stdout.close)
                stack.callback(process.kill)
            killer.next_round(workers)
            if not killer.struck.wait(WAIT_SECONDS):
                pytest.fail(f"No worker met the letter of its round: {Counter(server.message_ids())}")
        # Whoever comes last finds what the dead have left, once their claims have run out.
        killer.moment = "never"
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            time.sleep(CLAIM_SECONDS)
            states = json.loads(answer(["-m", "tests.mail.kill_script", "finish"], env).splitlines()[-1])
            if set(states) == {"sent"} or time.monotonic() > deadline:
                break
        return written, server.message_ids(), killer.kills, states


def check_nothing_is_lost(database: Database, *, rounds: int, seed: int) -> None:
    written, accepted, kills, states = massacre(database, [str(ROOT / "manage.py"), "worker"], rounds=rounds, seed=seed)

    print(f"{database.vendor}: {len(written)} letters, {kills} kills, {len(accepted) - len(set(accepted))} doubles")  # noqa: T201
    assert kills == rounds * WORKERS
    assert states == {"sent": LETTERS}
    assert set(accepted) == set(written)
    assert len(accepted) - len(set(accepted)) <= kills


@pytest.mark.races
def test_killed_workers_lose_nothing_and_repeat_at_most_what_they_held(real_database):
    # Seed 3 kills once before the server takes a letter and once after it.
    check_nothing_is_lost(real_database, rounds=2, seed=3)


@pytest.mark.races
@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_killed_workers_lose_nothing_in_many_rounds(real_database, seed):
    check_nothing_is_lost(real_database, rounds=8, seed=seed)


@pytest.mark.races
def test_control_marking_before_sending_loses_letters(real_database):
    # Seed 1 begins with a kill before the server takes the letter.
    written, accepted, _kills, states = massacre(real_database, ["-m", "tests.mail.kill_script", "mark_first"], rounds=1, seed=1)

    assert states == {"sent": LETTERS}
    assert set(written) - set(accepted)
