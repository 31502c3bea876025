"""What a visitor can read, take away and have erased."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from openday.mail import retention
from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.models import Consent, Registration
from openday.registrations.states import Purpose, State
from tests.factories.registrations import NOW, Contact, SessionFactory, register, soon, taken
from tests.registrations.visitor import state

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    session = SessionFactory(starts_at=soon(), places=4)
    consents = {Purpose.VISIT: "v1", Purpose.ASSISTANCE: "v1"}
    needs = {"choices": ["hearing"], "note": "左耳"}
    contact = Contact(value="li.mei@example.org")
    return register(session, adults=2, now=timezone.now(), contact=contact, consents=consents, access_needs=needs)


@pytest.fixture
def ticket(client, registration):
    return client.get(f"/en/visits/r/{registration.token}/")["Location"]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_page_shows_everything_about_the_person_and_why(client, registration, ticket, language):
    page = client.get(f"/{language}/visits/ticket/{registration.code}/data/").content.decode()

    for kept in ("李梅", "li.mei@example.org", "左耳"):
        assert kept in page
    assert registration.token not in page


def test_the_file_says_the_same_to_programs(client, registration, ticket):
    answer = client.get(f"{ticket}data/visit.json")

    told = json.loads(answer.content)
    assert "attachment" in answer["Content-Disposition"]
    assert told["person"] == {
        "name": "李梅",
        "contact_kind": "email",
        "contact": "li.mei@example.org",
        "access_needs": {"choices": ["hearing"], "note": "左耳"},
    }
    assert [one["purpose"] for one in told["consents"]] == ["visit", "assistance"]
    assert [one["kind"] for one in told["letters"]] == ["registration_confirmed"]
    # Whoever finds the file can't act with it.
    assert registration.token not in answer.content.decode()
    assert registration.secret_nonce not in answer.content.decode()


def test_every_field_of_the_row_is_given_out_or_says_nothing_about_the_person():
    """A field that a later change adds has to be thought about."""
    from openday.registrations import own_data

    given = {*own_data._FACTS, *own_data._PERSONAL}
    machinery = {
        "id", "session", "pool", "contact_hash", "one_per_day", "secret_nonce", "secret_hash", "request_key", "sequence",
        "cancelled_by", "needs_erased_at",
    }  # fmt: skip

    assert given | machinery == {field.name for field in Registration._meta.concrete_fields}


def test_reading_and_asking_change_nothing(client, registration, ticket):
    before = Registration.objects.filter(pk=registration.pk).values().get()

    answers = [client.get(f"{ticket}{page}").status_code for page in ("data/", "data/visit.json", "erase/")]

    assert answers == [200, 200, 200]
    assert Registration.objects.filter(pk=registration.pk).values().get() == before
    assert Message.objects.count() == 1


def test_a_stranger_reads_and_erases_nothing(client, registration):
    address = f"/en/visits/ticket/{registration.code}/"

    answers = [client.get(f"{address}data/"), client.get(f"{address}data/visit.json"), client.post(f"{address}erase/", {"sure": "yes"})]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    registration.refresh_from_db()
    assert registration.contact == "li.mei@example.org"


def test_erasing_needs_the_tick(client, registration, ticket):
    assert client.post(f"{ticket}erase/").status_code == 422
    registration.refresh_from_db()
    assert registration.name == "李梅"


def test_erasing_leaves_numbers_only_and_gives_the_places_back(client, registration, ticket):
    session = registration.session
    waiting = register(session, adults=4, now=timezone.now())

    answer = client.post(f"{ticket}erase/", {"sure": "yes"})

    row = Registration.objects.get(pk=registration.pk)
    assert (answer.status_code, row.state, row.places) == (303, State.CANCELLED, 2)
    assert (row.name, row.contact, row.contact_hash, row.access_needs) == ("", "", None, None)
    waiting.refresh_from_db()
    assert (waiting.state, taken(session)) == (State.CONFIRMED, 4)
    shown = client.get(ticket)
    assert (state(shown), "Your data is erased" in shown.content.decode()) == ("cancelled", True)
    assert not Consent.objects.filter(registration=row, withdrawn_at=None).exists()


def test_all_letters_are_erased_but_the_last_one_which_goes_once_it_is_delivered(registration):
    now = timezone.now()
    actions.send_again(registration=registration, now=now)
    Message.objects.filter(kind="registration_confirmed", key__contains="again").update(state=Message.State.SENT, sent_at=now)

    actions.erase(registration=registration, now=now)

    left = Message.objects.filter(erased_at=None)
    last = left.get()
    assert (last.kind, last.to, "METHOD:CANCEL" in last.calendar) == ("registration_erased", "li.mei@example.org", True)
    assert set(Message.objects.exclude(pk=last.pk).values_list("to", "calendar", "state")) == {("", "", "suppressed"), ("", "", "sent")}
    left.update(state=Message.State.SENT, sent_at=now)
    retention.sweep(now + timedelta(seconds=1), dry_run=False)
    assert not Message.objects.filter(erased_at=None).exists()


def test_a_letter_that_is_leaving_at_this_moment_is_erased_after_it_has_left(registration):
    now = timezone.now()
    Message.objects.update(state=Message.State.SENDING, claimed_until=now + timedelta(minutes=1))

    actions.erase(registration=registration, now=now)

    assert Message.objects.get(kind="registration_confirmed").purge_after == now


def test_erasing_twice_writes_once(registration):
    now = timezone.now()

    actions.erase(registration=registration, now=now)
    actions.erase(registration=registration, now=now)

    assert Message.objects.filter(kind="registration_erased").count() == 1
    assert taken(registration.session) == 0


def test_a_visit_that_has_begun_stays_a_visit_without_a_person():
    registration = register(SessionFactory(), adults=2)

    actions.erase(registration=registration, now=registration.session.starts_at + timedelta(minutes=5))

    row = Registration.objects.get(pk=registration.pk)
    assert (row.state, row.name, taken(registration.session)) == (State.CONFIRMED, "", 2)
    assert Message.objects.get(kind="registration_erased").calendar == ""


def test_a_party_that_waits_leaves_the_queue_with_its_data():
    session = SessionFactory(places=1)
    register(session)
    waiting = register(session)

    actions.erase(registration=waiting, now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.contact, taken(session)) == (State.CANCELLED, "", 1)
