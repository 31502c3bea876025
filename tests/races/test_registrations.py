"""Visitors who act at the same moment: places, queues and double submits, on real servers.

Each race has a control in `tests/races/controls/`: the same server with one guard taken away, in
which the invariant has to break. A control that holds would mean that the race tests nothing.
"""

import pytest

from tests.races.scene import ask
from tests.races.server import serve
from tests.races.visitors import Browser, Confirmation, all_at_once, at_ticket, reviewed, statuses

pytestmark = [pytest.mark.races]

_MAIL_LATER = {"LETTERS_IN_PROCESS": "0"}


@pytest.fixture
def start(real_database, tmp_path):
    """Start a server on a database with sessions of the given places."""

    def started(*places: int, application: str = "config.wsgi:application", one_per_day: bool = False):
        found = ask(real_database, f"sessions(*{places}, one_per_day={one_per_day})")
        return found, serve(real_database, folder=tmp_path, workers=2, threads=4, application=application, **_MAIL_LATER)

    return started


def _contact(number: int) -> str:
    return f"race{number}@example.org"


@pytest.mark.parametrize(("posts", "places"), [(30, 10), pytest.param(200, 50, marks=pytest.mark.long)])
def test_the_last_places_are_given_exactly_once(real_database, start, posts, places):
    (session,), server = start(places)
    with server as running:
        ready = [reviewed(running.port, session, contact=_contact(number)) for number in range(posts)]

        answers = all_at_once(ready)

        assert statuses(answers) == {303: posts}
        pages = [at_ticket(running.port, answer.location).browser.send(answer.location) for answer in answers[:3]]
        assert {page.status for page in pages} == {302}
    counted = ask(real_database, f"count({session})")
    assert counted["states"] == {"confirmed": places, "waiting": posts - places}
    assert (counted["taken"], counted["holding"], counted["first_letters"]) == (places, places, posts)


@pytest.mark.parametrize("posts", [15, pytest.param(60, marks=pytest.mark.long)])
def test_who_does_not_want_to_wait_is_told_that_the_session_is_full(real_database, start, posts):
    (session,), server = start(5)
    with server as running:
        ready = [reviewed(running.port, session, contact=_contact(number), wait="") for number in range(posts)]

        answers = all_at_once(ready)

    assert statuses(answers) == {303: 5, 409: posts - 5}
    assert all('data-state="full"' in answer.page for answer in answers if answer.status == 409)
    counted = ask(real_database, f"count({session})")
    assert (counted["states"], counted["taken"]) == ({"confirmed": 5}, 5)


def test_control_places_are_oversold_when_the_count_is_read_before_it_is_written(real_database, start):
    (session,), server = start(10, application="tests.races.controls.unguarded_places:application")
    with server as running:
        ready = [reviewed(running.port, session, contact=_contact(number)) for number in range(30)]
        all_at_once(ready)

    counted = ask(real_database, f"count({session})")
    assert counted["holding"] > counted["capacity"]


@pytest.mark.parametrize(("parties", "places"), [(21, 20), pytest.param(112, 80, marks=pytest.mark.long)])
def test_parties_of_all_sizes_fill_a_session_without_being_split(real_database, start, parties, places):
    (session,), server = start(places)
    with server as running:
        ready = [reviewed(running.port, session, contact=_contact(number), adults=str(1 + number % 7)) for number in range(parties)]

        answers = all_at_once(ready)

    assert statuses(answers) == {303: parties}
    counted = ask(real_database, f"count({session})")
    assert counted["rows"] == parties
    assert counted["taken"] == counted["holding"] <= places
    # Every party that waits is larger than what is left.
    assert min(counted["waiting"]) > places - counted["taken"]


def test_cancelling_against_promotion_and_new_registrations_loses_no_place(real_database, start):
    (session,), server = start(10)
    with server as running:
        confirmed = [reviewed(running.port, session, contact=_contact(n), adults="2").press() for n in range(5)]
        waiting = [reviewed(running.port, session, contact=_contact(100 + n), adults=str(1 + n % 3)).press() for n in range(12)]
        newcomers = [reviewed(running.port, session, contact=_contact(200 + n), adults=str(1 + n % 2)) for n in range(10)]
        # Each confirmed party cancels twice, half of those that wait leave, one grows: all at once.
        leaving = [at_ticket(running.port, answer.location, "cancel/") for answer in (confirmed[:4] * 2) + waiting[::2]]
        growing = [at_ticket(running.port, confirmed[4].location, "party/", adults="5")]

        answers = all_at_once(leaving + newcomers + growing)

    assert {answer.status for answer in answers} <= {303, 409}
    counted = ask(real_database, f"count({session})")
    assert counted["taken"] == counted["holding"] <= 10
    assert not counted["waiting"] or min(counted["waiting"]) > 10 - counted["taken"]


def test_a_double_cancel_gives_the_places_back_once(real_database, start):
    (session,), server = start(10)
    with server as running:
        parties = [reviewed(running.port, session, contact=_contact(n), adults="2").press() for n in range(5)]
        twice = [at_ticket(running.port, answer.location, "cancel/") for answer in parties[:3] * 4]

        answers = all_at_once(twice)

    assert statuses(answers) == {303: 12}
    counted = ask(real_database, f"count({session})")
    assert (counted["taken"], counted["holding"]) == (4, 4)


def test_control_a_double_cancel_gives_places_back_twice_without_compare_and_set(real_database, start):
    (session,), server = start(10, application="tests.races.controls.unguarded_moves:application")
    with server as running:
        parties = [reviewed(running.port, session, contact=_contact(n), adults="2").press() for n in range(5)]
        twice = [at_ticket(running.port, answer.location, "cancel/") for answer in parties[:3] * 4]

        all_at_once(twice)

    counted = ask(real_database, f"count({session})")
    assert counted["taken"] != counted["holding"]


def test_a_double_submit_gives_one_registration_and_one_letter(real_database, start):
    (session,), server = start(10)
    with server as running:
        once = reviewed(running.port, session, contact=_contact(1))

        answers = all_at_once([_again(running.port, once) for _press in range(8)])

    assert statuses(answers) == {303: 8}
    assert len({answer.location for answer in answers}) == 1
    counted = ask(real_database, f"count({session})")
    assert (counted["rows"], counted["taken"], counted["first_letters"]) == (1, 1, 1)


def test_control_a_double_submit_gives_several_registrations_without_its_key(real_database, start):
    (session,), server = start(10, application="tests.races.controls.forgetful:application")
    with server as running:
        once = reviewed(running.port, session, contact=_contact(1))
        all_at_once([_again(running.port, once) for _press in range(8)])

    assert ask(real_database, f"count({session})")["rows"] > 1


def test_one_contact_in_several_forms_at_once_registers_once(real_database, start):
    (session,), server = start(10)
    with server as running:
        forms = [reviewed(running.port, session, contact=_contact(1)) for _form in range(8)]

        answers = all_at_once(forms)

    # The others learn that the contact has registered; the link goes to the contact only.
    assert statuses(answers) == {303: 1, 409: 7}
    counted = ask(real_database, f"count({session})")
    assert (counted["rows"], counted["taken"]) == (1, 1)


def test_one_contact_in_several_sessions_of_one_day_registers_once(real_database, start):
    sessions, server = start(*[10] * 6, one_per_day=True)
    with server as running:
        forms = [reviewed(running.port, session, contact=_contact(1)) for session in sessions]

        answers = all_at_once(forms)

    assert statuses(answers) == {303: 1, 409: 5}
    counted = [ask(real_database, f"count({session})") for session in sessions]
    assert sorted(one["taken"] for one in counted) == [0, 0, 0, 0, 0, 1]


def _again(port: int, first):
    """The same post from a connection of its own, as an impatient finger or a retrying network sends it."""
    return Confirmation(Browser(port, dict(first.browser.cookies)), first.path, first.answers)
