"""An invitation that was used comes back when its party gives the places back in time."""

from datetime import timedelta

import pytest

from openday.mail import rendering
from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.facts import InvitationGone
from openday.registrations.invitations import actions as invitations
from openday.registrations.invitations.actions import Guest
from openday.registrations.models import Invitation, Registration
from tests import people
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, taken

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=3)


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(unit=people.unit("food"), by_invitation=True), places=10)


def invite(session, *, whole: bool = False, reserve: bool = False) -> Invitation:
    to = None if whole else session
    facts = {"valid_until": UNTIL, "by": None, "now": NOW, "reserve": reserve}
    return invitations.invite(open_day=session.open_day, guests=[Guest("guest@example.org", party_max=3)], session=to, **facts)[0]


def state_of(invitation) -> tuple[str, int]:
    invitation.refresh_from_db()
    return str(invitation.state), invitation.came_back


@pytest.mark.parametrize("reserve", [False, True])
def test_a_guest_who_cancels_in_time_may_come_another_time(session, reserve):
    invitation = invite(session, reserve=reserve)
    first = register(session, adults=2, invitation=invitation)

    for _press in range(2):
        actions.cancel(registration=first, now=NOW)

    assert (state_of(invitation), taken(session)) == (("open", 1), 0)
    letter = Message.objects.get(kind="registration_cancelled")
    text = rendering.email("registration_cancelled", "zh-hans", letter.context).text
    assert f"/zh-hans/visits/i/{invitation.token}/" in text
    again = register(session, adults=3, invitation=Invitation.objects.get())
    assert (state_of(invitation), invitation.registration, taken(session)) == (("used", 1), again, 3)


def test_cancelling_the_first_visit_once_more_takes_nothing_from_the_second(session):
    invitation = invite(session)
    first = register(session, invitation=invitation)
    seen = Registration.objects.get(pk=first.pk)
    actions.cancel(registration=first, now=NOW)
    again = register(session, invitation=Invitation.objects.get())

    actions.cancel(registration=seen, now=NOW)

    assert (state_of(invitation), invitation.registration) == (("used", 1), again)
    assert not Invitation.objects.come_back(first.pk, now=NOW)


def test_one_that_has_run_out_stays_used_and_nobody_is_promised_anything(session):
    invitation = invite(session)
    party = register(session, invitation=invitation)

    actions.cancel(registration=party, now=UNTIL)

    assert state_of(invitation) == ("used", 0)
    assert Message.objects.get(kind="registration_cancelled").context["invitation_link"] == ""


def test_who_is_cancelled_by_the_desk_is_not_invited_anew(session):
    invitation = invite(session)
    party = register(session, invitation=invitation)

    actions.cancel(registration=party, now=NOW, by=people.alice(), reason="名额有误")

    assert state_of(invitation) == ("used", 0)


@pytest.mark.parametrize(("whole", "state"), [(True, ("open", 1)), (False, ("used", 0))])
def test_a_cancelled_session_takes_only_the_invitation_to_itself(session, whole, state):
    invitation = invite(session, whole=whole)
    register(session, invitation=invitation)

    actions.cancel_session(session=session, now=NOW, by=people.alice(), reason_zh="检修")

    assert state_of(invitation) == state


def test_an_invitation_that_came_back_admits_one_party_and_no_more(session):
    invitation = invite(session)
    actions.cancel(registration=register(session, invitation=invitation), now=NOW)
    seen = Invitation.objects.get()
    register(session, invitation=seen)

    with pytest.raises(InvitationGone):
        register(session, invitation=seen)

    assert taken(session) == 1


def test_who_erases_a_cancelled_visit_erases_the_address_of_the_invitation_too(session):
    invitation = invite(session)
    party = register(session, invitation=invitation, contact=Contact(value="guest@example.org"))
    actions.cancel(registration=party, now=NOW)

    actions.erase(registration=party, now=NOW)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.contact, invitation.contact_hash) == ("open", "", None)
