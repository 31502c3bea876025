"""Phones that come back into the network at the same moment: one ticket on all of them, and the last places given away twice."""

import contextlib
import http.client
import json
import time
from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.races.gate_scene import ask
from tests.races.server import postgres_database, serve
from tests.races.visitors import Answer, all_at_once, statuses

pytestmark = [pytest.mark.races]
_CSRF = "a" * 32
PHONES = 12


@dataclass
class Phone:
    """Somebody at the door who sends what was done without a network."""

    port: int
    door: dict
    scans: list

    def press(self) -> Answer:
        body = json.dumps({"pass": self.door["pass"], "device": "", "scans": self.scans})
        headers = {
            "Cookie": f"sessionid={self.door['key']}; csrftoken={_CSRF}",
            "X-CSRFToken": _CSRF,
            "Content-Type": "application/json",
        }
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("POST", f"/admin/gate/sessions/{self.door['session']}/scans/", body=body, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheader("Location", ""), answer.read().decode())


def scan(kind: str, people: int, **facts) -> dict:
    return {"scan_id": str(uuid4()), "kind": kind, "people": people, "at": round(time.time() * 1000)} | facts


def troubles(answers: list[Answer]) -> list[str]:
    assert statuses(answers) == {200: len(answers)}
    return sorted(one["trouble"] for answer in answers for one in json.loads(answer.page)["answers"])


@pytest.fixture
def serving(real_database, tmp_path):
    def started(application: str = "config.wsgi:application"):
        return serve(real_database, folder=tmp_path, workers=2, threads=4, application=application, LETTERS_IN_PROCESS="0")

    return started


def test_one_ticket_on_many_phones_and_the_last_places_at_once(real_database, serving):
    door = ask(real_database, "door(10, 4)")
    again = scan("walk_in", 1)
    with serving() as running:
        tickets = all_at_once([Phone(running.port, door, [scan("arrived", 4, party=door["party"])]) for _phone in range(PHONES)])
        # Six places are left: twice as many want one. And one scan is sent by twelve retries.
        guests = all_at_once([Phone(running.port, door, [scan("walk_in", 1)]) for _phone in range(PHONES - 1)])
        retries = all_at_once([Phone(running.port, door, [again]) for _phone in range(PHONES)])

    assert troubles(tickets) == ["", *["double"] * (PHONES - 1)]
    assert troubles(guests) == [*[""] * 6, *["over_capacity"] * 5]
    assert set(troubles(retries)) == {"over_capacity"}
    counted = ask(real_database, f"count({door['session']})")
    assert counted == {"inside": 4 + PHONES, "to_settle": 11 + 6, "rows": 24, "taken": 10, "held": 10}


def test_control_without_its_guards_the_gate_counts_a_ticket_twice_and_loses_places(real_database, serving):
    door = ask(real_database, "door(10, 4)")
    with serving("tests.races.controls.unguarded_gate:application") as running:
        tickets = all_at_once([Phone(running.port, door, [scan("arrived", 4, party=door["party"])]) for _phone in range(PHONES)])
        all_at_once([Phone(running.port, door, [scan("walk_in", 1)]) for _phone in range(PHONES)])

    assert troubles(tickets).count("") > 1
    counted = ask(real_database, f"count({door['session']})")
    assert counted["held"] != counted["taken"]


def test_a_party_let_in_while_it_is_erased_is_erased_and_its_places_are_given_back_once(real_database):
    assert ask(real_database, "erased_at_the_door()") == {"state": "cancelled", "name": "", "taken": 0, "held": 0}


@pytest.mark.postgres
def test_control_without_its_lock_an_erasure_gives_places_back_and_erases_nothing(postgres_url, postgres_template):
    # SQLite has one lock for everything, and needs no other.
    with postgres_database(postgres_url, template=postgres_template) as database:
        left = ask(database, "erased_at_the_door(locked=False)")

    assert (left["state"], left["taken"], left["held"]) == ("attended", 0, 3)
    assert left["name"] != ""
