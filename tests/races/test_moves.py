"""Visitors who move, cancel and wait at the same moment, while staff lower the number of places.

As in test_registrations: real servers and processes, both databases, each race with a control that must fail.
"""

import pytest

from tests.races.scene import ask
from tests.races.server import serve
from tests.races.together import at_once, started
from tests.races.visitors import all_at_once, at_ticket, reviewed, statuses

pytestmark = [pytest.mark.races]

_MAIL_LATER = {"LETTERS_IN_PROCESS": "0"}


def _registered(port: int, session: int, number: int, **answers: str):
    return reviewed(port, session, contact=f"mover{number}@example.org", **answers).press()


def _move_all(real_database, tmp_path, *, application: str = "config.wsgi:application"):
    """Six parties of one session move into the one place of another at the same moment; answers, and how both sessions stand."""
    here, there = ask(real_database, "sessions(6, 1)")
    with serve(real_database, folder=tmp_path, workers=2, threads=4, application=application, **_MAIL_LATER) as running:
        parties = [_registered(running.port, here, number) for number in range(6)]
        moves = [at_ticket(running.port, party.location, "move/", look=f"?session={there}", session=str(there)) for party in parties]

        answers = all_at_once(moves)
    return statuses(answers), [ask(real_database, f"stand({session})") for session in (here, there)]


def test_one_of_six_gets_the_last_place_and_the_others_keep_theirs(real_database, tmp_path):
    answers, (here, there) = _move_all(real_database, tmp_path)

    assert answers == {303: 1, 409: 5}
    assert (here["taken"], here["holding"]) == (5, 5)
    assert (there["taken"], there["holding"]) == (1, 1)


def test_control_several_get_the_last_place_when_it_is_read_before_it_is_taken(real_database, tmp_path):
    _answers, (_here, there) = _move_all(real_database, tmp_path, application="tests.races.controls.unguarded_swaps:application")

    assert there["holding"] > there["capacity"]


def _move_against_cancel(real_database, tmp_path, *, application: str = "config.wsgi:application"):
    """Four parties move and cancel at the same moment, each twice, while newcomers register; statuses, and how both sessions stand."""
    here, there = ask(real_database, "sessions(4, 4)")
    with serve(real_database, folder=tmp_path, workers=2, threads=4, application=application, **_MAIL_LATER) as running:
        parties = [_registered(running.port, here, number) for number in range(4)]
        deeds = [at_ticket(running.port, party.location, "move/", look=f"?session={there}", session=str(there)) for party in parties * 2]
        deeds += [at_ticket(running.port, party.location, "cancel/") for party in parties * 2]
        deeds += [reviewed(running.port, here, contact=f"new{number}@example.org") for number in range(3)]

        answers = all_at_once(deeds)
    return {answer.status for answer in answers}, [ask(real_database, f"stand({session})") for session in (here, there)]


def test_moving_against_cancelling_loses_no_place(real_database, tmp_path):
    answers, stands = _move_against_cancel(real_database, tmp_path)

    assert answers <= {303, 409}
    for stand in stands:
        assert stand["taken"] == stand["holding"] <= stand["capacity"]


def test_control_moving_against_cancelling_loses_count_without_guards(real_database, tmp_path):
    _answers, stands = _move_against_cancel(real_database, tmp_path, application="tests.races.controls.unguarded_leaving:application")

    assert any(stand["taken"] != stand["holding"] for stand in stands)


def _lower(real_database, tmp_path, *, how: str) -> tuple[object, dict]:
    """Twenty register for ten places while staff lower them to five; what staff were told, and how the session stands."""
    (session,) = ask(real_database, "sessions(10)")
    with serve(real_database, folder=tmp_path, workers=2, threads=4, **_MAIL_LATER) as running:
        ready = [reviewed(running.port, session, contact=f"burst{number}@example.org") for number in range(20)]
        with started(ask, real_database, tmp_path, f"{how}({session}, 5, {str(tmp_path)!r})") as (staff,):
            all_at_once(ready)
            told = staff.result()
    return told, ask(real_database, f"stand({session})")


def test_a_number_lowered_during_a_burst_is_lowered_or_refused_and_never_undercut(real_database, tmp_path):
    lowered, stand = _lower(real_database, tmp_path, how="lower")

    assert stand["taken"] == stand["holding"] == stand["capacity"] == (5 if lowered else 10)


def test_control_a_number_lowered_after_an_old_look_runs_into_the_constraint(real_database, tmp_path):
    told, _stand = _lower(real_database, tmp_path, how="lower_after_a_look")

    assert "taken_is_within_capacity" in told


def _promoters(real_database, tmp_path, *, how: str) -> dict:
    """Four processes serve one queue at once: twelve parties wait, six places are free, the open day asks first."""
    (session,) = ask(real_database, "queue(6, waiting=12)")
    at_once(ask, real_database, tmp_path, *[f"{how}({session}, {str(tmp_path)!r})"] * 4)
    return ask(real_database, f"stand({session})")


def test_four_promoters_at_once_offer_each_place_once(real_database, tmp_path):
    stand = _promoters(real_database, tmp_path, how="promote")

    assert (stand["taken"], stand["offers"], stand["parties_offered"]) == (6, 6, 6)
    assert stand["letters"] == 6


def test_control_four_promoters_without_guards_lose_count(real_database, tmp_path):
    stand = _promoters(real_database, tmp_path, how="promote_without_guards")

    assert stand["taken"] != stand["offers"]
