"""Timers of several workers write one mailing at once: everybody gets it once, and who registered twice does too."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.races.mailing_scene import ask

pytestmark = [pytest.mark.races]


def _all_deliver(database, folder, call, *, timers):
    with ThreadPoolExecutor(timers) as starting:
        answers = [starting.submit(ask, database, call) for _timer in range(timers)]
        deadline = time.monotonic() + 120
        while len(list(folder.glob("ready-*"))) < timers and time.monotonic() < deadline:
            assert not any(answer.done() and answer.exception() for answer in answers), [one.exception() for one in answers if one.done()]
            time.sleep(0.02)
        (folder / "go").touch()
        return [answer.result() for answer in answers]


@pytest.mark.parametrize(("readers", "timers"), [(30, 2), pytest.param(400, 4, marks=pytest.mark.long)])
def test_a_mailing_reaches_everybody_once_whoever_writes_it(real_database, tmp_path, readers, timers):
    mailing, people = ask(real_database, f"mailing({readers})")

    written = _all_deliver(real_database, tmp_path, f"deliver({str(tmp_path)!r})", timers=timers)

    assert people == sum(written) == readers
    assert ask(real_database, f"told({mailing})") == {
        "state": "written",
        "written": readers,
        "notes": readers,
        "letters": readers,
        "most": 1,
    }


@pytest.mark.long
def test_control_without_the_lock_letters_of_a_mailing_are_noted_twice(real_database, tmp_path):
    mailing, people = ask(real_database, "mailing(30)")
    ask(real_database, "forget_the_constraint()")

    _all_deliver(real_database, tmp_path, f"deliver_without_guards({str(tmp_path)!r})", timers=2)

    told = ask(real_database, f"told({mailing})")
    assert told["notes"] > people
    assert told["written"] > people
