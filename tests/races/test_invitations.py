"""One invitation in the hands of six people who press at the same moment.

As in test_registrations: real servers and processes, both databases, with a control that must fail.
"""

import pytest

from tests.races.scene import ask
from tests.races.server import serve
from tests.races.visitors import Browser, Confirmation, all_at_once, at_ticket, statuses
from tests.registrations.visitor import FILLED, hidden

pytestmark = [pytest.mark.races]


def _with_invitation(port: int, session: int, token: str, number: int) -> Confirmation:
    """A guest with the link of the letter, on the review page."""
    browser = Browser(port)
    browser.send(f"/zh-hans/visits/i/{token}/")
    path = f"/zh-hans/visits/{session}/register/"
    form = {**hidden(browser.send(path).page), **FILLED, "contact": f"guest{number}@example.org", "adults": "1", "children_6_13": "0"}
    review = browser.send(path, form)
    assert review.status == 200, f"{review.status}: {review.page[:3000]}"
    return Confirmation(browser, path, hidden(review.page))


def _all_use_one(real_database, tmp_path, *, reserve: bool, application: str = "config.wsgi:application"):
    session, token = ask(real_database, f"invited(10, reserve={reserve})")
    with serve(real_database, folder=tmp_path, workers=3, threads=4, application=application, LETTERS_IN_PROCESS="0") as running:
        answers = all_at_once([_with_invitation(running.port, session, token, number) for number in range(6)])
    return statuses(answers), ask(real_database, f"stand({session})")


@pytest.mark.parametrize("reserve", [False, pytest.param(True, marks=pytest.mark.long)])
def test_an_invitation_admits_one_of_six_and_no_place_is_lost(real_database, tmp_path, reserve):
    answers, stand = _all_use_one(real_database, tmp_path, reserve=reserve)

    assert answers == {303: 1, 409: 5}
    assert stand["taken"] == stand["holding"] == 1


def test_control_without_the_guard_several_come_with_one_invitation(real_database, tmp_path):
    answers, stand = _all_use_one(
        real_database, tmp_path, reserve=False, application="tests.races.controls.unguarded_invitations:application"
    )

    assert answers.get(303, 0) > 1
    assert stand["taken"] > 1


@pytest.mark.long
def test_an_invitation_that_is_given_back_six_times_at_once_comes_back_once(real_database, tmp_path):
    session, token = ask(real_database, "invited(10, reserve=False)")
    with serve(real_database, folder=tmp_path, workers=3, threads=4, LETTERS_IN_PROCESS="0") as running:
        first = _with_invitation(running.port, session, token, 0).press()
        # Each of six devices cancels, while six others are about to use it again.
        cancelling = all_at_once([at_ticket(running.port, first.location, "cancel/") for _device in range(6)])
        came_back = ask(real_database, f"came_back({session})")
        again = all_at_once([_with_invitation(running.port, session, token, number) for number in range(1, 7)])

    assert statuses(cancelling) == {303: 6}
    assert came_back == {"open": 1, "came_back": 1}
    assert statuses(again) == {303: 1, 409: 5}
    stand = ask(real_database, f"stand({session})")
    assert stand["taken"] == stand["holding"] == 1
