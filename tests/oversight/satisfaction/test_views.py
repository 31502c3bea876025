"""The page on which an answer is rated, by the link of a letter and by receipt."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.models import CallBack, Rating
from openday.oversight.vocabulary import Identity
from tests.factories.oversight import a_receipt

pytestmark = pytest.mark.django_db
CASE, RATE = "/zh-hans/oversight/case/", "/zh-hans/oversight/case/rate/"


def answered(office, **given):
    """A case answered an hour ago, and its receipt."""
    receipt = a_receipt(now=timezone.now() - timedelta(hours=5), **given)
    now = timezone.now() - timedelta(hours=1)
    actions.accept(case=receipt.case, by=office.quality, now=now)
    actions.assign(case=receipt.case, unit=office.food, by=office.quality, now=now)
    actions.submit_for_review(case=receipt.case, text="The answer.", outcome="explained", by=office.handler, now=now)
    actions.approve(case=receipt.case, by=office.reviewer, now=now)
    return receipt


def link_of_the_letter() -> str:
    return Message.objects.get(kind="case_answered").context["rate_link"].partition("//")[2].partition("/")[2].join(["/", ""])


@pytest.fixture
def by_receipt(client, office):
    receipt = answered(office, identity=Identity.UNNAMED)
    client.post(CASE, {"number": receipt.case.number, "code": receipt.secret})
    return receipt.case


def test_looking_at_the_link_of_a_letter_changes_nothing(client, office):
    answered(office)
    before = list(Rating.objects.values())

    answer = client.get(link_of_the_letter())
    page = client.get(RATE)

    assert (answer.status_code, answer.headers["Location"]) == (302, RATE)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert list(Rating.objects.values()) == before


def test_two_answers_are_kept_and_thanked_for(client, office):
    answered(office)
    client.get(link_of_the_letter())

    answer = client.post(RATE, {"process": "4", "result": "3", "words": "还\u202e可以"})

    assert (answer.status_code, answer.headers["Location"]) == (303, RATE)
    rating = Rating.objects.get()
    assert (rating.process, rating.result, rating.words) == (4, 3, "还可以")
    assert "感谢" in client.get(RATE).content.decode()


@pytest.mark.parametrize("sent", [{}, {"process": "5"}, {"process": "6", "result": "5"}, {"process": "x", "result": "\x00"}])
def test_half_an_answer_or_nonsense_is_422_and_kept_nowhere(client, office, sent):
    answered(office)
    client.get(link_of_the_letter())

    assert client.post(RATE, sent).status_code == 422
    assert not Rating.objects.get().is_rated


def test_who_left_no_contact_rates_by_receipt(client, by_receipt):
    assert f'{RATE}?own"' in client.get(CASE).content.decode()

    client.post(f"{RATE}?own", {"process": "1", "result": "1"})

    page = client.get(f"{RATE}?own").content.decode()
    assert CallBack.objects.count() == 1
    assert timezone.localdate(timezone.now()).isoformat() not in page
    assert "rating-heading" in client.get(CASE).content.decode()


def test_a_second_rating_of_the_same_answer_changes_nothing(client, by_receipt):
    client.post(f"{RATE}?own", {"process": "5", "result": "5"})
    client.post(f"{RATE}?own", {"process": "1", "result": "1"})

    assert Rating.objects.get().process == 5


def test_without_a_link_and_without_a_receipt_the_page_asks_for_the_receipt(client, office):
    answered(office)

    assert client.get(RATE).headers["Location"] == CASE
    assert client.post(RATE, {"process": "5", "result": "5"}).headers["Location"] == CASE
    assert client.get(f"{RATE}{'x' * 27}/").status_code == 404
    assert not Rating.objects.get().is_rated


def test_the_link_of_another_letter_does_not_answer_for_the_opened_case(client, by_receipt, office):
    answered(office)
    client.get(link_of_the_letter())

    client.post(f"{RATE}?own", {"process": "2", "result": "5"})

    assert [(rating.case_id == by_receipt.pk, rating.is_rated) for rating in Rating.objects.order_by("pk")] == [
        (True, True),
        (False, False),
    ]


def test_after_a_fortnight_the_page_says_that_it_is_over(office):
    answered(office)
    with time_machine.travel(timezone.now() + timedelta(days=14), tick=False):
        client = Client()
        client.get(link_of_the_letter())

        page = client.get(RATE)
        client.post(RATE, {"process": "5", "result": "5"})

    assert page.status_code == 200
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert not Rating.objects.get().is_rated


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_public_page_may_be_kept_and_shows_no_average_of_few(client, office, language):
    answered(office)
    Rating.objects.update(process=1, result=1, rated_at=timezone.now())

    page = client.get(f"/{language}/oversight/satisfaction/")

    assert "public" in page.headers["Cache-Control"]
    assert page.context["current"].rated == 1
    assert not page.context["current"].process.is_shown
    assert "100%" in page.content.decode()
