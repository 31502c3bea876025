"""Timers of several workers write one mailing at once: everybody gets it once, and who registered twice does too."""

import pytest

from tests.races.mailing_scene import ask
from tests.races.together import at_once

pytestmark = [pytest.mark.races]


@pytest.mark.parametrize(("readers", "timers"), [(30, 2), pytest.param(400, 4, marks=pytest.mark.long)])
def test_a_mailing_reaches_everybody_once_whoever_writes_it(real_database, tmp_path, readers, timers):
    mailing, people = ask(real_database, f"mailing({readers})")

    written = at_once(ask, real_database, tmp_path, *[f"deliver({str(tmp_path)!r})"] * timers)

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

    at_once(ask, real_database, tmp_path, *[f"deliver_without_guards({str(tmp_path)!r})"] * 2)

    told = ask(real_database, f"told({mailing})")
    assert told["notes"] > people
    assert told["written"] > people
