"""The way of a leader through the pages, without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.registrations.groups import actions
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.states import GroupState
from tests import people
from tests.factories.groups import group_asks, session_for_groups, taken_by_groups
from tests.factories.registrations import SessionFactory, soon
from tests.registrations.visitor import hidden, state

pytestmark = pytest.mark.django_db

FILLED = {
    "kind": "school",
    "organisation": "红岭小学",
    "uscc": "",
    "purpose": "看看食品怎样检测。",
    "adults": "4",
    "children_6_13": "30",
    "supervisors": "4",
    "name": "王老师",
    "contact": "leader@example.org",
    "consent_visit": "on",
    "captcha": "test",
}


@pytest.fixture
def session():
    return session_for_groups(starts_at=soon(days=12))


def form_address(session, language="zh-hans") -> str:
    return f"/{language}/visits/groups/{session.open_day.code}/"


def fill_in(client, session, **changes):
    address = form_address(session)
    answers = {**hidden(client.get(address).content.decode()), **FILLED, "wish_1": str(session.pk), **changes}
    return client.post(address, answers)


def ask(client, session, **changes):
    review = fill_in(client, session, **changes)
    return client.post(form_address(session), hidden(review.content.decode()))


def at_page(client, visit) -> str:
    return client.get(f"/zh-hans/visits/groups/r/{visit.token}/").headers["Location"]


def test_the_form_is_reviewed_before_it_is_sent_and_sent_once(client, session):
    review = fill_in(client, session, uscc="91110000600037341l")
    assert (review.status_code, state(review), GroupVisit.objects.count()) == (200, "review", 0)

    answers = [client.post(form_address(session), hidden(review.content.decode())) for _again in range(2)]

    assert {answer.status_code for answer in answers} == {303}
    (visit,) = GroupVisit.objects.all()
    assert (visit.organisation, visit.uscc, visit.party.places) == ("红岭小学", "91110000600037341L", 34)
    page = client.get(client.get(answers[0].headers["Location"]).headers["Location"])
    assert (page.status_code, state(page)) == (200, "received")
    assert page.headers["Cache-Control"] == "no-store, private"


def test_going_back_from_the_review_keeps_what_was_typed_and_asks_for_no_second_captcha(client, session):
    review = hidden(fill_in(client, session).content.decode())

    form = client.post(form_address(session), {**review, "change": "1"}).content.decode()

    assert 'value="红岭小学"' in form
    again = client.post(form_address(session), {**FILLED, "captcha": "", **hidden(form), "wish_1": str(session.pk), "adults": "5"})
    assert state(again) == "review"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"uscc": "91110000600037341X"}, "校验码"),
        ({"uscc": "123"}, "18位"),
        ({"supervisors": "2"}, "至少需要3名带队成人"),
        ({"adults": "50", "children_6_13": "30"}, "最多接待40人"),
        ({"adults": "2", "children_6_13": "0", "supervisors": "0"}, "至少5人"),
        ({"wish_1": ""}, "请选择场次"),
        ({"wish_1": "999999"}, "请从"),
        ({"consent_visit": ""}, "未经您同意"),
        ({"adults": "x" * 300, "organisation": "\x00", "contact": "\ud800"}, ""),
    ],
)
def test_a_slip_is_explained_and_nothing_is_kept(client, session, changes, words):
    changes = {name: value.encode("utf-8", "replace").decode() for name, value in changes.items()}

    answer = fill_in(client, session, **changes)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert GroupVisit.objects.count() == 0


def test_without_places_for_groups_another_date_can_be_told(client, session):
    session.pools.filter(kind="groups").delete()

    assert state(fill_in(client, session, wish_1="", other_dates="12月的周二上午")) == "review"
    assert fill_in(client, session, wish_1="", other_dates="").status_code == 422


def test_open_days_that_are_not_there_have_no_form(client):
    assert client.get("/zh-hans/visits/groups/nothing/").status_code == 404


def test_a_broken_proof_starts_anew_and_writes_nothing(client, session):
    answer = client.post(form_address(session), {"review": "forged", "request_key": "x"})

    assert (answer.status_code, GroupVisit.objects.count()) == (422, 0)


def test_without_the_link_nobody_learns_whether_there_is_a_request(client, session):
    visit = group_asks(session)

    answers = [client.get(f"/zh-hans/visits/groups/request/{code}/") for code in (visit.code, "AAAA2222")]

    assert {(answer.status_code, state(answer)) for answer in answers} == {(403, state(answers[0]))}
    assert client.get("/zh-hans/visits/groups/r/nothing-like-it/").status_code == 404


def test_code_and_contact_find_the_request_again(client, session):
    visit = group_asks(session)

    answer = client.post("/zh-hans/visits/find/", {"code": visit.code, "contact": visit.contact})

    assert answer.headers["Location"] == f"/zh-hans/visits/groups/r/{visit.token}/"


@pytest.mark.parametrize(("said", "expected", "held"), [("yes", GroupState.PLACED, 34), ("no", GroupState.RECEIVED, 0)])
def test_the_leader_answers_an_offer_on_the_page_by_post_only(client, session, said, expected, held):
    visit = group_asks(session)
    actions.offer(visit=visit, session=session, word="", by=people.alice(), now=timezone.now())
    page = at_page(client, visit)
    answers = hidden(client.get(page).content.decode())
    assert client.get(f"{page}offer/").status_code == 405

    assert client.post(f"{page}offer/", {**answers, "answer": said}).status_code == 303
    assert client.post(f"{page}offer/", {**answers, "answer": "no"}).status_code == 409

    visit.refresh_from_db()
    assert (visit.state, taken_by_groups(session)) == (expected, held)


def test_the_leader_answers_a_question_changes_the_numbers_and_withdraws(client, session):
    visit = group_asks(session)
    page = at_page(client, visit)
    actions.ask(visit=visit, question="有轮椅吗？", by=people.alice(), now=timezone.now())

    assert "有轮椅吗？" in client.get(page).content.decode()
    assert client.post(f"{page}reply/", {"reply": ""}).status_code == 422
    assert client.post(f"{page}reply/", {"reply": "有一位。"}).status_code == 303
    assert client.post(f"{page}change/", {"adults": "2", "children_6_13": "30", "supervisors": "2"}).status_code == 422
    assert client.post(f"{page}change/", {"adults": "2", "children_6_13": "20", "supervisors": "2"}).status_code == 303
    visit.refresh_from_db()
    assert (visit.party.places, visit.reply) == (22, "有一位。")
    assert client.get(f"{page}withdraw/").status_code == 200
    assert client.post(f"{page}withdraw/").status_code == 303
    assert (state(client.get(page)), client.post(f"{page}change/").status_code) == ("withdrawn", 409)


def test_a_group_with_places_has_a_ticket_and_becomes_smaller_there(client, session):
    visit = group_asks(session)
    row = actions.place(visit=visit, session=session, by=people.alice(), now=timezone.now())
    assert f"/visits/r/{row.token}/" in client.get(at_page(client, visit)).content.decode()
    ticket = client.get(f"/zh-hans/visits/r/{row.token}/").headers["Location"]

    assert "/move/" not in client.get(ticket).content.decode()
    assert client.post(f"{ticket}party/", {"adults": "2", "children_6_13": "30"}).status_code == 422
    assert client.post(f"{ticket}party/", {"adults": "3", "children_6_13": "30"}).status_code == 303
    assert taken_by_groups(session) == 33


def test_sessions_before_the_answer_is_due_cannot_be_wished(client):
    session = session_for_groups(starts_at=timezone.now() + timedelta(days=1))

    page = client.get(form_address(session)).content.decode()

    assert ('name="wish_1"' in page, 'name="other_dates"' in page) == (False, True)


def test_one_page_leads_to_the_form_of_each_open_day_and_any_cache_may_keep_it(client, session):
    without = SessionFactory(starts_at=soon(days=12))
    over = session_for_groups(starts_at=timezone.now() - timedelta(days=2))

    answer = client.get("/zh-hans/visits/groups/")

    page = answer.content.decode()
    assert [one.open_day.code in page for one in (session, without, over)] == [True, True, False]
    assert page.index(session.open_day.code) < page.index(without.open_day.code)
    assert "public" in answer.headers["Cache-Control"]
    assert not answer.cookies
