"""Missed visits: noted only where a rule is in force and a gate let somebody in; written once; appealed; forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest

from openday.mail.models import Message
from openday.registrations import actions, retention
from openday.registrations.absences import actions as absences
from openday.registrations.absences import queries
from openday.registrations.facts import HeldBack
from openday.registrations.gate import actions as gate
from openday.registrations.gate.facts import Scan
from openday.registrations.gate.states import Kind
from openday.registrations.invitations.actions import Guest, invite
from openday.registrations.models import Absence, AbsenceRule, Registration
from openday.registrations.states import State
from tests import people
from tests.factories.absences import missed, rule
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
MEI = Contact(value="mei@example.org")


@pytest.fixture
def open_day():
    return OpenDayFactory(unit=people.unit("food"))


def scan(session, party=None, *, about=None) -> Scan:
    kind = Kind.UNDONE if about else Kind.ARRIVED
    done = Scan(
        scan_id=uuid4(), kind=kind, people=0 if about else 1, at=session.starts_at, party_id=party.pk if party else None, about=about
    )
    gate.receive(session=session, scans=[done], by=people.rosa(), listed_at=NOW, now=session.starts_at)
    return done


def over(session):
    return session.ends_at + timedelta(hours=25)


def close(session) -> int:
    gate.close_no_shows(now=over(session))
    return absences.note_all(now=over(session))


def one_came_one_did_not(open_day) -> Registration:
    session = SessionFactory(open_day=open_day)
    came, missing = register(session), register(session, contact=MEI)
    scan(session, came)
    return missing


def letters(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind))


def test_nothing_is_noted_about_anybody_while_no_rule_is_in_force(open_day):
    AbsenceRule.objects.create(open_day=open_day)

    assert close(one_came_one_did_not(open_day).session) == 0
    assert not Absence.objects.exists()
    assert letters("visit_missed") == []


def test_who_did_not_come_is_noted_once_and_written_to_with_the_way_to_appeal(open_day):
    rule(open_day)
    missing = one_came_one_did_not(open_day)

    assert [close(missing.session) for _n in range(2)] == [1, 0]

    mark = Absence.objects.get()
    assert (mark.registration, mark.contact_hash, mark.contact) == (missing, missing.contact_hash, "")
    (letter,) = letters("visit_missed")
    assert letter.to == MEI.value
    assert mark.token in letter.context["appeal_link"]
    assert "6个月" in letter.context["rule"]


def test_a_gate_that_saw_nobody_marks_nobody(open_day):
    rule(open_day)
    session = SessionFactory(open_day=open_day)
    undone = register(session)
    register(session, contact=MEI)
    first = scan(session, undone)
    scan(session, about=first.scan_id)

    assert close(session) == 0
    assert not Absence.objects.exists()


def test_nobody_is_noted_before_a_day_has_passed_and_whose_phone_was_late_has_come(open_day):
    rule(open_day)
    missing = one_came_one_did_not(open_day)
    gate.close_no_shows(now=missing.session.ends_at + timedelta(hours=3))

    assert absences.note_all(now=missing.session.ends_at + timedelta(hours=23)) == 0
    scan(missing.session, missing)
    assert absences.note_all(now=over(missing.session)) == 0


def test_an_arrival_that_a_phone_sends_after_the_letter_takes_the_mark_away(open_day):
    made = rule(open_day)
    missing = one_came_one_did_not(open_day)
    close(missing.session)
    assert len(queries.marks(missing.contact_hash, made)) == 1

    scan(missing.session, missing)

    assert queries.marks(missing.contact_hash, made) == []
    retention.sweep(over(missing.session), dry_run=False)
    assert not Absence.objects.exists()


def held(open_day, *, visits: int = 2, **more) -> AbsenceRule:
    """Mei has missed so many visits, on days of their own."""
    made = rule(open_day, **more)
    for number in range(visits):
        session = SessionFactory(open_day=open_day, starts_at=NOW - timedelta(days=10 + number))
        party = register(session, contact=MEI, now=NOW - timedelta(days=30))
        missed(party, on=(NOW - timedelta(days=10 + number)).date(), now=NOW)
    return made


def test_who_missed_too_many_registers_only_in_the_last_hours_and_everybody_else_as_always(open_day):
    held(open_day)
    session = SessionFactory(open_day=open_day)

    with pytest.raises(HeldBack) as fact:
        register(session, contact=MEI)
    assert fact.value.until == session.starts_at - timedelta(hours=48)
    assert register(session).state == State.CONFIRMED

    assert register(session, contact=MEI, now=session.starts_at - timedelta(hours=47)).state == State.CONFIRMED


def test_in_the_last_hours_it_is_places_or_nothing(open_day):
    held(open_day)
    session = SessionFactory(open_day=open_day, places=1)
    register(session)

    with pytest.raises(HeldBack):
        register(session, contact=MEI, now=session.starts_at - timedelta(hours=47))
    assert not Registration.objects.filter(session=session, state=State.WAITING).exists()


def test_one_missed_visit_is_none_and_a_rule_that_is_off_holds_nobody_back(open_day):
    made = held(open_day)
    session = SessionFactory(open_day=open_day)
    AbsenceRule.objects.filter(pk=made.pk).update(missed=3)
    assert register(session, contact=MEI).state == State.CONFIRMED

    AbsenceRule.objects.filter(pk=made.pk).update(missed=2, is_on=False)
    assert register(SessionFactory(open_day=open_day), contact=MEI).state == State.CONFIRMED


def test_the_rule_of_one_open_day_says_nothing_about_another_and_that_of_the_site_about_all_without_one(open_day):
    held(open_day)
    other = SessionFactory()
    assert register(other, contact=MEI).state == State.CONFIRMED

    AbsenceRule.objects.update(open_day=None)
    with pytest.raises(HeldBack):
        register(SessionFactory(), contact=MEI)
    exempt = SessionFactory()
    AbsenceRule.objects.create(open_day=exempt.open_day, is_on=False)
    assert register(exempt, contact=MEI).state == State.CONFIRMED


def test_whom_staff_invite_comes_whatever_happened_before(open_day):
    held(open_day)
    session = SessionFactory(open_day=open_day)
    (invitation,) = invite(open_day=open_day, guests=[Guest()], valid_until=session.starts_at, by=None, now=NOW)

    assert register(session, contact=MEI, invitation=invitation).state == State.CONFIRMED


def test_an_open_appeal_suspends_the_rule_and_its_outcome_decides(open_day):
    held(open_day)
    session, mark = SessionFactory(open_day=open_day), Absence.objects.latest("pk")

    assert [absences.appeal(absence=mark, text="我们到了，在门口等了很久。", now=NOW) for _n in range(2)] == [True, False]
    actions.cancel(registration=register(session, contact=MEI), now=NOW)

    assert absences.decide(absence=_again(mark), accept=False, by=people.alice(), now=NOW, answer="现场没有记录。")
    with pytest.raises(HeldBack):
        register(session, contact=MEI)
    (letter,) = letters("appeal_refused")
    assert (letter.to, letter.context["why"]) == (MEI.value, "现场没有记录。")
    assert _again(mark).contact == ""


def test_an_accepted_appeal_removes_the_mark_and_its_hash_at_once(open_day):
    held(open_day)
    mark = Absence.objects.latest("pk")
    absences.appeal(absence=mark, text="孩子发烧", now=NOW)

    assert absences.decide(absence=_again(mark), accept=True, by=people.alice(), now=NOW)
    assert not absences.decide(absence=_again(mark), accept=False, by=people.alice(), now=NOW, answer="x")

    mark.refresh_from_db()
    assert (mark.state, mark.contact_hash, mark.contact) == ("lifted", None, "")
    assert register(SessionFactory(open_day=open_day), contact=MEI).state == State.CONFIRMED
    assert len(letters("appeal_accepted")) == 1


def _again(mark: Absence) -> Absence:
    return queries.with_visit().get(pk=mark.pk)


def test_a_mark_is_erased_when_its_months_are_over_or_nobody_needs_it_any_more(open_day):
    made = held(open_day, visits=1)
    mark = Absence.objects.get()
    last_day = mark.expires_on

    def swept(days: int) -> int:
        return retention.sweep(NOW + timedelta(days=(last_day - NOW.date()).days + days), dry_run=False)["missed visits erased"]

    assert [swept(-1), swept(0)] == [0, 1]
    missed(mark.registration, now=NOW, on=NOW.date())
    assert retention.sweep(NOW, dry_run=False)["missed visits erased"] == 0
    AbsenceRule.objects.filter(pk=made.pk).update(is_on=False)
    assert retention.sweep(NOW, dry_run=False)["missed visits erased"] == 1


def test_who_has_all_data_erased_takes_the_mark_along(open_day):
    held(open_day, visits=1)
    mark = Absence.objects.get()

    actions.erase(registration=mark.registration, now=NOW)

    assert not Absence.objects.exists()
