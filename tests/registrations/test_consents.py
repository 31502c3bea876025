"""A consent is taken back with one press, by the visitor or by staff whom the visitor told; the visit stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.accounts.encryption import derive_token
from openday.accounts.models import AuditEntry
from openday.registrations.models import TOKEN_PURPOSE, Consent
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=timezone.now() + timedelta(days=3))
    consents = {"visit": "1", "follow_up": "1", "assistance": "1"}
    return register(session, now=timezone.now(), access_needs={"choices": ["wheelchair"], "note": ""}, consents=consents)


def standing(registration):
    return set(Consent.objects.filter(registration=registration, withdrawn_at=None).values_list("purpose", flat=True))


@pytest.fixture
def visitor(client, registration):
    client.get(reverse("registrations:swap", args=[derive_token(registration.secret_nonce, purpose=TOKEN_PURPOSE)]))
    return client


def test_the_ticket_offers_to_take_back_what_is_optional_and_no_more(visitor, registration):
    page = visitor.get(reverse("registrations:ticket", args=[registration.code]))

    assert [consent.purpose for consent in page.context["consents"]] == ["follow_up", "assistance"]


def test_taking_assistance_back_deletes_what_was_told_under_it(visitor, registration):
    answer = visitor.post(reverse("registrations:withdraw_consent", args=[registration.code]), {"purpose": "assistance"})

    assert answer.status_code == 303
    registration.refresh_from_db()
    assert (registration.state, registration.access_needs) == ("confirmed", None)
    assert standing(registration) == {"visit", "follow_up"}


@pytest.mark.parametrize("purpose", ["visit", "", "unknown", "x" * 5000])
def test_nothing_else_can_be_taken_back_this_way(visitor, registration, purpose):
    answer = visitor.post(reverse("registrations:withdraw_consent", args=[registration.code]), {"purpose": purpose})

    assert answer.status_code == 303
    assert standing(registration) == {"visit", "follow_up", "assistance"}


def test_a_stranger_takes_nothing_back(client, registration):
    answer = client.post(reverse("registrations:withdraw_consent", args=[registration.code]), {"purpose": "assistance"})

    assert answer.status_code == 403
    assert standing(registration) == {"visit", "follow_up", "assistance"}


def test_staff_take_it_back_for_a_visitor_and_are_noted_once(client, registration):
    client.force_login(people.alice())
    address = reverse("registrations-staff:withdraw_consent", args=[registration.pk])

    for _again in range(2):
        assert client.post(address, {"purpose": "follow_up"}).status_code == 302

    assert standing(registration) == {"visit", "assistance"}
    assert list(AuditEntry.objects.filter(deed="registrations.withdraw_consent").values_list("facts", flat=True)) == [
        {"purpose": "follow_up"}
    ]


@pytest.mark.parametrize("who", ["charlie", "rosa", "dora", "quentin", "eve"])
def test_nobody_else_on_the_staff_takes_a_consent_back(client, registration, who):
    client.force_login(getattr(people, who)())

    answer = client.post(reverse("registrations-staff:withdraw_consent", args=[registration.pk]), {"purpose": "follow_up"})

    assert answer.status_code in {302, 403, 404}
    assert standing(registration) == {"visit", "follow_up", "assistance"}
