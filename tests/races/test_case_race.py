"""Several reviewers decide the same case in the same moment: one wins, the others are told."""

import http.client
import json
import threading
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from tests.races.server import Database, Server, serve

pytestmark = pytest.mark.races

CASES = 12
REVIEWERS = 4
# Two approve while two return: whichever is first, the others are too late.
DEEDS = ["approve", "return_to_handler", "approve", "return_to_handler"]

# Run inside the portal: cases in review, and the sessions of four reviewers who are signed in.
OFFICE = f"""
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import a_case_in

def signed_in(user):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key

reviewers = [people.person(f"rita{{n}}", "reviewer", of="industrial") for n in range({REVIEWERS})]
quality, handler = people.quentin(), people.hana()
cases = [a_case_in(State.REVIEW, unit=people.unit("food"), quality=quality, handler=handler) for _ in range({CASES})]
print(json.dumps({{"sessions": [signed_in(user) for user in reviewers], "cases": [[case.pk, case.revision] for case in cases]}}))
"""

# What came of it: for each case its state and the moves that were logged after it went to review.
RESULT = """
import json
from openday.oversight.models import Case
deeds = ["approve", "return_to_handler"]
print(json.dumps({c.pk: [c.state, [e.deed for e in c.events.all() if e.deed in deeds]] for c in Case.objects.all()}))
"""


def shell(database: Database, code: str):
    return json.loads(database.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])


@dataclass
class Outcome:
    codes: list[int]
    state: str
    deeds: list[str]


def post(server: Server, session: str, pk: int, deed: str, seen: int) -> int:
    return send(server, session, f"/admin/oversight/cases/{pk}/{deed}/", {"seen": seen, "uninvolved": "on", "note": "Name the device."})


def send(server: Server, session: str, address: str, words: dict[str, object]) -> int:
    """Send a form as this member of staff, and return the status of the answer."""
    token = "t" * 32
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "X-CSRFToken": token,
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", address, body=urlencode(words), headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def race(database: Database, folder, *, application: str) -> list[Outcome]:
    office = shell(database, OFFICE)
    codes: dict[int, list[int]] = {}
    with serve(database, folder=folder, application=application) as server:
        for pk, seen in office["cases"]:
            together = threading.Barrier(REVIEWERS)
            codes[pk] = []

            def decide(session, deed, pk=pk, seen=seen, together=together):
                together.wait()
                codes[pk].append(post(server, session, pk, deed, seen))

            people = [threading.Thread(target=decide, args=pair) for pair in zip(office["sessions"], DEEDS, strict=True)]
            for one in people:
                one.start()
            for one in people:
                one.join()
    found = shell(database, RESULT)
    return [Outcome(codes[pk], *found[str(pk)]) for pk, _seen in office["cases"]]


def test_exactly_one_reviewer_decides_and_the_others_get_409(real_database, tmp_path):
    outcomes = race(real_database, tmp_path, application="config.wsgi:application")

    assert [Counter(outcome.codes) for outcome in outcomes] == [Counter({302: 1, 409: REVIEWERS - 1})] * CASES
    ends = {"approve": "answered", "return_to_handler": "working"}
    assert [[ends[deed] for deed in outcome.deeds] for outcome in outcomes] == [[outcome.state] for outcome in outcomes]


def test_control_without_the_compare_and_set_several_reviewers_decide_one_case(real_database, tmp_path):
    outcomes = race(real_database, tmp_path, application="tests.races.unguarded_cases:application")

    assert any(len(outcome.deeds) > 1 for outcome in outcomes)
