"""The app for the door and what it asks of the server."""

import base64
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from openday.accounts import roles
from openday.registrations.gate import keys, lists, queries
from openday.registrations.gate.models import CheckIn
from tests import people
from tests.factories.registrations import Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
GATE = "/admin/gate/"


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"), party_max=10)


@pytest.fixture
def session(open_day):
    return SessionFactory(open_day=open_day, starts_at=timezone.now() + timedelta(minutes=10))


@pytest.fixture
def rosa(client):
    user = people.rosa()
    client.force_login(user)
    return user


def a_party(session, **facts):
    return register(session, now=timezone.now() - timedelta(days=1), **facts)


def the_list(client, session):
    return client.get(f"{GATE}sessions/{session.pk}/list/").json()


def send(client, session, *scans, held=None, **more):
    text = held or json.loads(the_list(client, session)["list"])["pass"]
    body = {"pass": text, "device": "phone-1", "scans": list(scans)} | more
    return client.post(f"{GATE}sessions/{session.pk}/scans/", body, content_type="application/json")


def scan(kind="arrived", **facts):
    return {"scan_id": str(uuid4()), "kind": kind, "at": lists.moment(timezone.now()), "people": 1, "reason": ""} | facts


def test_the_gate_opens_in_the_language_of_the_person(client, rosa):
    assert client.get(GATE).headers["Location"] == f"{GATE}zh-hans/"
    assert client.get(GATE, headers={"accept-language": "en"}).headers["Location"] == f"{GATE}en/"


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "扫码"), ("zh-hant", "掃碼"), ("en", "Scan")])
def test_the_app_speaks_three_languages_and_names_nobody(client, rosa, session, language, word):
    party = a_party(session, name="张三丰")

    answer = client.get(f"{GATE}{language}/")

    assert word in answer.text
    assert rosa.username not in answer.text
    assert party.code not in answer.text


def test_an_unknown_language_has_no_app(client, rosa):
    assert client.get(f"{GATE}fr/").status_code == 404
    assert client.get(f"{GATE}fr/app.webmanifest").status_code == 404


def test_the_app_gets_the_strict_policy_and_the_camera(client, rosa):
    answer = client.get(f"{GATE}en/")

    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in f"{policy};"
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_every_file_that_the_phone_keeps_is_there(client, rosa):
    worker = client.get(f"{GATE}sw.js").text
    listed = [
        json.loads(line.split(" = ")[1].rstrip(";")) for line in worker.splitlines() if line.startswith(("const PAGES", "const FILES"))
    ]

    answers = {address: client.get(address) for group in listed for address in group}

    assert len(answers) == 6 + 14
    assert {answer.status_code for answer in answers.values()} == {200}


def test_nothing_but_the_files_of_the_app_is_handed_out(client, rosa):
    assert client.get(f"{GATE}files/0/settings.py").status_code == 404


def test_hello_tells_the_sessions_of_the_own_unit_from_yesterday_to_next_week(client, rosa, open_day, session):
    SessionFactory(open_day=open_day, starts_at=timezone.now() + timedelta(days=9))
    SessionFactory(open_day=open_day, starts_at=timezone.now() - timedelta(days=3))
    SessionFactory(open_day=OpenDayFactory(unit=people.unit("industrial")), starts_at=timezone.now())

    told = client.get(f"{GATE}hello/").json()

    assert [one["id"] for one in told["sessions"]] == [session.pk]
    assert (told["user"], bool(told["csrf"])) == (rosa.pk, True)
    assert abs(told["now"] - lists.moment(timezone.now())) < 60_000


@pytest.mark.parametrize(("language", "name"), [("zh-hant", "食品檢測開放日"), ("en", "Food testing open day"), ("xx", "食品检测开放日")])
def test_a_session_is_called_in_the_language_of_the_app(client, rosa, session, language, name):
    told = client.get(f"{GATE}hello/?language={language}").json()
    listed = client.get(f"{GATE}sessions/{session.pk}/list/?language={language}").json()

    assert told["sessions"][0]["name"] == json.loads(listed["list"])["session"]["name"] == name


def test_a_list_holds_what_a_door_needs_and_no_more(client, rosa, session):
    party = a_party(session, adults=2, name="张三丰", contact=Contact("mobile", "+8613812345678"))

    got = the_list(client, session)
    content = json.loads(got["list"])

    hashed = lists.code_hash(party.code, salt=content["salt"])
    assert content["parties"] == [[party.pk, hashed, "张**", 2, "confirmed", 0]]
    assert party.code not in json.dumps(got)
    assert "5678" not in json.dumps(got)
    assert "三丰" not in json.dumps(got, ensure_ascii=False)


def test_a_list_is_signed_and_an_altered_one_is_noticed(client, rosa, session):
    got = the_list(client, session)
    signature = base64.b64decode(got["signature"])

    def is_good(text):
        return keys.is_signed(b"openday list\0" + text.encode(), number=got["key"], signature=signature)

    assert is_good(got["list"])
    assert not is_good(got["list"].replace('"inside":0', '"inside":1'))


def test_lists_of_two_downloads_name_a_party_differently(client, rosa, session):
    a_party(session)

    first, second = (json.loads(the_list(client, session)["list"])["parties"][0][1] for _download in range(2))

    assert first != second


@pytest.mark.parametrize("parties", [1, 3])
def test_a_list_takes_the_same_number_of_queries_for_any_number_of_parties(client, rosa, session, parties, django_assert_num_queries):
    for _party in range(parties):
        a_party(session)
    the_list(client, session)

    with django_assert_num_queries(16):
        the_list(client, session)


def test_scans_come_back_with_their_answers(client, rosa, session):
    party = a_party(session, adults=2)

    sent = [scan(party=party.pk, people=2), scan(party=party.pk, people=2), scan("walk_in", people=3)]
    answer = send(client, session, *sent)

    assert answer.status_code == 200
    assert [(one["scan_id"], one["trouble"]) for one in answer.json()["answers"]] == [
        (sent[0]["scan_id"], ""),
        (sent[1]["scan_id"], "double"),
        (sent[2]["scan_id"], ""),
    ]
    assert queries.headcount(session.pk).inside == 5
    assert set(CheckIn.objects.values_list("by", "device")) == {(rosa.pk, "phone-1")}


def test_a_colleague_may_send_what_was_done_and_it_stays_hers_who_did_it(client, rosa, session):
    held = json.loads(the_list(client, session)["list"])["pass"]
    client.force_login(people.person("rob", roles.RECEPTION))

    assert send(client, session, scan("walk_in"), held=held).status_code == 200

    assert CheckIn.objects.get().by == rosa


def test_what_waited_on_a_phone_for_days_is_taken_until_its_pass_ends(client, rosa, session, time_machine):
    held = json.loads(the_list(client, session)["list"])["pass"]
    late = scan("walk_in")

    time_machine.move_to(timezone.now() + timedelta(days=6))
    client.force_login(rosa)
    assert client.get(f"{GATE}sessions/{session.pk}/list/").status_code == 404
    assert send(client, session, late, held=held).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=9))
    client.force_login(rosa)
    assert send(client, session, scan("walk_in"), held=held).status_code == 409

    assert CheckIn.objects.count() == 1


def test_a_pass_of_another_session_or_of_nobody_is_refused(client, rosa, open_day, session):
    other = SessionFactory(open_day=open_day, starts_at=timezone.now())
    foreign = json.loads(the_list(client, other)["list"])["pass"]

    assert send(client, session, scan("walk_in"), held=foreign).status_code == 409
    assert send(client, session, scan("walk_in"), held="nobody").status_code == 409
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "counted"},
        {"kind": None},
        {"people": 0},
        {"people": 201},
        {"people": True},
        {"people": "3"},
        {"scan_id": "x"},
        {"scan_id": None},
        {"at": -1},
        {"at": 10**18},
        {"reason": "because"},
        {"reason": ["host"]},
        {"party": 2**70},
        {"kind": "undone"},
        {"kind": "undone", "about": "\x00"},
    ],
    ids=str,
)
def test_what_no_app_of_ours_sends_is_refused_as_a_whole(client, rosa, session, wrong):
    assert send(client, session, scan("walk_in"), scan("walk_in") | wrong).status_code == 400
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"scans": 3, "pass": ""}', "[" * 100_000, '{"scans": [3], "pass": ""}', "\xff"])
def test_a_body_that_is_no_message_is_refused(client, rosa, session, body):
    answer = client.post(f"{GATE}sessions/{session.pk}/scans/", body.encode("latin-1"), content_type="application/json")

    assert answer.status_code == 400


def test_a_code_full_of_rubbish_is_an_unknown_code(client, rosa, session):
    answer = send(client, session, scan(code="\x00☃'"), scan(party=2**62))

    assert [one["trouble"] for one in answer.json()["answers"]] == ["unknown", "unknown"]


def test_without_a_sign_in_every_question_is_a_redirect(client, session):
    for address in ("hello/", f"sessions/{session.pk}/list/", "en/", "sw.js"):
        assert client.get(GATE + address).status_code == 302


def test_a_supervisor_sees_and_settles_what_two_phones_made(client, rosa, session):
    party = a_party(session, adults=2, name="张三丰")
    send(client, session, scan(party=party.pk, people=2), scan(party=party.pk, people=2))
    doubtful = CheckIn.objects.to_settle().get()
    client.force_login(people.alice())

    page = client.get(f"{GATE}desk/{session.pk}/")
    assert "张**" in page.text
    assert "张三丰" not in page.text
    answers = [client.post(f"{GATE}desk/{session.pk}/settle/{doubtful.pk}/", {"counts": "no"}, follow=True) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert (queries.headcount(session.pk).inside, CheckIn.objects.to_settle().count()) == (2, 0)


@pytest.mark.parametrize("who", [people.rosa, people.charlie], ids=["reception", "another unit"])
def test_who_does_not_supervise_this_session_settles_nothing(client, rosa, session, who):
    party = a_party(session)
    send(client, session, scan(party=party.pk), scan(party=party.pk))
    doubtful = CheckIn.objects.to_settle().get()
    client.force_login(who())

    assert client.get(f"{GATE}desk/{session.pk}/").status_code == 404
    assert client.post(f"{GATE}desk/{session.pk}/settle/{doubtful.pk}/", {"counts": "yes"}).status_code == 404
    assert CheckIn.objects.to_settle().count() == 1


def test_nobody_settles_what_is_in_order(client, rosa, session):
    send(client, session, scan("walk_in"))
    client.force_login(people.alice())

    assert client.post(f"{GATE}desk/{session.pk}/settle/{CheckIn.objects.get().pk}/", {"counts": "no"}).status_code == 404
