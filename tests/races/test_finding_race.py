"""The unit corrects the cause while the office sets the finding aside, in the same moment: one wins, the others are told.

What one process can show of this is in tests/oversight/findings/test_actions.py, with its control; here are real ones.
"""

import threading
from collections import Counter

import pytest

from tests.races import test_case_race as cases
from tests.races.server import Database, Server, serve

pytestmark = [pytest.mark.races, pytest.mark.long]

FINDINGS = 8
DEEDS = ["state_cause", "set_aside", "state_cause", "set_aside"]

OFFICE = f"""
import json
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from tests import people
from tests.factories.findings import State, a_finding_in

def signed_in(user):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key

office = {{
    "state_cause": [people.person(f"hana{{n}}", "handler", of="food") for n in range(2)],
    "set_aside": [people.person(f"quentin{{n}}", "quality-office", of="quality-office") for n in range(2)],
}}
findings = [a_finding_in(State.ANALYSED, now=timezone.now() - timedelta(days=30)) for _ in range({FINDINGS})]
sessions = [signed_in(office[deed].pop()) for deed in {DEEDS}]
print(json.dumps({{"sessions": sessions, "findings": [[row.pk, row.revision] for row in findings]}}))
"""
RESULT = """
import json
from openday.oversight.findings.models import Finding
# After it was recorded and its cause stated.
print(json.dumps({f.pk: [f.state, [e.deed for e in f.events.all()][2:]] for f in Finding.objects.all()}))
"""


def post(server: Server, session: str, pk: int, deed: str, seen: int) -> int:
    words = {"seen": seen, "cause_zh": "流程不清", "reason_zh": "重复登记"}
    return cases.send(server, session, f"/admin/oversight/findings/{pk}/{deed}/", words)


def race(database: Database, folder, *, application: str) -> list[cases.Outcome]:
    office = cases.shell(database, OFFICE)
    codes: dict[int, list[int]] = {}
    with serve(database, folder=folder, application=application) as server:
        for pk, seen in office["findings"]:
            together = threading.Barrier(len(DEEDS))
            codes[pk] = []

            def act(session, deed, pk=pk, seen=seen, together=together):
                together.wait()
                codes[pk].append(post(server, session, pk, deed, seen))

            people = [threading.Thread(target=act, args=pair) for pair in zip(office["sessions"], DEEDS, strict=True)]
            for one in people:
                one.start()
            for one in people:
                one.join()
    found = cases.shell(database, RESULT)
    return [cases.Outcome(codes[pk], *found[str(pk)]) for pk, _seen in office["findings"]]


def test_exactly_one_deed_is_done_and_the_others_get_409(real_database, tmp_path):
    outcomes = race(real_database, tmp_path, application="config.wsgi:application")

    assert [Counter(outcome.codes) for outcome in outcomes] == [Counter({302: 1, 409: len(DEEDS) - 1})] * FINDINGS
    ends = {"state_cause": "analysed", "set_aside": "set_aside"}
    assert [[ends[deed] for deed in outcome.deeds] for outcome in outcomes] == [[outcome.state] for outcome in outcomes]


def test_control_without_the_compare_and_set_several_deeds_are_done_to_one_finding(real_database, tmp_path):
    outcomes = race(real_database, tmp_path, application="tests.races.unguarded_findings:application")

    assert any(len(outcome.deeds) > 1 for outcome in outcomes)
