"""The quality office's call-backs: who sees them, what the form offers, what a refusal says."""

from datetime import timedelta

import pytest
from django.urls import reverse

from openday.oversight.models import CallBack, SatisfactionStandard
from openday.oversight.satisfaction.actions import call_back
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
        ({"contact": MOBILE}, ["settled", "no_wish", "redo", "unreached"]),
        ({}, ["written"]),
        ({"identity": Identity.UNNAMED}, ["written"]),
    ],
)
def test_only_what_is_possible_is_offered(desk, office, given, offered):
    call = a_call(answered(office, **given))

    assert [value for value, _label in desk.get(address(call)).context["form"].fields["outcome"].choices] == offered


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

    answer = client.post(address(call), {"outcome": "settled", "said": "x"})

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_a_new_promise_is_a_new_version_and_never_shows_averages_below_ten(desk, office):
    sent = {
        "valid_from": "2099-01-01", "rating_days": 20, "call_back_days": 2, "redo_days": 10, "fewest_for_an_average": 10, "source": "局务会"
    }  # fmt: skip
    add = reverse("satisfaction-standards:add")

    refused = desk.post(add, {**sent, "fewest_for_an_average": 9})
    made = desk.post(add, sent)

    assert (refused.status_code, made.status_code) == (200, 302)
    assert list(SatisfactionStandard.objects.order_by("version").values_list("version", "rating_days")) == [(1, 14), (2, 20)]
