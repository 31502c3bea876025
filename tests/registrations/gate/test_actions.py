"""What devices tell and what becomes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from openday.accounts.models import AuditEntry
from openday.mail.models import Message
from openday.registrations import actions as visitors
from openday.registrations.actions import bulk, session_deeds
from openday.registrations.gate import actions, queries
from openday.registrations.gate.facts import Answer, Scan
from openday.registrations.gate.models import CheckIn
from openday.registrations.gate.states import Kind
from openday.registrations.models import Registration
from openday.registrations.queries import places_spoken_for
from openday.registrations.staff.today import own_sessions
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import NOW, SessionFactory, register, taken

pytestmark = pytest.mark.django_db
START = NOW + timedelta(days=6)


@pytest.fixture
def session():
    return SessionFactory(places=10, open_day__party_max=10)


def arrival(registration, count, *, minute=0, **more):
    return Scan(scan_id=uuid4(), kind=Kind.ARRIVED, people=count, party_id=registration.pk, at=START + timedelta(minutes=minute), **more)


def walk_in(count, **more):
    return Scan(scan_id=uuid4(), kind=Kind.WALK_IN, people=count, at=START, **more)


def undo(scan):
    return Scan(scan_id=uuid4(), kind=Kind.UNDONE, about=scan.scan_id, at=START)


def tell(session, *scans, minute=5, **more):
    given = {"by": None, "listed_at": START - timedelta(days=1), "now": START + timedelta(minutes=minute)} | more
    return [one.trouble if one.is_known else "unheard of" for one in actions.receive(session=session, scans=scans, **given)]


def state(registration):
    return Registration.objects.get(pk=registration.pk).state


def inside(session):
    return queries.headcount(session.pk).inside


def test_a_party_that_arrives_has_come(session):
    party = register(session, adults=3)

    assert tell(session, arrival(party, 3)) == [""]

    assert (state(party), inside(session)) == (State.ATTENDED, 3)


def test_a_party_may_come_in_parts(session):
    party = register(session, adults=5)

    assert tell(session, arrival(party, 3), arrival(party, 2, minute=30), minute=40) == ["", ""]

    assert inside(session) == 5


def test_companions_come_in_with_their_party(session):
    party = register(session, adults=1, companions=1, access_needs={"choices": ["wheelchair"], "note": ""})

    assert tell(session, arrival(party, 2)) == [""]


def test_the_same_scan_sent_twice_is_one_row(session):
    scan = arrival(register(session, adults=2), 2)

    assert tell(session, scan, scan) == ["", ""]
    assert tell(session, scan, minute=60) == [""]

    assert (CheckIn.objects.count(), inside(session)) == (1, 2)


def test_a_ticket_on_two_phones_counts_once_until_somebody_decides(session):
    party = register(session, adults=2)

    assert tell(session, arrival(party, 2)) == [""]
    assert tell(session, arrival(party, 2, minute=1)) == ["double"]

    assert inside(session) == 2
    assert queries.headcount(session.pk).to_settle == 1


def test_a_supervisor_lets_a_second_entry_count(session):
    party = register(session, adults=2)
    tell(session, arrival(party, 2), arrival(party, 2))
    doubtful = CheckIn.objects.to_settle().get()

    assert actions.settle(check_in=doubtful, counts=True, by=people.alice(), now=START)

    assert (inside(session), queries.headcount(session.pk).to_settle) == (4, 0)
    assert AuditEntry.objects.get(deed="registrations.gate_settle").facts == {"trouble": "double", "counts": True}


def test_only_the_first_of_two_supervisors_decides(session):
    party = register(session, adults=2)
    tell(session, arrival(party, 2), arrival(party, 2))
    doubtful = CheckIn.objects.to_settle().get()

    assert actions.settle(check_in=doubtful, counts=False, by=people.alice(), now=START)
    assert not actions.settle(check_in=doubtful, counts=True, by=people.bob(), now=START)

    assert inside(session) == 2


def test_a_party_cancelled_meanwhile_waits_for_a_decision_and_stays_cancelled(session):
    party = register(session, adults=2)
    visitors.cancel(registration=party, now=NOW)

    assert tell(session, arrival(party, 2)) == ["cancelled"]
    actions.settle(check_in=CheckIn.objects.to_settle().get(), counts=True, by=people.alice(), now=START)

    assert (state(party), inside(session)) == (State.CANCELLED, 2)


def test_a_ticket_of_another_session_of_the_unit_is_named(session):
    elsewhere = register(SessionFactory(open_day=session.open_day))

    assert tell(session, arrival(elsewhere, 1)) == ["other_session"]


def test_a_visitor_of_another_unit_is_nobody_here(session):
    stranger = register(SessionFactory(open_day__unit=people.unit("industrial")))

    assert tell(session, arrival(stranger, 1)) == ["unknown"]
    assert tell(session, Scan(scan_id=uuid4(), kind=Kind.ARRIVED, people=1, code=stranger.code, at=START)) == ["unknown"]

    assert set(CheckIn.objects.values_list("registration", flat=True)) == {None}
    assert state(stranger) == State.CONFIRMED


def test_a_ticket_that_was_not_on_the_list_is_found_by_its_code(session):
    party = register(session, adults=2)

    assert tell(session, Scan(scan_id=uuid4(), kind=Kind.ARRIVED, people=2, code=party.code, at=START)) == [""]

    assert state(party) == State.ATTENDED


def test_an_undone_arrival_leaves_the_party_expected(session):
    party = register(session, adults=2)
    scan = arrival(party, 2)

    assert tell(session, scan, undo(scan)) == ["", ""]

    assert (state(party), inside(session)) == (State.CONFIRMED, 0)


def cancelled(session, *, told):
    """Cancelled a quarter of an hour before it begins, with people inside already."""
    facts = {"reason_zh": "停电", "request_key": "off", "by": people.alice()}
    change = session_deeds.cancel_sessions(sessions=[session.pk], **facts, now=START - timedelta(minutes=15)).change
    if told:
        session_deeds.tell(change=change, now=START - timedelta(minutes=5))
    return change


@pytest.mark.parametrize("by_gate", [True, False], ids=["gate", "desk"])
def test_an_arrival_taken_back_when_everybody_knows_of_the_cancellation_ends_the_party(session, by_gate):
    party = register(session, adults=2)
    scan = arrival(party, 2, minute=-25)
    if by_gate:
        tell(session, scan, minute=-25)
    else:
        Registration.objects.filter(pk=party.pk).update(state=State.ATTENDED)
    cancelled(session, told=True)
    assert (state(party), taken(session)) == (State.ATTENDED, 2)

    for _twice in range(2):
        if by_gate:
            tell(session, undo(scan), minute=-4)
        else:
            bulk.mark_not_arrived([Registration.objects.with_visit().get(pk=party.pk)], by=people.alice(), now=START)

    assert (state(party), taken(session)) == (State.CANCELLED, 0)
    assert Message.objects.filter(kind="session_cancelled").count() == 1


def test_an_arrival_taken_back_while_the_letters_wait_is_found_by_them(session):
    party = register(session, adults=2)
    scan = arrival(party, 2, minute=-25)
    tell(session, scan, minute=-25)
    change = cancelled(session, told=False)

    tell(session, undo(scan), minute=-14)
    assert state(party) == State.CONFIRMED

    session_deeds.tell(change=change, now=START - timedelta(minutes=5))
    assert (state(party), taken(session)) == (State.CANCELLED, 0)


def test_undoing_one_part_of_a_party_leaves_the_other(session):
    party = register(session, adults=5)
    first, second = arrival(party, 3), arrival(party, 2)

    tell(session, first, second, undo(second))

    assert (state(party), inside(session)) == (State.ATTENDED, 3)


def test_a_second_undo_and_an_undo_of_nothing_change_nothing(session):
    scan = arrival(register(session, adults=2), 2)

    assert tell(session, scan, undo(scan), undo(scan), undo(walk_in(1))) == ["", "", "", "unheard of"]

    assert inside(session) == 0


def test_an_undo_reaches_no_scan_of_another_session(session):
    other = SessionFactory(open_day=session.open_day)
    scan = arrival(register(other, adults=2), 2)
    tell(other, scan)

    assert tell(session, undo(scan)) == ["unheard of"]

    assert inside(other) == 2


def test_people_without_registration_take_places(session):
    register(session, adults=7)

    assert tell(session, walk_in(2)) == [""]

    assert (taken(session), queries.headcount(session.pk).left) == (9, 1)
    assert places_spoken_for(session.pools.get().pk) == 9


def test_people_beyond_the_places_are_inside_and_to_be_looked_at(session):
    register(session, adults=9)

    assert tell(session, walk_in(2)) == ["over_capacity"]

    assert (taken(session), inside(session), queries.headcount(session.pk).to_settle) == (9, 2, 1)


def test_a_reason_lets_people_in_beyond_the_places(session):
    register(session, adults=10)

    assert tell(session, walk_in(2, reason="no_shows")) == [""]

    assert (taken(session), inside(session), queries.headcount(session.pk).to_settle) == (10, 2, 0)


def test_undoing_people_without_registration_gives_their_places_back_once(session):
    scan = walk_in(4)

    tell(session, scan, undo(scan), undo(scan))

    assert (taken(session), inside(session)) == (0, 0)


def test_people_that_a_supervisor_does_not_count_hold_no_place(session):
    register(session, adults=9)
    tell(session, walk_in(2))

    actions.settle(check_in=CheckIn.objects.to_settle().get(), counts=False, by=people.alice(), now=START)

    assert (taken(session), inside(session)) == (9, 0)


def test_an_arrival_is_noted_at_its_own_hour_however_late_it_is_sent(session):
    party = register(session)

    tell(session, arrival(party, 1, minute=7), minute=24 * 60)

    kept = CheckIn.objects.get()
    assert (kept.at, kept.received_at) == (START + timedelta(minutes=7), START + timedelta(days=1))


def test_who_did_not_come_is_noted_two_hours_after_the_end(session):
    came, missing = register(session), register(session)
    tell(session, arrival(came, 1))
    end = session.ends_at

    assert actions.close_no_shows(now=end + timedelta(minutes=119)) == 0
    assert actions.close_no_shows(now=end + timedelta(minutes=120)) == 1
    assert actions.close_no_shows(now=end + timedelta(minutes=121)) == 0

    assert (state(came), state(missing)) == (State.ATTENDED, State.NO_SHOW)


def test_nobody_is_written_off_where_nobody_stood_at_the_gate(session):
    party = register(session)

    assert actions.close_no_shows(now=session.ends_at + timedelta(days=1)) == 0

    assert state(party) == State.CONFIRMED


def test_a_phone_that_comes_back_late_still_brings_its_arrivals(session):
    early, late = register(session), register(session)
    tell(session, arrival(early, 1))
    actions.close_no_shows(now=session.ends_at + timedelta(hours=3))

    assert tell(session, arrival(late, 1, minute=2), minute=24 * 60) == [""]

    assert state(late) == State.ATTENDED


def test_the_front_page_counts_the_people_who_are_inside(session):
    party = register(session, adults=5)
    tell(session, arrival(party, 3), walk_in(1), arrival(party, 3))

    row = own_sessions(people.adam(), since=START, until=START + timedelta(hours=1)).get()

    assert (row.arrived, row.registered) == (4, 5)


def test_answers_come_back_under_the_names_of_the_scans(session):
    first, second = arrival(register(session), 1), walk_in(1)

    told = actions.receive(session=session, scans=[first, second], by=None, listed_at=START, now=START)

    assert told == [Answer(scan_id=first.scan_id), Answer(scan_id=second.scan_id)]
