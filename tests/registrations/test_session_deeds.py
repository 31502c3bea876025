"""Sessions are moved and cancelled: everybody is told exactly once, in their language, and nobody before it can be taken back no more."""

from datetime import timedelta

import icalendar
import pytest

from openday.accounts.models import AuditEntry
from openday.events.models import Pool, Session, SessionChange
from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.actions import session_deeds
from openday.registrations.actions.session_deeds import Refusal
from openday.registrations.models import Registration
from tests import people
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, taken

pytestmark = pytest.mark.django_db
LATER = NOW + session_deeds.UNDO_WINDOW


@pytest.fixture
def session():
    return SessionFactory(places=3)


def facts(**changes):
    return {"reason_zh": "设备检修", "reason_en": "Repairs.", "request_key": "press-1", "by": people.alice(), "now": NOW, **changes}


def cancel(*sessions, **changes):
    return session_deeds.cancel_sessions(sessions=[one.pk for one in sessions], **facts(**changes))


def move(*sessions, by_days=1, **changes):
    span = timedelta(days=by_days)
    return session_deeds.move_sessions(times={one.pk: (one.starts_at + span, one.ends_at + span) for one in sessions}, **facts(**changes))


def letters(kind):
    return Message.objects.filter(kind=kind).order_by("pk")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_cancelled_session_is_seen_at_once_and_letters_leave_when_it_cannot_be_taken_back(session):
    coming = register(session, adults=2)
    register(session, adults=2, language="en")

    change = cancel(session).change

    assert fresh(session).state == "cancelled"
    assert (change.parties, change.tell_at) == (2, LATER)
    assert session_deeds.tell_all_due(now=LATER - timedelta(seconds=1)) == 0
    assert fresh(coming).state == "confirmed"
    assert not letters("session_cancelled")

    assert session_deeds.tell_all_due(now=LATER) == 2

    assert [(letter.language, letter.context["why"]) for letter in letters("session_cancelled")] == [
        ("zh-hans", "设备检修"),
        ("en", "Repairs."),
    ]
    assert set(Registration.objects.values_list("state", "ending", "cancelled_by")) == {("cancelled", "session", people.alice().pk)}
    assert taken(session) == 0
    assert (fresh(change).state, fresh(change).told) == ("told", 2)


def test_who_has_places_gets_a_cancellation_for_the_calendar_and_who_waits_does_not(session):
    register(session, adults=3)
    register(session, adults=2)

    session_deeds.tell(change=cancel(session).change, now=LATER)

    first, second = letters("session_cancelled")
    assert "METHOD:CANCEL" in first.calendar
    assert second.calendar == ""


def test_letters_offer_sessions_with_places_for_the_whole_party(session):
    day = timedelta(days=1)
    others = [SessionFactory(open_day=session.open_day, starts_at=session.starts_at + n * day, places=n) for n in (1, 2, 3, 4, 5)]
    SessionFactory(starts_at=session.starts_at + day, places=50)
    # Nearer days first: three weeks later is not offered while there are places in this one.
    SessionFactory(open_day=session.open_day, starts_at=session.starts_at + 21 * day, places=50)
    register(session, adults=2)

    session_deeds.tell(change=cancel(session).change, now=LATER)

    offered = [address for _when, address in letters("session_cancelled").get().context["others"]]
    assert [address.split("/visits/")[1] for address in offered] == [f"{one.pk}/register/" for one in others[1:4]]


def test_a_moved_session_keeps_its_parties_and_tells_their_calendars(session):
    coming = register(session, adults=2)
    before = icalendar.Calendar.from_ical(Message.objects.get().calendar).walk("VEVENT")[0]

    session_deeds.tell(change=move(session).change, now=LATER)

    letter = letters("session_moved").get()
    event = icalendar.Calendar.from_ical(letter.calendar).walk("VEVENT")[0]
    assert (event["UID"], int(event["SEQUENCE"])) == (before["UID"], int(before["SEQUENCE"]) + 1)
    assert event.decoded("DTSTART") == session.starts_at + timedelta(days=1)
    assert "METHOD:REQUEST" in letter.calendar
    assert letter.context["old_when"] == "2026年11月28日（星期六）10:00"
    moved = fresh(coming)
    assert (moved.state, moved.visit_on.isoformat(), moved.time_changed_at) == ("confirmed", "2026-11-29", LATER)
    assert fresh(session).moved_from_at == session.starts_at
    assert taken(session) == 2


def test_what_is_taken_back_in_time_leaves_no_letter_and_no_trace_on_the_parties(session):
    coming = register(session, adults=2)
    change = cancel(session).change

    assert session_deeds.take_back(change=change, by=people.alice(), now=LATER - timedelta(seconds=1))
    assert not session_deeds.take_back(change=change, by=people.alice(), now=LATER)

    assert session_deeds.tell_all_due(now=LATER) == 0
    assert session_deeds.tell(change=change, now=LATER) == 0
    restored = fresh(session)
    assert (restored.state, restored.cancelled_at, restored.sequence) == ("open", None, 2)
    assert fresh(coming).state == "confirmed"
    assert not letters("session_cancelled")
    assert AuditEntry.objects.filter(deed="registrations.take_back").count() == 1


def test_a_move_that_is_taken_back_tells_only_who_registered_meanwhile(session):
    register(session, adults=1)
    change = move(session).change
    late = register(fresh(session), adults=1, now=NOW + timedelta(minutes=2))

    session_deeds.take_back(change=change, by=people.alice(), now=NOW + timedelta(minutes=5))

    assert (fresh(session).starts_at, fresh(session).moved_from_at) == (session.starts_at, None)
    letter = letters("session_moved").get()
    assert letter.to == late.contact
    assert fresh(late).visit_on.isoformat() == "2026-11-28"


def test_who_registers_for_the_new_time_is_not_told_that_it_changed(session):
    change = move(session).change
    register(fresh(session), adults=1, now=NOW + timedelta(minutes=2))

    assert session_deeds.tell(change=change, now=LATER) == 0
    assert fresh(change).state == "told"


def test_letters_that_have_begun_to_leave_cannot_be_taken_back(session):
    register(session)
    change = cancel(session).change
    session_deeds.tell(change=change, now=LATER)

    assert not session_deeds.take_back(change=change, by=people.alice(), now=LATER)
    assert fresh(session).state == "cancelled"


def test_letters_can_be_hurried_once(session):
    register(session)
    change = cancel(session).change

    assert [session_deeds.write_now(change=change, by=people.alice(), now=NOW) for _press in range(2)] == [True, False]
    assert session_deeds.tell_all_due(now=NOW) == 1


def test_a_second_press_changes_nothing(session):
    register(session)

    first, second = cancel(session), cancel(session)

    assert first.change == second.change
    assert SessionChange.objects.count() == 1
    assert fresh(session).sequence == 1


def test_many_parties_are_told_in_parts_and_each_once_after_a_crash(monkeypatch):
    session = SessionFactory(places=60)
    for _party in range(60):
        register(session)
    change = cancel(session).change
    written = []
    cancelled = session_deeds.session_letters.cancelled

    def dies_at_the_fortieth(registration, **facts):
        written.append(registration.pk)
        if len(written) == 40:
            raise KeyboardInterrupt
        cancelled(registration, **facts)

    monkeypatch.setattr(session_deeds.session_letters, "cancelled", dies_at_the_fortieth)
    with pytest.raises(KeyboardInterrupt):
        session_deeds.tell(change=change, now=LATER)
    assert (fresh(change).state, fresh(change).told) == ("telling", 25)
    monkeypatch.undo()

    session_deeds.tell_all_due(now=LATER)

    assert (fresh(change).state, fresh(change).told) == ("told", 60)
    assert letters("session_cancelled").count() == 60
    assert taken(session) == 0


def test_a_whole_day_is_cancelled_and_what_cannot_be_is_told_apart(session):
    past = SessionFactory(open_day=session.open_day, starts_at=NOW - timedelta(hours=3))
    draft = SessionFactory(open_day=session.open_day, state="draft")
    other = SessionFactory(open_day=session.open_day)

    decision = cancel(session, past, draft, other)

    assert decision.refused == {past.pk: Refusal.BEGUN, draft.pk: Refusal.NOT_OPEN}
    assert set(Session.objects.filter(state="cancelled")) == {session, other}
    assert cancel(past, request_key="press-2").change is None
    assert SessionChange.objects.count() == 1


def test_a_session_whose_letters_wait_is_not_changed_again(session):
    move(session)

    decision = cancel(session, request_key="press-2")

    assert (decision.change, decision.refused) == (None, {session.pk: Refusal.BUSY})


def test_a_session_is_not_moved_into_the_past_or_to_where_it_is(session):
    assert move(session, by_days=-7).refused == {session.pk: Refusal.PAST}
    assert move(session, by_days=0).refused == {session.pk: Refusal.SAME}


def test_two_visits_that_a_move_brings_to_one_day_both_stand():
    open_day = OpenDayFactory(one_per_day=True)
    first = SessionFactory(open_day=open_day)
    second = SessionFactory(open_day=open_day, starts_at=first.starts_at + timedelta(days=1))
    contact = Contact(value="same@example.org")
    rows = [register(one, contact=contact) for one in (first, second)]

    session_deeds.tell(change=move(first).change, now=LATER)

    assert {fresh(row).visit_on for row in rows} == {fresh(rows[1]).visit_on}
    assert letters("session_moved").count() == 1


def test_the_reminder_is_written_anew_for_a_later_day_and_not_right_after_the_letter(session):
    coming = register(session)
    Registration.objects.update(reminded_at=NOW)
    session_deeds.tell(change=move(session).change, now=LATER)
    assert fresh(coming).reminded_at is None

    soon = (LATER + timedelta(hours=3), LATER + timedelta(hours=4))
    change = session_deeds.move_sessions(times={session.pk: soon}, **facts(request_key="press-2", now=LATER)).change
    session_deeds.tell(change=change, now=LATER + timedelta(minutes=10))

    assert fresh(coming).reminded_at == LATER + timedelta(minutes=10)


def test_the_new_time_is_accepted_once_and_asked_again_after_the_next_move(session):
    coming = register(session)
    assert not session_deeds.time_suits(registration=coming, now=NOW)
    session_deeds.tell(change=move(session).change, now=LATER)

    assert session_deeds.time_suits(registration=coming, now=LATER)
    assert not session_deeds.time_suits(registration=coming, now=LATER)
    session_deeds.tell(change=move(fresh(session), request_key="press-2", now=LATER).change, now=LATER + timedelta(hours=1))

    assert fresh(coming).time_suits_at is None


def test_a_party_that_leaves_before_the_letters_gets_its_own_letter_only(session):
    coming = register(session)
    change = move(session).change
    actions.cancel(registration=coming, now=NOW + timedelta(minutes=1))

    assert session_deeds.tell(change=change, now=LATER) == 0
    assert letters("registration_cancelled").count() == 1


def test_group_pools_are_given_back_too(session):
    pool = Pool.objects.create(session=session, kind=Pool.Kind.GROUPS, capacity=30)
    register(session, adults=5, pool=Pool.objects.select_related("session__open_day").get(pk=pool.pk))

    session_deeds.tell(change=cancel(session).change, now=LATER)

    assert fresh(pool).taken == 0


@pytest.mark.parametrize("parties", [1, 5])
def test_deciding_costs_the_same_whatever_the_number_of_parties(session, parties, django_assert_num_queries):
    Pool.objects.update(capacity=50)
    for _party in range(parties):
        register(session)
    by = people.alice()

    with django_assert_num_queries(18):
        cancel(session, by=by)
