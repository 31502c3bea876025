"""We ask whether a party comes; it answers, or not; and we thank after the visit."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations import actions, queries
from openday.registrations.facts import NotActive
from openday.registrations.models import Registration
from openday.registrations.states import Purpose, State
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, soon, taken
from tests.registrations.visitor import state

pytestmark = pytest.mark.django_db
FOLLOW_UP = {Purpose.VISIT: "v1", Purpose.FOLLOW_UP: "v1"}


def letters(kind: str) -> int:
    return Message.objects.filter(kind=kind).count()


def session_that_asks(**more):
    """In six days; asks three days before."""
    return SessionFactory(open_day=OpenDayFactory(confirm_days_before=3, **more))


def test_a_party_is_asked_once_on_the_day_of_its_open_day():
    registration = register(session_that_asks())
    due = NOW + timedelta(days=3)

    assert list(queries.to_ask(now=due - timedelta(minutes=1))) == []
    assert list(queries.to_ask(now=due)) == [registration]
    assert [actions.ask_if_coming(registration=registration, now=due) for _n in range(2)] == [True, False]
    assert (list(queries.to_ask(now=due)), letters("coming_question")) == ([], 1)


def test_nobody_is_asked_where_the_open_day_does_not_ask_or_who_registered_after_it():
    register(SessionFactory())
    register(session_that_asks(), now=NOW + timedelta(days=4))

    assert list(queries.to_ask(now=NOW + timedelta(days=5))) == []


def test_an_answer_is_noted_once_and_needs_places():
    registration = register(session_that_asks())

    actions.say_coming(registration=registration, now=NOW)
    actions.say_coming(registration=registration, now=NOW + timedelta(hours=1))

    registration.refresh_from_db()
    assert registration.coming_at == NOW
    other = register(session_that_asks())
    actions.cancel(registration=other, now=NOW)
    with pytest.raises(NotActive):
        actions.say_coming(registration=other, now=NOW)


def test_an_open_day_that_says_nothing_of_it_never_gives_up_places():
    registration = register(session_that_asks())
    actions.ask_if_coming(registration=registration, now=NOW + timedelta(days=3))

    assert list(queries.to_release(now=registration.session.starts_at - timedelta(hours=2))) == []


def test_places_of_who_did_not_answer_go_to_others_where_the_open_day_says_so():
    session = session_that_asks(release_hours_before=24)
    silent, answering = register(session), register(session)
    for registration in (silent, answering):
        actions.ask_if_coming(registration=registration, now=NOW + timedelta(days=3))
    actions.say_coming(registration=answering, now=NOW + timedelta(days=3))
    due = session.starts_at - timedelta(hours=24)

    assert list(queries.to_release(now=due - timedelta(minutes=1))) == []
    assert list(queries.to_release(now=due)) == [silent]
    assert actions.release_unconfirmed(registration=silent, now=due)
    assert not actions.release_unconfirmed(registration=answering, now=due)

    silent.refresh_from_db()
    assert (silent.state, silent.ending, taken(session)) == (State.CANCELLED, "no_reply", 1)
    assert "METHOD:CANCEL" in Message.objects.get(kind="registration_cancelled").calendar


def test_nobody_loses_places_within_a_day_of_the_question():
    session = session_that_asks(release_hours_before=48)
    registration = register(session)
    late = session.starts_at - timedelta(hours=40)
    actions.ask_if_coming(registration=registration, now=late)

    assert list(queries.to_release(now=late + timedelta(hours=23))) == []
    assert list(queries.to_release(now=late + timedelta(hours=24))) == [registration]


def came(**facts) -> Registration:
    registration = register(SessionFactory(), consents=FOLLOW_UP, **facts)
    Registration.objects.filter(pk=registration.pk).update(state=State.ATTENDED)
    return registration


def after(registration: Registration, **span):
    return registration.session.ends_at + timedelta(**span)


def test_thanks_go_once_after_the_visit_to_those_who_agreed():
    registration = came()
    register(registration.session)  # did not agree

    assert list(queries.to_thank(now=after(registration, hours=11))) == []
    now = after(registration, hours=13)
    assert list(queries.to_thank(now=now)) == [registration]
    assert [actions.thank(registration=registration, now=now) for _n in range(2)] == [True, False]

    assert (list(queries.to_thank(now=now)), letters("visit_thanks")) == ([], 1)
    assert "/oversight/feedback/?category=service&visit=" in Message.objects.get(kind="visit_thanks").context["feedback_link"]


def test_a_person_with_two_visits_at_one_open_day_on_one_day_is_thanked_once():
    contact = Contact(value="a@example.org")
    first = came(contact=contact)
    again = SessionFactory(open_day=first.session.open_day, starts_at=first.session.starts_at + timedelta(hours=2))
    second = register(again, contact=contact, consents=FOLLOW_UP)
    now = after(second, hours=13)

    thanked = [actions.thank(registration=registration, now=now) for registration in queries.to_thank(now=now)]

    assert (thanked, letters("visit_thanks")) == ([True, False], 1)


def test_a_consent_taken_back_stops_the_thanks():
    registration = came()
    actions.withdraw_consent(registration=registration, purpose=Purpose.FOLLOW_UP, now=NOW)

    assert list(queries.to_thank(now=after(registration, hours=13))) == []


def test_where_nobody_was_checked_in_those_expected_are_thanked_and_else_only_who_came():
    expected = register(SessionFactory(), consents=FOLLOW_UP)
    missing = register(came().session, consents=FOLLOW_UP)

    found = list(queries.to_thank(now=after(expected, hours=13)))

    assert expected in found
    assert missing not in found


def test_the_worker_asks_reminds_and_thanks(time_machine):
    session = SessionFactory(open_day=OpenDayFactory(confirm_days_before=3, release_hours_before=24))
    register(session, consents=FOLLOW_UP)
    time_machine.move_to(NOW + timedelta(days=3, minutes=1))

    call_command("send_reminders")
    call_command("send_reminders")

    assert (letters("coming_question"), letters("visit_reminder")) == (1, 0)


@pytest.fixture
def asked(client):
    session = SessionFactory(open_day=OpenDayFactory(confirm_days_before=7), starts_at=soon())
    registration = register(session, now=timezone.now() - timedelta(days=3))
    actions.ask_if_coming(registration=registration, now=timezone.now())
    return registration, client.get(f"/en/visits/r/{registration.token}/")["Location"]


def test_the_visitor_says_yes_by_post_only(client, asked):
    registration, ticket = asked
    assert "Are you coming?" in client.get(ticket).content.decode()
    assert client.get(f"{ticket}coming/").status_code == 405

    answers = [client.post(f"{ticket}coming/") for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Thank you for telling us." in client.get(answers[0]["Location"]).content.decode()
    registration.refresh_from_db()
    assert registration.coming_at is not None


def test_who_has_no_places_cannot_say_yes(client, asked):
    registration, ticket = asked
    actions.cancel(registration=registration, now=timezone.now())

    answer = client.post(f"{ticket}coming/")

    assert (answer.status_code, state(answer)) == (409, "cancelled")
