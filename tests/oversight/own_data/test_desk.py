"""Corrections at the desk: the quality office alone, once, with an answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from openday.oversight.models import Correction
from openday.oversight.own_data.actions import ask_correction
from tests import people
from tests.factories.oversight import MONDAY, a_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def correction(office) -> Correction:
    return ask_correction(case=a_case(), about="own", text="It was room 306.", now=MONDAY + timedelta(days=1))


def address(correction: Correction) -> str:
    return reverse("corrections:decide", args=[correction.pk])


def test_the_quality_office_decides_once_and_with_words(client, office, correction):
    client.force_login(office.quality)
    assert "It was room 306." in client.get(address(correction)).content.decode()
    assert address(correction) in client.get(reverse("corrections:index") + "?waiting=yes").content.decode()

    without = client.post(address(correction), {"deed": "refuse", "answer": ""})
    first = client.post(address(correction), {"deed": "accept", "answer": "Noted."})
    second = client.post(address(correction), {"deed": "refuse", "answer": "Other words."})

    assert (without.status_code, first.status_code, second.status_code) == (422, 302, 409)
    assert "Other words." in second.content.decode()
    correction.refresh_from_db()
    assert (correction.is_accepted, correction.answer, correction.decided_by) == (True, "Noted.", office.quality)


def test_nobody_else_reads_what_citizens_correct(client, office, correction):
    for person in (office.handler, office.reviewer, people.alice()):
        client.force_login(person)
        assert client.get(address(correction)).status_code in {302, 404}
        assert client.post(address(correction), {"deed": "accept", "answer": "x"}).status_code in {302, 404}
    correction.refresh_from_db()
    assert correction.decided_at is None
