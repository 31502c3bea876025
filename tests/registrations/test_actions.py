"""Deeds of registration: who gets places, who waits, who is told."""

from datetime import timedelta

import pytest

from openday.accounts.models import AuditEntry, User
from openday.events.models import Pool, Session
from openday.mail.models import Message
from openday.registrations import actions, queries
from openday.registrations.facts import AlreadyRegistered, NotActive, PartyRefused, RegistrationClosed, SessionFull, TooLate
from openday.registrations.models import Consent, Registration
from openday.registrations.rules import Party
from openday.registrations.states import HOLDS_PLACES, State
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, taken

pytestmark = pytest.mark.django_db


def letters(registration: Registration) -> list[str]:
    """The kinds of letters to a party, oldest first."""
    return list(Message.objects.filter(key__startswith=f"registration:{registration.pk}:").order_by("pk").values_list("kind", flat=True))


def counted(session: Session) -> int:
    """Places by the registrations themselves; must equal what the pool says."""
    return sum(Registration.objects.filter(session=session, state__in=HOLDS_PLACES).values_list("places", flat=True))


def test_register_takes_the_places_of_the_whole_party_and_writes_one_letter():
    session = SessionFactory(places=10)

    registration = register(session, adults=2, children_6_13=1)

    assert registration.state == State.CONFIRMED
    assert (taken(session), counted(session)) == (3, 3)
    assert letters(registration) == ["registration_confirmed"]


@pytest.mark.parametrize(("looked", "really", "kind"), [(0, 5, "registration_confirmed"), (5, 0, "registration_waiting")])
def test_the_letter_says_what_happened_whatever_an_old_look_at_the_pool_said(looked, really, kind):
    """Its words are put together before the pool is locked, from a look that may be seconds old."""
    session = SessionFactory(places=5)
    pool = Pool.objects.select_related("session__open_day").get(session=session)
    pool.taken = pool.capacity - looked
    Pool.objects.filter(pk=pool.pk).update(taken=pool.capacity - really)

    registration = register(session, pool=pool)

    letter = Message.objects.get()
    assert letters(registration) == [kind]
    assert bool(letter.calendar) == (really > 0)
    assert registration.token in letter.context["link"]


def test_companions_are_free_of_capacity():
    session = SessionFactory(places=1)

    registration = register(session, adults=1, companions=1, access_needs={"choices": ["wheelchair"], "note": ""})

    assert (registration.state, registration.places, taken(session)) == (State.CONFIRMED, 1, 1)


def test_register_twice_with_one_request_key_gives_one_registration_and_one_letter():
    session = SessionFactory()

    first = register(session, request_key="same", contact=Contact(value="a@example.org"))
    second = register(session, adults=3, request_key="same", contact=Contact(value="b@example.org"))

    assert second.pk == first.pk
    assert (taken(session), letters(first)) == (1, ["registration_confirmed"])


def test_register_twice_with_one_contact_in_one_session_gives_the_first():
    session = SessionFactory()
    contact = Contact(value="a@example.org")

    first = register(session, contact=contact)
    second = register(session, adults=3, contact=contact)

    assert (second.pk, taken(session)) == (first.pk, 1)


def test_a_contact_may_register_again_after_cancelling():
    session = SessionFactory()
    contact = Contact(value="a@example.org")
    first = register(session, contact=contact)
    actions.cancel(registration=first, now=NOW)

    second = register(session, contact=contact)

    assert second.pk != first.pk
    assert second.state == State.CONFIRMED


def test_register_refuses_a_second_visit_on_the_same_day_where_the_open_day_allows_one():
    open_day = OpenDayFactory(one_per_day=True)
    morning, afternoon = SessionFactory(open_day=open_day), SessionFactory(open_day=open_day, starts_at=NOW + timedelta(days=6, hours=4))
    contact = Contact(value="a@example.org")
    register(morning, contact=contact)

    with pytest.raises(AlreadyRegistered):
        register(afternoon, contact=contact)

    assert (taken(morning), taken(afternoon)) == (1, 0)


def test_register_allows_another_day_to_the_same_contact():
    open_day = OpenDayFactory(one_per_day=True)
    contact = Contact(value="a@example.org")
    register(SessionFactory(open_day=open_day), contact=contact)

    registration = register(SessionFactory(open_day=open_day, starts_at=NOW + timedelta(days=7)), contact=contact)

    assert registration.state == State.CONFIRMED


def test_a_party_that_finds_too_few_places_waits_and_takes_none():
    session = SessionFactory(places=3)
    register(session, adults=2)

    waiting = register(session, adults=2)

    assert (waiting.state, taken(session)) == (State.WAITING, 2)
    assert letters(waiting) == ["registration_waiting"]


def test_a_party_that_does_not_want_to_wait_is_told_how_many_places_are_left():
    session = SessionFactory(places=3)
    register(session, adults=2)

    with pytest.raises(SessionFull) as refusal:
        register(session, adults=2, wait=False)

    assert refusal.value.left == 1
    assert Registration.objects.filter(session=session).count() == 1


def test_nobody_waits_where_the_open_day_has_no_waiting_list():
    session = SessionFactory(open_day=OpenDayFactory(waiting_list=False), places=1)
    register(session)

    with pytest.raises(SessionFull):
        register(session)


@pytest.mark.parametrize("before_start", [timedelta(minutes=60), timedelta(days=-1)])
def test_register_refuses_after_closing_time(before_start):
    session = SessionFactory(starts_at=NOW + before_start)

    with pytest.raises(RegistrationClosed):
        register(session)


def test_register_refuses_a_session_that_was_cancelled_after_the_form_was_read():
    session = SessionFactory()
    pool = Pool.objects.select_related("session__open_day").get(session=session)
    actions.cancel_session(session=session, now=NOW, by=None, reason_zh="停电")

    with pytest.raises(RegistrationClosed):
        register(session, pool=pool)

    assert taken(session) == 0


def test_a_retry_after_closing_time_still_finds_the_registration():
    session = SessionFactory()
    first = register(session, request_key="same")

    again = register(session, request_key="same", now=session.starts_at)

    assert again.pk == first.pk


def test_register_refuses_a_party_that_breaks_the_rules_and_changes_nothing():
    session = SessionFactory()

    with pytest.raises(PartyRefused) as refusal:
        register(session, adults=7)

    assert [problem.code for problem in refusal.value.problems] == ["party_too_large"]
    assert taken(session) == 0


def test_register_notes_each_consent_with_the_version_of_its_notice():
    registration = register(SessionFactory(), consents={"visit": "v1", "follow_up": "v2"})

    assert dict(Consent.objects.filter(registration=registration).values_list("purpose", "version")) == {"visit": "v1", "follow_up": "v2"}


def test_cancel_gives_the_places_back_once():
    session = SessionFactory()
    registration = register(session, adults=3)

    actions.cancel(registration=registration, now=NOW)
    actions.cancel(registration=registration, now=NOW)

    assert (taken(session), counted(session)) == (0, 0)
    assert letters(registration) == ["registration_confirmed", "registration_cancelled"]


def test_cancel_promotes_the_first_whole_party_that_fits():
    session = SessionFactory(places=4)
    family = register(session, adults=3)
    register(session, adults=1)
    large = register(session, adults=4)
    second = register(session, adults=2)
    third = register(session, adults=1)
    fourth = register(session, adults=1)

    actions.cancel(registration=family, now=NOW)

    states = dict(Registration.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (large, second, third, fourth)] == ["waiting", "confirmed", "confirmed", "waiting"]
    assert (taken(session), counted(session)) == (4, 4)
    assert letters(second) == ["registration_waiting", "registration_promoted"]


def test_a_waiting_party_that_cancels_gives_nothing_back():
    session = SessionFactory(places=1)
    register(session)
    waiting = register(session)

    actions.cancel(registration=waiting, now=NOW)

    assert taken(session) == 1


def test_a_visitor_cannot_cancel_after_the_moment_of_the_open_day_but_staff_can():
    registration = register(SessionFactory())
    late = registration.session.starts_at - timedelta(minutes=30)

    with pytest.raises(TooLate):
        actions.cancel(registration=registration, now=late)
    actions.cancel(registration=registration, now=late, by=User.objects.create(username="organiser"), reason="请联系我们")

    registration.refresh_from_db()
    assert (registration.state, registration.ending, registration.reason) == (State.CANCELLED, "staff", "请联系我们")


def test_nobody_cancels_a_visit_that_took_place():
    registration = register(SessionFactory())
    Registration.objects.filter(pk=registration.pk).update(state=State.ATTENDED)

    with pytest.raises(NotActive):
        actions.cancel(registration=registration, now=NOW)


def test_a_party_that_grows_takes_the_difference():
    session = SessionFactory(places=5)
    registration = register(session, adults=2)

    changed = actions.change_party(registration=registration, party=Party(adults=2, children_6_13=2), now=NOW)

    assert (changed.places, taken(session), counted(session)) == (4, 4, 4)
    assert letters(registration) == ["registration_confirmed", "registration_changed"]


def test_a_party_that_cannot_grow_keeps_its_places():
    session = SessionFactory(places=3)
    registration = register(session, adults=2)

    with pytest.raises(SessionFull) as refusal:
        actions.change_party(registration=registration, party=Party(adults=4), now=NOW)

    registration.refresh_from_db()
    assert (refusal.value.left, registration.places, taken(session)) == (1, 2, 2)


def test_a_party_that_shrinks_lets_the_next_one_in():
    session = SessionFactory(places=4)
    registration = register(session, adults=4)
    waiting = register(session, adults=2)

    actions.change_party(registration=registration, party=Party(adults=2), now=NOW)

    waiting.refresh_from_db()
    assert (waiting.state, taken(session), counted(session)) == (State.CONFIRMED, 4, 4)


def test_a_waiting_party_that_shrinks_to_what_is_left_is_promoted():
    session = SessionFactory(places=3)
    register(session, adults=2)
    waiting = register(session, adults=2)

    changed = actions.change_party(registration=waiting, party=Party(adults=1), now=NOW)

    assert (changed.state, taken(session), counted(session)) == (State.CONFIRMED, 3, 3)


def test_the_same_party_again_changes_nothing_and_writes_nothing():
    registration = register(SessionFactory(), adults=2)

    actions.change_party(registration=registration, party=Party(adults=2), now=NOW)

    assert letters(registration) == ["registration_confirmed"]


def test_each_change_raises_the_sequence_of_the_calendar_entry():
    registration = register(SessionFactory(), adults=2)
    sequences = [registration.calendar_sequence]

    sequences.append(actions.change_party(registration=registration, party=Party(adults=3), now=NOW).calendar_sequence)
    sequences.append(actions.cancel(registration=registration, now=NOW).calendar_sequence)

    assert sequences == [0, 1, 2]
    entries = list(Message.objects.order_by("pk").values_list("calendar", flat=True))
    assert [f"SEQUENCE:{number}\r" in entry for number, entry in zip(sequences, entries, strict=True)] == [True, True, True]
    assert ["METHOD:CANCEL" in entry for entry in entries] == [False, False, True]


def test_promote_fills_a_pool_that_was_enlarged():
    session = SessionFactory(places=2)
    register(session, adults=2)
    waiting = [register(session, adults=2), register(session, adults=1)]
    Pool.objects.filter(session=session).update(capacity=5)

    promoted = actions.promote(session=session, now=NOW)

    assert [one.pk for one in promoted] == [one.pk for one in waiting]
    assert (taken(session), counted(session)) == (5, 5)


def test_nobody_is_promoted_when_it_is_too_late_to_decline():
    session = SessionFactory(places=1)
    register(session)
    register(session)
    Pool.objects.filter(session=session).update(capacity=4)

    assert actions.promote(session=session, now=session.starts_at - timedelta(minutes=30)) == []


def test_cancel_session_ends_every_registration_and_tells_each_party_in_its_language():
    session = SessionFactory(places=2)
    chinese, english, waiting = register(session), register(session, language="en"), register(session)

    ended = actions.cancel_session(session=session, now=NOW, by=None, reason_zh="停电", reason_en="No electricity.")
    again = actions.cancel_session(session=session, now=NOW, by=None, reason_zh="停电", reason_en="No electricity.")

    assert (ended, again, taken(session)) == (3, 0, 0)
    told = dict(Registration.objects.values_list("pk", "reason"))
    assert told == {chinese.pk: "停电", english.pk: "No electricity.", waiting.pk: "停电"}
    assert [letters(one)[-1] for one in (chinese, english, waiting)] == ["session_cancelled"] * 3
    cancels = Message.objects.filter(kind="session_cancelled").order_by("pk").values_list("calendar", flat=True)
    assert ["METHOD:CANCEL" in entry for entry in cancels] == [True, True, False]


def test_cancelling_for_visitors_is_noted_once_with_who_did_it_and_why(admin_user):
    session = SessionFactory(places=3)
    first, _second = register(session), register(session)

    for _again in range(2):
        actions.cancel(registration=first, now=NOW, by=admin_user, reason="电话取消")
        actions.cancel_session(session=session, now=NOW, by=admin_user, reason_zh="停电")

    entries = AuditEntry.objects.order_by("pk").values_list("deed", "by", "about_id", "reason", "facts")
    assert list(entries) == [
        ("registrations.cancel", admin_user.pk, str(first.pk), "电话取消", {}),
        ("registrations.cancel_session", admin_user.pk, str(session.pk), "停电", {"parties": 1}),
    ]


def test_queues_are_closed_when_no_place_can_come_free_any_more():
    session = SessionFactory(places=1)
    register(session)
    waiting = register(session)

    early = actions.close_queues(now=NOW)
    late = actions.close_queues(now=session.starts_at - timedelta(minutes=30))

    waiting.refresh_from_db()
    assert (early, late, waiting.state, waiting.ending) == (0, 1, State.CANCELLED, "no_place")


def test_a_party_is_reminded_once():
    session = SessionFactory()
    registration = register(session)
    register(session, now=session.starts_at - timedelta(hours=5))
    due = session.starts_at - timedelta(hours=20)

    first = [one.pk for one in queries.to_remind(now=due)]
    written = [actions.remind(registration=registration, now=due) for _turn in range(2)]

    assert (first, written) == ([registration.pk], [True, False])
    assert list(queries.to_remind(now=due)) == []
    assert letters(registration) == ["registration_confirmed", "visit_reminder"]


def test_nobody_is_reminded_too_early():
    register(SessionFactory())

    assert list(queries.to_remind(now=NOW)) == []


def test_a_phone_only_visitor_gets_a_text_message_without_a_calendar_entry():
    registration = register(SessionFactory(), contact=Contact("mobile", "+8613800138000"))

    message = Message.objects.get(key__startswith=f"registration:{registration.pk}:")
    assert (message.channel, message.to, message.calendar) == ("sms", "+8613800138000", "")


def test_no_letter_carries_what_a_stranger_typed():
    registration = register(SessionFactory(), name="买便宜药加微信", access_needs={"choices": ["other"], "note": "spam.example"})

    message = Message.objects.get(key__startswith=f"registration:{registration.pk}:")
    written = repr(message.context) + message.calendar
    assert ("买便宜药" in written, "spam" in written, registration.token in written) == (False, False, True)


def test_the_database_alone_does_not_hold_the_secret_of_the_link():
    registration = register(SessionFactory())

    row = Registration.objects.filter(pk=registration.pk).values().get()
    assert registration.token not in repr(row)
    assert queries.code_of(registration.token) == registration.code


def test_waiting_position_counts_the_parties_before():
    session = SessionFactory(places=1)
    register(session)
    waiting = [register(session) for _party in range(3)]

    assert [queries.waiting_position(one) for one in waiting] == [1, 2, 3]
