"""The quality office's call-backs: who sees them, what the form offers, what a refusal says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.oversight.models import CallAttempt, CallBack, SatisfactionStandard
from openday.oversight.satisfaction.actions import call_back, note_attempt
from openday.oversight.states import State
from openday.oversight.vocabulary import Identity
from tests import people
from tests.factories.oversight import MOBILE, MONDAY, a_case_in
from tests.oversight.satisfaction.test_actions import a_call, answered

pytestmark = pytest.mark.django_db


def address(call: CallBack) -> str:
    return reverse("call_backs:call", args=[call.pk])


@pytest.fixture
def desk(client, office):
    client.force_login(office.quality)
    return client


def test_the_panel_and_the_list_show_who_waits_for_a_call(desk, office):
    call = a_call(answered(office))

    assert address(call) in desk.get("/admin/").content.decode()
    assert address(call) in desk.get(reverse("call_backs:index")).content.decode()
    call_back(call=call, outcome="written", said="a", by=office.quality, now=MONDAY + timedelta(days=2))
    assert address(call) not in desk.get("/admin/").content.decode()
    assert address(call) not in desk.get(reverse("call_backs:index") + "?waiting=yes").content.decode()


def test_nobody_else_sees_what_citizens_say_about_them(client, office):
    call = a_call(answered(office))
    for person in (office.handler, office.reviewer, people.alice(), people.eve()):
        client.force_login(person)
        assert client.get(address(call)).status_code in {302, 404}
        assert client.post(address(call), {"outcome": "settled", "said": "x"}).status_code in {302, 404}
    assert CallBack.objects.get().done_at is None


@pytest.mark.parametrize(
    ("given", "offered"),
    [
        ({"contact": MOBILE}, ["settled", "no_wish", "redo"]),
        ({}, ["written"]),
        ({"identity": Identity.UNNAMED}, ["written"]),
    ],
)
def test_only_what_is_possible_is_offered(desk, office, given, offered):
    call = a_call(answered(office, **given))

    assert [value for value, _label in desk.get(address(call)).context["form"].fields["outcome"].choices] == offered


def test_a_call_in_vain_is_noted_and_the_call_back_stays_open(desk, office):
    call = a_call(answered(office, contact=MOBILE))

    noted = desk.post(address(call), {"deed": "attempt"})
    page, listed = desk.get(address(call)).content.decode(), desk.get(reverse("call_backs:index")).content.decode()

    attempt = CallAttempt.objects.get()
    assert (noted.status_code, noted.headers["Location"], attempt.by) == (302, address(call), office.quality)
    assert CallBack.objects.get().done_at is None
    assert ["1/3" in text for text in (page, listed)] == [True, True]
    assert address(call) in desk.get("/admin/").content.decode()


def test_not_reached_is_offered_and_taken_after_calls_on_three_days(desk, office):
    call = a_call(answered(office, contact=MOBILE))
    given = {"outcome": "unreached", "said": "We called three times. What is missing?"}
    for back in (2, 1):
        note_attempt(call=call, by=office.quality, now=timezone.now() - timedelta(days=back))
    too_early = desk.post(address(call), given)

    desk.post(address(call), {"deed": "attempt"})
    closed = desk.post(address(call), given)
    late = desk.post(address(call), {"deed": "attempt"})

    assert (too_early.status_code, closed.status_code, late.status_code) == (422, 302, 409)
    assert (CallBack.objects.get().outcome, CallAttempt.objects.count()) == ("unreached", 3)


@pytest.mark.parametrize("given", [{}, {"identity": Identity.UNNAMED}])
def test_where_there_is_no_number_nobody_called_in_vain(desk, office, given):
    call = a_call(answered(office, **given))

    assert desk.post(address(call), {"deed": "attempt"}).status_code == 422
    assert 'value="attempt"' not in desk.get(address(call)).content.decode()
    assert CallAttempt.objects.count() == 0


def test_nobody_else_notes_a_call(client, office):
    call = a_call(answered(office, contact=MOBILE))
    for person in (office.handler, office.reviewer, people.alice(), people.dora()):
        client.force_login(person)
        assert client.post(address(call), {"deed": "attempt"}).status_code in {302, 404}
    assert CallAttempt.objects.count() == 0


@pytest.mark.parametrize("calls", [1, 3])
def test_the_list_costs_the_same_with_one_call_back_and_with_three(desk, office, calls, django_assert_num_queries):
    for _ in range(calls):
        call = a_call(answered(office, contact=MOBILE))
        for back in (2, 1):
            note_attempt(call=call, by=office.quality, now=timezone.now() - timedelta(days=back))
    desk.get(reverse("call_backs:index_results"))

    with django_assert_num_queries(9):
        desk.get(reverse("call_backs:index_results"))


def test_a_call_is_noted_once_and_who_came_too_late_keeps_the_words(desk, office):
    call = a_call(answered(office, contact=MOBILE))

    first = desk.post(address(call), {"outcome": "settled", "said": "Explained."})
    second = desk.post(address(call), {"outcome": "no_wish", "said": "Other words."})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Other words." in second.content.decode()
    assert CallBack.objects.get().outcome == "settled"


def test_a_handler_who_is_also_of_the_quality_office_is_refused_in_words(client, office):
    both = people.person("both", "quality-office", "handler")
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality, contact=MOBILE)
    from openday.oversight import actions

    actions.submit_for_review(case=case, text="a", outcome="explained", by=both, now=MONDAY + timedelta(hours=3))
    actions.approve(case=case, by=office.reviewer, now=MONDAY + timedelta(hours=4))
    call = a_call(case)
    client.force_login(both)

    answer, tried = client.post(address(call), {"outcome": "settled", "said": "x"}), client.post(address(call), {"deed": "attempt"})

    assert (answer.status_code, tried.status_code) == (422, 422)
    assert answer.context["form"].non_field_errors()
    assert tried.context["refusal"]
    assert CallAttempt.objects.count() == 0


def test_a_new_promise_is_a_new_version_and_never_shows_averages_below_ten(desk, office):
    sent = {
        "valid_from": "2099-01-01", "rating_days": 20, "call_back_days": 2, "call_attempts": 2, "redo_days": 10,
        "fewest_for_an_average": 10, "source": "局务会",
    }  # fmt: skip
    add = reverse("satisfaction-standards:add")

    refused = [desk.post(add, {**sent, **wrong}).status_code for wrong in ({"fewest_for_an_average": 9}, {"call_attempts": 0})]
    made = desk.post(add, sent)

    assert (refused, made.status_code) == ([200, 200], 302)
    assert list(SatisfactionStandard.objects.order_by("version").values_list("version", "rating_days")) == [(1, 14), (2, 20)]
