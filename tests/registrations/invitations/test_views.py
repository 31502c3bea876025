"""The way of a guest from the letter to the ticket, and of staff from a pasted list to invitations."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from openday.events.models import Pool
from openday.registrations.invitations import actions as invitations
from openday.registrations.invitations.actions import Guest
from openday.registrations.models import Invitation, Registration
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, soon
from tests.registrations.visitor import FILLED, hidden, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(open_day=OpenDayFactory(by_invitation=True), starts_at=soon(days=6))


def invite(session, *, reserve: bool = False, email: str = "guest@example.org") -> Invitation:
    now = timezone.now()
    guest = Guest(email, party_max=4)
    return invitations.invite(
        open_day=session.open_day, session=session, guests=[guest], reserve=reserve, valid_until=now + timedelta(days=2), by=None, now=now
    )[0]


def address(session) -> str:
    return f"/zh-hans/visits/{session.pk}/register/"


def test_a_stranger_reads_that_it_is_by_invitation_and_finds_no_form(client, session):
    answer = client.get(address(session))

    assert (answer.status_code, state(answer)) == (200, "invited")
    assert 'name="adults"' not in answer.content.decode()
    assert client.post(address(session), FILLED).status_code == 409


def test_the_live_numbers_say_by_invitation(client, session):
    found = client.get(reverse("events:places"), {"session": session.pk}).json()

    assert (found[str(session.pk)]["state"], found[str(session.pk)]["by_invitation"]) == ("closed", True)


def test_a_guest_comes_from_the_letter_to_the_ticket_and_opening_the_link_uses_nothing(client, session):
    invitation = invite(session, reserve=True)
    for _scanner in range(2):
        client.get(reverse("registrations:invitation_swap", args=[invitation.token]))
    invitation.refresh_from_db()
    assert invitation.state == "open"
    shown = client.get(reverse("registrations:invitation"))
    assert address(session) in shown.content.decode()

    review = client.post(address(session), {**hidden(client.get(address(session)).content.decode()), **FILLED})
    answer = client.post(address(session), hidden(review.content.decode()))

    assert answer.status_code == 303
    invitation.refresh_from_db()
    assert invitation.registration == Registration.objects.get()
    assert state(client.get(reverse("registrations:invitation"))) == "used"


def test_a_code_typed_by_hand_opens_the_form_and_a_wrong_one_says_so(client, session):
    invitation = invite(session)
    wrong = client.post(reverse("registrations:invitation"), {"code": "AAAA-BBBB-CCCC"})
    assert (wrong.status_code, state(wrong)) == (422, "code")

    typed = f" {invitation.code[:4]}-{invitation.code[4:8]} {invitation.code[8:]} ".lower()
    assert client.post(reverse("registrations:invitation"), {"code": typed}).status_code == 303

    assert 'name="adults"' in client.get(address(session)).content.decode()


def test_who_is_too_late_with_an_invitation_is_told_so_and_nothing_is_registered(client, session):
    invitation = invite(session)
    client.get(reverse("registrations:invitation_swap", args=[invitation.token]))
    review = client.post(address(session), {**hidden(client.get(address(session)).content.decode()), **FILLED})
    invitations.withdraw(invitation=invitation, by=people.alice(), now=timezone.now())

    answer = client.post(address(session), hidden(review.content.decode()))

    assert answer.status_code == 409
    assert not Registration.objects.exists()


def test_an_unknown_link_and_a_forged_cookie_open_nothing(client, session):
    assert client.get(reverse("registrations:invitation_swap", args=["nobody-has-this"])).status_code == 404
    client.cookies["invitation-zh-hans"] = "forged:value"
    assert state(client.get(address(session))) == "invited"


def _form(session, **more) -> dict:
    day = timezone.localdate() + timedelta(days=3)
    return {
        "open_day": session.open_day_id,
        "session": session.pk,
        "party_max": 3,
        "valid_until": day,
        "language": "zh-hans",
        "count": 1,
    } | more


def test_staff_paste_a_list_with_sizes_and_languages(client, session):
    client.force_login(people.alice())
    pasted = "one@example.org\n\nTwo@Example.org, 5, en\nthree@example.org，1\n"

    answer = client.post(reverse("invitations-staff:invite"), _form(session, addresses=pasted))

    assert answer.status_code == 302
    made = {row.contact: (row.party_max, row.language) for row in Invitation.objects.all()}
    assert made == {"one@example.org": (3, "zh-hans"), "two@example.org": (5, "en"), "three@example.org": (1, "zh-hans")}


def test_every_bad_line_of_a_pasted_list_is_named_and_nothing_is_made(client, session):
    client.force_login(people.alice())
    invite(session, email="known@example.org")
    pasted = "good@example.org\nno address\ngood@example.org\n13800138000\nbig@example.org, 99\nx@example.org,2,fr\nknown@example.org"

    answer = client.post(reverse("invitations-staff:invite"), _form(session, addresses=pasted))

    assert answer.status_code == 422
    errors = answer.context["form"].errors["addresses"]
    assert [words.split(",")[0].split("，")[0] for words in errors] == [f"第{number}行" for number in range(2, 8)]
    assert Invitation.objects.count() == 1


def test_places_are_reserved_for_all_or_the_form_says_how_many_are_left(client, session):
    client.force_login(people.alice())

    answer = client.post(reverse("invitations-staff:invite"), _form(session, reserve="on", count=4))
    assert (answer.status_code, Invitation.objects.count()) == (409, 0)

    client.post(reverse("invitations-staff:invite"), _form(session, reserve="on", count=3))
    assert Pool.objects.get(session=session).taken == 9


def test_invitations_of_other_units_do_not_exist_for_a_stranger(client, session):
    invitation = invite(session)
    client.force_login(people.charlie())

    assert client.get(reverse("invitations-staff:inspect", args=[invitation.pk])).status_code == 404
    assert client.post(reverse("invitations-staff:withdraw", args=[invitation.pk])).status_code == 404
    assert client.post(reverse("invitations-staff:invite"), _form(session)).status_code == 422


def test_the_secret_link_stands_there_only_for_who_may_change_and_the_address_stays_masked(client, session):
    invitation = invite(session)
    client.force_login(people.dora())
    page = client.get(reverse("invitations-staff:inspect", args=[invitation.pk])).content.decode()
    assert invitation.token not in page
    assert "guest@example.org" not in page

    client.force_login(people.alice())
    assert invitation.token in client.get(reverse("invitations-staff:inspect", args=[invitation.pk])).content.decode()
