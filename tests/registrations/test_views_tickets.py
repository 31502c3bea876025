"""The visitor's own page behind the secret link."""

import re
from datetime import timedelta
from urllib.parse import unquote

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from openday.intake.visits import read_visit
from openday.mail.models import Message
from openday.registrations import actions, tickets
from openday.registrations.models import Registration
from openday.registrations.states import State
from tests import people
from tests.factories.events import open_day_page
from tests.factories.registrations import Contact, SessionFactory, register, soon, taken
from tests.registrations.visitor import state

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(starts_at=soon(), places=4)


@pytest.fixture
def registration(session):
    return register(session, adults=2, now=timezone.now(), contact=Contact("mobile", "+8613800138000"))


@pytest.fixture
def ticket(client, registration):
    """The address of the ticket, with the browser let in."""
    return client.get(f"/zh-hans/visits/r/{registration.token}/")["Location"]


def party(**people) -> dict[str, str]:
    return {"adults": "2", "children_0_5": "0", "children_6_13": "0", "youths_14_17": "0", **people}


def test_the_link_changes_nothing_however_often_a_scanner_fetches_it(client, registration):
    before = Registration.objects.filter(pk=registration.pk).values().get()

    for _fetch in range(3):
        assert Client().get(f"/zh-hans/visits/r/{registration.token}/", follow=True).status_code == 200
        assert Client().head(f"/zh-hans/visits/r/{registration.token}/").status_code == 302

    assert Registration.objects.filter(pk=registration.pk).values().get() == before
    assert Message.objects.count() == 1


def test_the_cookie_opens_one_ticket_only_in_every_language(client, session, registration, ticket):
    other = register(session, now=timezone.now())

    answers = [client.get(f"/{language}/visits/ticket/{registration.code}/") for language in ("zh-hans", "zh-hant", "en")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    stranger = client.get(f"/zh-hans/visits/ticket/{other.code}/")
    assert (stranger.status_code, state(stranger)) == (403, "link-needed")
    for cookie in (cookie for name, cookie in client.cookies.items() if name.startswith("ticket-")):
        assert (cookie["httponly"], cookie["samesite"], registration.code in cookie["path"]) == (True, "Lax", True)


def test_a_code_that_exists_and_one_that_does_not_look_the_same_without_the_link(registration):
    found = [Client().get(f"/en/visits/ticket/{code}/") for code in (registration.code, "ABCDEFGH")]

    assert [answer.status_code for answer in found] == [403, 403]
    assert found[0].content.replace(registration.code.encode(), b"") == found[1].content.replace(b"ABCDEFGH", b"")


def test_an_unknown_link_explains_what_to_do(client):
    answer = client.get("/en/visits/r/AAAAAAAAAAAAAAAAAAAAAAAAAAA/")

    assert (answer.status_code, state(answer)) == (404, "unknown")
    assert "/en/visits/find/" in answer.content.decode()


def test_a_cookie_of_yesterday_opens_nothing(client, ticket, time_machine):
    time_machine.move_to(timezone.now() + timedelta(hours=3))

    assert client.get(ticket).status_code == 403


def test_the_ticket_shows_code_and_a_signed_qr_text(client, registration, ticket):
    page = client.get(ticket).content.decode()

    assert f"{registration.code[:4]}-{registration.code[4:]}" in page
    assert "<svg" in page
    assert "李梅" not in page
    text = tickets.payload(tickets.TicketText(registration.code, registration.session_id, 2, 0))
    assert tickets.read(text) == tickets.TicketText(registration.code, registration.session_id, 2, 0)


def test_a_visitor_comes_with_more_people(client, session, registration, ticket):
    answer = client.post(f"{ticket}party/", party(children_6_13="1"))

    assert (answer.status_code, answer["Location"], taken(session)) == (303, f"{ticket}?said=changed", 3)
    assert client.get(answer["Location"]).status_code == 200


def test_a_party_that_finds_no_places_is_told_that_it_keeps_its_own(client, session, registration, ticket):
    register(session, adults=2, now=timezone.now())

    answer = client.post(f"{ticket}party/", party(adults="3"))

    registration.refresh_from_db()
    assert (answer.status_code, registration.adults, taken(session)) == (409, 2, 4)


def test_a_party_that_breaks_the_rules_gets_its_form_back(client, registration, ticket):
    answer = client.post(f"{ticket}party/", party(adults="0"))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_cancelling_asks_once_more_and_happens_by_post_only(client, session, registration, ticket):
    question = client.get(f"{ticket}cancel/")
    assert (question.status_code, taken(session)) == (200, 2)

    answers = [client.post(f"{ticket}cancel/") for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (state(client.get(ticket)), taken(session)) == ("cancelled", 0)
    assert Message.objects.filter(kind="registration_cancelled").count() == 1


def test_after_the_moment_of_the_open_day_nothing_can_be_changed(client):
    session = SessionFactory(starts_at=soon(hours=1))
    registration = register(session, now=timezone.now() - timedelta(days=3))
    ticket = client.get(f"/en/visits/r/{registration.token}/")["Location"]

    answers = [client.post(f"{ticket}party/", party()), client.post(f"{ticket}cancel/"), client.get(f"{ticket}party/")]

    assert [answer.status_code for answer in answers] == [409, 409, 200]
    registration.refresh_from_db()
    assert registration.state == State.CONFIRMED


def test_the_calendar_file_has_the_visit_in_the_language_of_the_page(client, registration, ticket):
    answer = client.get(f"/en/visits/ticket/{registration.code}/visit.ics")

    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(event["summary"]), event.start) == ("Food testing open day", registration.session.starts_at)


def test_the_message_is_sent_again_three_times_an_hour_at_most(client, registration, ticket, time_machine):
    # The limit counts in whole hours: begin one.
    begin = timezone.now().replace(minute=1) + timedelta(hours=1)
    statuses = []
    for press in range(4):
        time_machine.move_to(begin + timedelta(minutes=press), tick=False)
        statuses.append(client.post(f"{ticket}again/").status_code)

    assert statuses == [303, 303, 303, 429]
    assert Message.objects.filter(key__contains=":again:").count() == 3


def test_a_waiting_party_sees_its_position(client, session, registration):
    register(session, adults=2, now=timezone.now())
    register(session, now=timezone.now())
    waiting = register(session, now=timezone.now())

    answer = client.get(f"/en/visits/r/{waiting.token}/", follow=True)

    assert state(answer) == "waiting"
    assert "Your party is at position 2." in answer.content.decode()


@pytest.mark.parametrize("code", ["{0}", "{1}"])
@pytest.mark.parametrize("contact", ["13800138000", "+86 138-0013-8000", "1 3 8 0013 8000"])
def test_code_and_contact_find_the_ticket(client, registration, code, contact):
    typed = code.format(registration.code, f" {registration.code[:4].lower()}-{registration.code[4:].lower()} ")

    answer = client.post("/en/visits/find/", {"code": typed, "contact": contact})

    assert (answer.status_code, answer["Location"]) == (303, f"/en/visits/r/{registration.token}/")


def test_a_wrong_code_and_a_wrong_contact_get_the_same_words(client, registration):
    wrong = [
        {"code": "ABCD-EFGH", "contact": "13800138000"},
        {"code": registration.code, "contact": "13900139000"},
        {"code": registration.code, "contact": "other@example.org"},
    ]

    answers = [client.post("/en/visits/find/", typed) for typed in wrong]

    assert [answer.status_code for answer in answers] == [422] * 3
    for answer in answers:
        assert "We found no registration with this code and this contact." in answer.content.decode()


def test_one_code_can_be_tried_ten_times_an_hour(client, registration):
    statuses = [client.post("/en/visits/find/", {"code": registration.code, "contact": f"a{n}@example.org"}).status_code for n in range(11)]

    assert statuses == [422] * 10 + [429]
    right = client.post("/en/visits/find/", {"code": registration.code, "contact": "13800138000"})
    assert right.status_code == 429


def test_the_ticket_leads_to_the_way_and_to_the_page_of_the_open_day(client, session, ticket):
    page = open_day_page(session.open_day)

    shown = client.get(ticket).content.decode()

    assert f'href="/zh-hans/open-days/{page.slug}/#way-title"' in shown
    assert f'href="/zh-hans/open-days/{page.slug}/"' in shown


def test_who_lost_a_session_is_offered_the_others_with_places(client, session, registration, ticket):
    later = {"open_day": session.open_day, "starts_at": session.starts_at + timedelta(days=1)}
    free, full = SessionFactory(**later), SessionFactory(**later, places=0)
    actions.cancel_session(session=session, reason_zh="停电", by=people.root(), now=timezone.now())

    shown = client.get(ticket).content.decode()

    assert "停电" in shown
    assert f"/visits/{free.pk}/register/" in shown
    assert f"/visits/{full.pk}/register/" not in shown
    assert "notice--error" in shown


def test_who_cancelled_is_not_shown_an_error(client, registration, ticket):
    client.post(f"{ticket}cancel/")

    shown = client.get(ticket)

    assert state(shown) == "cancelled"
    assert "notice--error" not in shown.content.decode()


def test_after_the_visit_the_ticket_asks_how_it_was_with_the_mark_of_the_session_alone(client, session, registration, ticket, time_machine):
    assert "oversight/feedback" not in client.get(ticket).content.decode().partition("<footer")[0].partition("<main")[2]
    time_machine.move_to(session.ends_at + timedelta(minutes=1))
    ticket = client.get(f"/zh-hans/visits/r/{registration.token}/")["Location"]

    shown = client.get(ticket).content.decode()

    token = unquote(re.search(r'href="/zh-hans/oversight/feedback/\?category=service&amp;visit=([^"]+)"', shown)[1])
    mark = read_visit(token)
    assert mark.session_id == session.pk
    assert registration.code not in mark.nonce
    assert client.get("/zh-hans/oversight/feedback/", {"category": "service", "visit": token}).context["visit"] == session
