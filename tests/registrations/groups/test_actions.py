"""What becomes of the request of a group."""

from datetime import timedelta

import pytest

from openday.accounts.models import AuditEntry
from openday.mail.models import Message
from openday.registrations import actions as registration_actions
from openday.registrations import queries as registration_queries
from openday.registrations import retention
from openday.registrations.facts import OfferGone, PartyRefused, SessionFull
from openday.registrations.groups import actions
from openday.registrations.groups.facts import GotThereFirst, NoGroupPlaces
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.states import GroupState
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from openday.registrations.states import State
from tests import people
from tests.factories.groups import CLASS, group_asks, session_for_groups, taken_by_groups
from tests.factories.registrations import NOW, SessionFactory

pytestmark = pytest.mark.django_db


def letters() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_a_request_takes_no_places_starts_the_clock_and_is_answered_by_letter():
    session = session_for_groups()

    visit = group_asks(session)

    assert (visit.state, taken_by_groups(session), letters()) == (GroupState.RECEIVED, 0, ["group_received"])
    # Sunday the 22nd; three working days on is Wednesday.
    assert visit.due_on.isoformat() == "2026-11-25"


def test_a_request_with_too_few_supervisors_is_refused():
    with pytest.raises(PartyRefused):
        group_asks(session_for_groups(), party=Party(adults=4, children_6_13=30), supervisors=2)


def test_allocating_makes_one_confirmed_registration_with_a_calendar_entry():
    session = session_for_groups()
    visit = group_asks(session)

    row = actions.place(visit=visit, session=session, by=people.alice(), now=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.registration_id, row.state, row.places) == (GroupState.PLACED, row.pk, State.CONFIRMED, CLASS.places)
    assert taken_by_groups(session) == CLASS.places == registration_queries.places_spoken_for(row.pool_id)
    letter = Message.objects.get(kind="group_confirmed")
    assert "METHOD:REQUEST" in letter.calendar
    assert [consent.purpose for consent in row.consents.all()] == ["visit"]
    assert AuditEntry.objects.filter(deed="registrations.group_place").count() == 1


def test_allocating_more_than_is_left_changes_nothing():
    session = session_for_groups(places=33)
    visit = group_asks(session)

    with pytest.raises(SessionFull) as refusal:
        actions.place(visit=visit, session=session, by=people.alice(), now=NOW)

    assert refusal.value.left == 33
    visit.refresh_from_db()
    assert (visit.state, taken_by_groups(session), Registration.objects.count()) == (GroupState.RECEIVED, 0, 0)


def test_the_second_of_two_who_decide_is_told_and_takes_no_places():
    session = session_for_groups(places=90)
    visit = group_asks(session)
    stale = GroupVisit.objects.get(pk=visit.pk)
    actions.place(visit=visit, session=session, by=people.alice(), now=NOW)

    for deed in (
        lambda: actions.place(visit=stale, session=session, by=people.bob(), now=NOW),
        lambda: actions.refuse(visit=stale, reason="没有名额", by=people.bob(), now=NOW),
    ):
        with pytest.raises(GotThereFirst):
            deed()

    assert taken_by_groups(session) == CLASS.places


def test_a_session_without_places_for_groups_or_of_another_open_day_is_refused():
    session = session_for_groups()
    visit = group_asks(session)

    for other in (SessionFactory(open_day=session.open_day), session_for_groups()):
        with pytest.raises(NoGroupPlaces):
            actions.place(visit=visit, session=other, by=people.alice(), now=NOW)


def test_an_offer_holds_places_until_the_leader_accepts():
    session = session_for_groups()
    other = session_for_groups(open_day=session.open_day, starts_at=NOW + timedelta(days=9))
    visit = group_asks(session)
    row = actions.offer(visit=visit, session=other, word="那天实验室接受评审。", by=people.alice(), now=NOW)
    assert (row.state, taken_by_groups(other)) == (State.PENDING, CLASS.places)

    actions.accept(visit=visit, now=NOW)
    actions.accept(visit=visit, now=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.registration.state, taken_by_groups(other)) == (GroupState.PLACED, State.CONFIRMED, CLASS.places)
    assert letters() == ["group_received", "group_offer", "group_confirmed"]


def test_a_declined_offer_gives_the_places_back_and_the_request_to_us():
    session = session_for_groups()
    visit = group_asks(session)
    row = actions.offer(visit=visit, session=session, word="", by=people.alice(), now=NOW)

    assert actions.decline(visit=visit, now=NOW)
    assert not actions.decline(visit=visit, now=NOW)

    visit.refresh_from_db()
    row.refresh_from_db()
    assert (visit.state, visit.registration, taken_by_groups(session)) == (GroupState.RECEIVED, None, 0)
    assert (row.state, row.name, row.contact) == (State.CANCELLED, "", "")
    # The same session can be offered once more.
    actions.offer(visit=visit, session=session, word="", by=people.alice(), now=NOW)
    actions.decline(visit=visit, now=NOW)
    with pytest.raises(OfferGone):
        actions.accept(visit=visit, now=NOW)


def test_an_offer_that_nobody_answers_runs_out_once():
    session = session_for_groups()
    visit = group_asks(session)
    actions.offer(visit=visit, session=session, word="", by=people.alice(), now=NOW)

    ended = [actions.expire_offers(now=NOW + timedelta(days=days)) for days in (2, 4, 5)]

    visit.refresh_from_db()
    assert (ended, visit.state, taken_by_groups(session)) == ([0, 1, 0], GroupState.RECEIVED, 0)
    assert letters()[-1] == "group_offer_ended"


def test_an_offer_ends_when_its_session_is_cancelled():
    session = session_for_groups()
    visit = group_asks(session)
    row = actions.offer(visit=visit, session=session, word="", by=people.alice(), now=NOW)
    registration_actions.cancel(registration=row, now=NOW, by=people.alice(), reason="停电")
    with pytest.raises(OfferGone):
        actions.accept(visit=visit, now=NOW)

    assert actions.expire_offers(now=NOW) == 1

    visit.refresh_from_db()
    assert (visit.state, taken_by_groups(session)) == (GroupState.RECEIVED, 0)


def test_a_question_stops_the_clock_and_the_answer_starts_it_anew():
    visit = group_asks(session_for_groups())
    actions.ask(visit=visit, question="有轮椅吗？", by=people.alice(), now=NOW)

    assert actions.answer(visit=visit, reply="有一位。", now=NOW + timedelta(days=7))

    visit.refresh_from_db()
    assert (visit.state, visit.reply, visit.due_on.isoformat()) == (GroupState.RECEIVED, "有一位。", "2026-12-02")


def test_a_smaller_group_gives_places_back_on_its_ticket():
    session = session_for_groups()
    row = actions.place(visit=group_asks(session), session=session, by=people.alice(), now=NOW)

    registration_actions.change_party(registration=row, party=Party(adults=2, children_6_13=20), now=NOW)
    assert taken_by_groups(session) == 22
    with pytest.raises(PartyRefused):
        registration_actions.change_party(registration=row, party=Party(adults=1, children_6_13=20), now=NOW)

    registration_actions.cancel(registration=row, now=NOW)
    assert taken_by_groups(session) == 0


def test_withdrawing_lets_held_places_go():
    session = session_for_groups()
    visit = group_asks(session)
    actions.offer(visit=visit, session=session, word="", by=people.alice(), now=NOW)

    assert actions.withdraw(visit=visit, now=NOW)
    assert actions.withdraw(visit=visit, now=NOW)

    visit.refresh_from_db()
    assert (visit.state, taken_by_groups(session), letters().count("group_withdrawn")) == (GroupState.WITHDRAWN, 0, 1)


def test_who_asked_is_erased_30_days_after_the_last_day_wished_and_not_before():
    session = session_for_groups()
    visit = group_asks(session, needs={"choices": ["wheelchair"], "note": ""})

    retention.sweep(session.starts_at + timedelta(days=29), False)
    visit.refresh_from_db()
    assert (visit.organisation, visit.access_needs) == ("红岭小学", None)

    done = retention.sweep(session.starts_at + timedelta(days=31), False)
    visit.refresh_from_db()
    assert done["group requests anonymised"] == 1
    assert (visit.organisation, visit.purpose, visit.name, visit.contact, visit.contact_hash) == ("", "", "", "", None)


def test_erasing_the_registration_erases_the_request_it_came_from():
    session = session_for_groups()
    visit = group_asks(session)
    row = actions.place(visit=visit, session=session, by=people.alice(), now=NOW)

    registration_actions.erase(registration=row, now=NOW)

    visit.refresh_from_db()
    assert (visit.organisation, visit.name, visit.contact) == ("", "", "")
    assert taken_by_groups(session) == 0


def test_erasing_what_was_only_offered_takes_the_request_back():
    session = session_for_groups()
    visit = group_asks(session)
    row = actions.offer(visit=visit, session=session, word="", by=people.alice(), now=NOW)

    registration_actions.erase(registration=row, now=NOW)

    visit.refresh_from_db()
    assert (visit.state, visit.registration, visit.contact) == (GroupState.WITHDRAWN, None, "")
    assert not actions.decline(visit=visit, now=NOW)
    with pytest.raises(GotThereFirst):
        actions.place(visit=visit, session=session, by=people.alice(), now=NOW)
