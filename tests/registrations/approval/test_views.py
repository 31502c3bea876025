"""The desk of requests, and what the visitor sees of one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.registrations.models import Asking, Registration
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, soon
from tests.registrations.visitor import FILLED, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(approval_hours=48), starts_at=soon(days=6))


def request(session, **more) -> Asking:
    return register(session, adults=2, now=timezone.now(), **more).asking


def test_the_form_says_that_it_is_a_request_and_the_page_after_it_shows_the_clock(client, session):
    address = f"/zh-hans/visits/{session.pk}/register/"
    form = client.get(address).content.decode()
    assert "2天内" in form

    review = client.post(address, {**hidden(form), **FILLED}).content.decode()
    answer = client.post(address, hidden(review), follow=True)

    registration = Registration.objects.get()
    assert registration.state == State.ASKED
    assert answer.context["decide_by"] == registration.asking.decide_by
    assert 'data-state="asked"' in answer.content.decode()
    assert client.get(reverse("registrations:calendar", args=[registration.code])).status_code == 403


def test_staff_approve_two_at_once_and_take_one_back(client, session):
    first, second, third = request(session), request(session), request(session)
    client.force_login(people.alice())

    client.post(reverse("approvals:decide"), {"chosen": [first.pk, second.pk], "deed": "approve"})
    client.post(reverse("approvals:take_back"), {"chosen": [second.pk]})

    verdicts = dict(Asking.objects.values_list("pk", "verdict"))
    assert verdicts == {first.pk: "approved", second.pk: "", third.pk: ""}
    page = client.get(reverse("approvals:index"))
    assert [row["asking"] for row in page.context["rows"]] == [second, third]
    assert [row["asking"] for row in page.context["decided"]] == [first]


def test_a_refusal_needs_a_reason_and_something_ticked(client, session):
    asking = request(session)
    client.force_login(people.alice())

    without_reason = client.post(reverse("approvals:decide"), {"chosen": [asking.pk], "deed": "refuse"})
    nothing = client.post(reverse("approvals:decide"), {"deed": "approve"})

    assert (without_reason.status_code, nothing.status_code) == (422, 422)
    assert f'value="{asking.pk}" id="ask-{asking.pk}"' in without_reason.content.decode()
    client.post(reverse("approvals:decide"), {"chosen": [asking.pk], "deed": "refuse", "reason": "名额留给社区"})
    asking.refresh_from_db()
    assert (asking.verdict, asking.reason) == ("refused", "名额留给社区")


def test_names_stay_masked_and_requests_of_other_units_do_not_exist(client, session):
    asking = request(session, name="欧阳李梅")
    client.force_login(people.charlie())

    assert client.post(reverse("approvals:decide"), {"chosen": [asking.pk], "deed": "approve"}).status_code == 422
    assert not client.get(reverse("approvals:index")).context["rows"]
    client.force_login(people.alice())
    assert "欧阳李梅" not in client.get(reverse("approvals:index")).content.decode()


@pytest.mark.parametrize("parties", [1, 3])
def test_the_desk_costs_the_same_for_one_request_and_for_three(client, session, parties, django_assert_num_queries):
    client.force_login(people.alice())
    for _party in range(parties):
        request(session)

    client.get(reverse("approvals:index"))
    with django_assert_num_queries(15):
        client.get(reverse("approvals:index"))


def test_a_page_of_requests_that_ran_out_shows_none(client, session):
    asking = request(session)
    Asking.objects.update(decide_by=timezone.now() - timedelta(minutes=1))
    client.force_login(people.alice())

    assert not client.get(reverse("approvals:index")).context["rows"]
    client.post(reverse("approvals:decide"), {"chosen": [asking.pk], "deed": "approve"})
    asking.refresh_from_db()
    assert asking.verdict == ""
