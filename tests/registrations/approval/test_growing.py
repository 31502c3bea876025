"""A party that was approved and wants to become larger: it keeps what it has, asks again, and nothing is held twice or lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.approval import actions as approval
from openday.registrations.approval import queries as requests
from openday.registrations.facts import SessionFull
from openday.registrations.invitations.actions import Guest, invite
from openday.registrations.models import Asking, Registration
from openday.registrations.queries import places_spoken_for
from openday.registrations.rules import Party
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register, soon, taken

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), approval_hours=48), places=10)


@pytest.fixture
def party(session):
    """Two adults that were approved."""
    return approved(register(session, adults=2))


def approved(party, *, at=NOW, approve=True, reason=""):
    approval.decide(askings=[Asking.objects.get(registration=party)], approve=approve, by=people.alice(), now=at, reason=reason)
    approval.settle_all(now=at + timedelta(minutes=10))
    party.refresh_from_db()
    return party


def becomes(party, adults, **more):
    actions.change_party(registration=party, party=Party(adults=adults), **({"now": LATER} | more))
    party.refresh_from_db()
    return party.places, party.saved


def account(session) -> int:
    """What the pool counts as taken, which has to be what is held."""
    pool = session.pools.get()
    assert pool.taken == places_spoken_for(pool.pk)
    return pool.taken


def last_letter() -> Message:
    return Message.objects.order_by("-pk").first()


def test_more_people_than_were_approved_are_asked_for_and_held(session, party):
    assert becomes(party, 4) == (2, 2)
    assert becomes(party, 4) == (2, 2)

    assert (party.state, account(session)) == (State.CONFIRMED, 4)
    assert [asking.registration for asking in requests.to_decide({session.open_day.unit_id}, now=LATER)] == [party]
    letter = last_letter()
    assert (letter.kind, letter.context["people"], letter.context["wished"], letter.calendar) == (
        "growth_requested",
        "2位成人",
        "4位成人",
        "",
    )
    assert Message.objects.filter(kind="growth_requested").count() == 1


def test_what_staff_approve_becomes_the_party_and_is_told_with_the_calendar(session, party):
    becomes(party, 4)

    approved(party, at=LATER)

    assert (party.places, party.saved, account(session)) == (4, 0, 4)
    assert (last_letter().kind, "METHOD:REQUEST" in last_letter().calendar) == ("registration_changed", True)


@pytest.mark.parametrize("how", ["refused", "not decided"])
def test_what_is_refused_or_not_decided_leaves_the_party_as_it_was(session, party, how):
    becomes(party, 4)

    if how == "refused":
        approved(party, at=LATER, approve=False, reason="实验室只能容纳这么多人。")
    else:
        assert approval.lapse_all(now=LATER + timedelta(hours=49)) == 1
        party.refresh_from_db()

    assert (party.state, party.places, party.saved, account(session)) == (State.CONFIRMED, 2, 0, 2)
    assert last_letter().kind == "growth_refused"
    assert last_letter().context["why"] == ("实验室只能容纳这么多人。" if how == "refused" else "我们未能按时答复，十分抱歉。")
    # It may ask once more.
    assert becomes(party, 3, now=LATER + timedelta(hours=50)) == (2, 1)


def test_becoming_smaller_never_asks_nor_growing_back_to_what_was_approved(session, party):
    assert becomes(party, 1) == (1, 0)
    assert becomes(party, 2) == (2, 0)
    assert becomes(party, 3) == (2, 1)
    assert not Message.objects.filter(kind="request_received").exclude(pk=Message.objects.earliest("pk").pk).exists()


def test_who_wants_the_party_as_it_is_takes_the_wish_back(session, party):
    becomes(party, 5)

    assert becomes(party, 2) == (2, 0)

    assert account(session) == 2
    assert not requests.to_decide({session.open_day.unit_id}, now=LATER)
    assert approval.lapse_all(now=LATER + timedelta(hours=49)) == 0


def test_another_wish_replaces_the_first(session, party):
    becomes(party, 5)
    assert becomes(party, 3) == (2, 1)
    assert account(session) == 3


def test_whatever_ends_or_moves_the_party_lets_go_of_what_was_held(session, party):
    other = SessionFactory(open_day=session.open_day, starts_at=session.starts_at + timedelta(days=1))
    becomes(party, 4)
    actions.move(registration=party, session=other, now=LATER)
    assert (account(session), account(other)) == (0, 2)

    becomes(party, 4)
    assert account(other) == 4
    actions.cancel(registration=party, now=LATER)
    assert account(other) == 0
    assert not requests.to_decide({session.open_day.unit_id}, now=LATER)


def test_a_cancelled_session_keeps_nothing(session, party):
    becomes(party, 4)

    actions.cancel_session(session=session, now=LATER, by=people.alice(), reason_zh="停电")

    assert account(session) == 0


def test_a_party_that_came_before_the_decision_keeps_nothing_more(session, party):
    becomes(party, 4)

    Registration.objects.filter(pk=party.pk).update(state=State.NO_SHOW)
    approval.lapse_all(now=session.ends_at + timedelta(days=1))

    party.refresh_from_db()
    assert (party.state, party.saved, account(session)) == (State.NO_SHOW, 0, 2)
    assert last_letter().kind == "growth_requested"


def test_too_few_places_are_said_at_once_and_nothing_is_asked(session, party):
    approved(register(session, adults=5))

    with pytest.raises(SessionFull) as fact:
        becomes(party, 6)

    party.refresh_from_db()
    assert (fact.value.left, party.places, party.saved, account(session)) == (3, 2, 0, 7)


def test_a_request_that_grows_after_its_approval_is_decided_anew(session):
    party = register(session, adults=2)
    approval.decide(askings=[party.asking], approve=True, by=people.alice(), now=NOW)

    becomes(party, 4, now=NOW + timedelta(minutes=5))

    assert approval.settle_all(now=LATER) == 0
    assert (party.state, party.places, Asking.objects.get().verdict) == (State.ASKED, 4, "")
    assert approved(party, at=LATER).state == State.CONFIRMED
    assert becomes(party, 3, now=LATER + timedelta(hours=1)) == (3, 0)


def test_staff_an_invitation_and_an_open_day_without_approval_ask_nobody(session, party):
    assert becomes(party, 4, by=people.alice()) == (4, 0)
    free = register(SessionFactory(open_day=OpenDayFactory(unit=people.unit("food")), places=10))
    assert becomes(free, 3) == (3, 0)
    facts = {"valid_until": NOW + timedelta(days=2), "by": None, "now": NOW}
    (invitation,) = invite(open_day=session.open_day, guests=[Guest("guest@example.org", party_max=4)], session=session, **facts)
    assert becomes(register(session, invitation=invitation), 2) == (2, 0)


def test_the_ticket_and_the_desk_say_how_it_stands(client):
    session = SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), approval_hours=48), starts_at=soon(days=9))
    now = timezone.now()
    party = approved(register(session, adults=2, now=now - timedelta(hours=1)), at=now - timedelta(minutes=30))
    ticket = client.get(client.get(f"/en/visits/r/{party.token}/").headers["Location"]).request["PATH_INFO"]
    form = {"adults": "4", "children_0_5": "0", "children_6_13": "0", "youths_14_17": "0", "companions": "0"}

    answer = client.post(f"{ticket}party/", form)

    assert answer.status_code == 303
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "You would like to come with 4 adults." in shown
    assert "The registration has been changed" not in shown
    other = SessionFactory(open_day=session.open_day, starts_at=soon(days=10))
    assert "Your wish to come with 4 adults ends with the move" in client.get(f"{ticket}move/?session={other.pk}").content.decode()
    client.force_login(people.alice())
    assert "4位成人" in client.get("/admin/approvals/").content.decode()
    party.refresh_from_db()
    assert (party.places, taken(session)) == (2, 4)
