"""Invitations: made with or without places, used once, withdrawn, over; every place is counted all the while."""

from datetime import timedelta

import pytest

from openday.events.models import Pool, Session
from openday.mail.models import Message
from openday.registrations import actions, queries, retention
from openday.registrations.actions.session_deeds import cancel_session
from openday.registrations.facts import InvitationGone, InvitationNeeded, PartyRefused, RegistrationClosed, SessionFull
from openday.registrations.invitations import actions as invitations
from openday.registrations.invitations.actions import Guest
from openday.registrations.models import Invitation
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, taken

pytestmark = pytest.mark.django_db
GUEST = Guest("guest@example.org", party_max=4)


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(by_invitation=True), places=10)


def invite(session, *guests: Guest, to_session: bool = True, **more) -> Invitation:
    facts = {"valid_until": NOW + timedelta(days=3), "by": people.alice(), "now": NOW} | more
    return invitations.invite(open_day=session.open_day, session=session if to_session else None, guests=guests or [GUEST], **facts)[0]


def counted(session) -> bool:
    """Whether the pool counts what is spoken for."""
    pool = Pool.objects.get(session=session)
    return queries.places_spoken_for(pool.pk) == pool.taken


def letters() -> list[str]:
    return list(Message.objects.filter(state="waiting").order_by("pk").values_list("kind", flat=True))


def test_nobody_registers_without_an_invitation_where_one_is_needed(session):
    with pytest.raises(InvitationNeeded):
        register(session)
    alone = SessionFactory(by_invitation=True)
    with pytest.raises(InvitationNeeded):
        register(alone)
    assert (taken(session), taken(alone)) == (0, 0)


def test_an_invitation_admits_one_party_once(session):
    invitation = invite(session)

    registration = register(session, adults=2, invitation=invitation)

    invitation.refresh_from_db()
    assert (registration.state, invitation.state, invitation.registration) == (State.CONFIRMED, "used", registration)
    with pytest.raises(InvitationGone):
        register(session, invitation=invitation)
    assert taken(session) == 2
    assert counted(session)


def test_staff_who_invite_have_approved():
    session = SessionFactory(open_day=OpenDayFactory(approval_hours=48), places=2)

    asked = register(session, adults=2)
    waiting = register(session, adults=1, contact=Contact(value="guest@example.org"), invitation=invite(session))
    actions.cancel(registration=asked, now=NOW)

    waiting.refresh_from_db()
    assert (asked.state, waiting.state) == (State.ASKED, State.CONFIRMED)
    assert register(SessionFactory(open_day=session.open_day), invitation=invite(session, to_session=False)).state == State.CONFIRMED


def test_pressing_twice_gives_the_first_registration_although_the_invitation_is_used_by_then(session):
    invitation = invite(session)
    facts = {"request_key": "the same", "contact": Contact(value="twice@example.org"), "invitation": invitation}

    assert register(session, **facts) == register(session, **facts)


def test_reserved_places_are_taken_at_once_and_what_the_party_does_not_need_is_free_again(session):
    invitation = invite(session, reserve=True)
    assert taken(session) == 4
    assert counted(session)

    register(session, adults=3, invitation=invitation)

    assert taken(session) == 3
    assert counted(session)


def test_reserved_places_are_there_when_everything_else_is_taken(session):
    invitation = invite(session, reserve=True)
    register(session, adults=6, invitation=invite(session, Guest("other@example.org", party_max=6)))
    assert Pool.objects.get(session=session).left == 0

    assert register(session, adults=4, invitation=invitation).state == State.CONFIRMED
    assert taken(session) == 10


def test_more_places_than_there_are_cannot_be_reserved_and_nothing_is_made(session):
    with pytest.raises(SessionFull) as fact:
        invite(session, *[Guest(f"g{n}@example.org", party_max=4) for n in range(3)], reserve=True)

    assert fact.value.left == 10
    assert (taken(session), Invitation.objects.count(), letters()) == (0, 0, [])


def test_no_places_are_reserved_in_a_session_that_does_not_take_place(session):
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancelled_at=NOW)
    with pytest.raises(RegistrationClosed):
        invite(session, reserve=True)


def test_the_largest_party_is_that_of_the_invitation(session):
    register(session, adults=8, invitation=invite(session, Guest("big@example.org", party_max=8)))
    with pytest.raises(PartyRefused):
        register(session, adults=3, invitation=invite(session, Guest("two@example.org", party_max=2)))


def test_an_invitation_to_one_session_does_not_open_another(session):
    other = SessionFactory(open_day=session.open_day)

    with pytest.raises(InvitationGone):
        register(other, invitation=invite(session))
    assert register(other, invitation=invite(session, Guest("any@example.org"), to_session=False)).state == State.CONFIRMED


def test_a_withdrawn_invitation_and_one_that_is_over_count_no_more(session):
    withdrawn, over = invite(session, reserve=True), invite(session, Guest("over@example.org"), valid_until=NOW + timedelta(hours=1))

    assert invitations.withdraw(invitation=withdrawn, by=people.alice(), now=NOW)
    assert not invitations.withdraw(invitation=withdrawn, by=people.alice(), now=NOW)

    assert taken(session) == 0
    for gone in (withdrawn, over):
        with pytest.raises(InvitationGone):
            register(session, invitation=gone, now=NOW + timedelta(hours=1))
    assert taken(session) == 0
    assert counted(session)


def test_the_clock_ends_what_is_over_and_the_places_go_to_who_waits():
    session = SessionFactory(places=4)
    invitation = invite(session, reserve=True)
    waiting = register(session, adults=2)
    assert waiting.state == State.WAITING

    assert invitations.end_all(now=NOW + timedelta(days=3) - timedelta(seconds=1)) == 0
    assert [invitations.end_all(now=NOW + timedelta(days=3)) for _n in range(2)] == [1, 0]

    invitation.refresh_from_db()
    waiting.refresh_from_db()
    assert (invitation.state, invitation.places, waiting.state, taken(session)) == ("expired", 0, State.CONFIRMED, 2)


def test_a_guest_whose_letter_has_not_left_never_learns_of_a_withdrawn_invitation(session):
    quiet, loud = invite(session), invite(session, Guest("loud@example.org"))
    Message.objects.filter(key=f"invitation:{loud.pk}:invitation").update(state="sent", sent_at=NOW)

    for invitation in (quiet, loud):
        invitations.withdraw(invitation=invitation, by=people.alice(), now=NOW)

    assert letters() == ["invitation_withdrawn"]


def test_guests_of_a_cancelled_session_are_told(session):
    invitation = invite(session, reserve=True)
    Message.objects.update(state="sent", sent_at=NOW)

    cancel_session(session=session, now=NOW, by=people.alice(), reason_zh="检修")
    invitations.end_all(now=NOW)

    invitation.refresh_from_db()
    assert (invitation.state, taken(session), letters()) == ("withdrawn", 0, ["invitation_withdrawn"])


def test_moving_leads_into_a_session_by_invitation_only_with_an_invitation_to_all():
    here = SessionFactory()
    there = SessionFactory(open_day=here.open_day, by_invitation=True)
    with pytest.raises(RegistrationClosed):
        actions.move(registration=register(here), session=there, now=NOW)

    invited = register(here, invitation=invite(here, to_session=False))
    assert actions.move(registration=invited, session=there, now=NOW).session == there


def test_the_queue_leads_nobody_into_a_session_by_invitation():
    full = SessionFactory(places=1)
    register(full)
    there = SessionFactory(open_day=full.open_day, by_invitation=True)
    waiting = register(full)

    actions.choose(registration=waiting, pools=[Pool.objects.get(session=there)], smaller=None, now=NOW)

    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_addresses_end_thirty_days_after_the_invitation(session):
    used, over = invite(session), invite(session, Guest("b@example.org"))
    register(session, invitation=used)

    retention.sweep(NOW + timedelta(days=32), dry_run=False)
    assert {row.contact for row in Invitation.objects.all()} == {"", "b@example.org"}
    retention.sweep(NOW + timedelta(days=36), dry_run=False)

    over.refresh_from_db()
    assert (over.contact, over.contact_hash) == ("", None)


def test_erasing_oneself_erases_the_invitation_and_its_letters_too(session):
    invitation = invite(session)
    registration = register(session, invitation=invitation)

    actions.erase(registration=registration, now=NOW)

    invitation.refresh_from_db()
    assert (invitation.contact, invitation.contact_hash) == ("", None)
    assert not Message.objects.filter(kind="invitation").exclude(to="").exists()
