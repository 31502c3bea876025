"""A group that has places is asked to come at another time: it never has none, and never both for good."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.mail.models import Message
from openday.registrations import actions as registrations
from openday.registrations.facts import AlreadyRegistered, OfferGone, SessionFull
from openday.registrations.groups import actions, rules, swapping
from openday.registrations.groups.facts import GotThereFirst, NoGroupPlaces, TooNear
from openday.registrations.groups.states import GroupState
from openday.registrations.models import Offer
from openday.registrations.queries import places_spoken_for
from openday.registrations.rules import Party
from openday.registrations.states import OfferState, State
from tests import people
from tests.factories.groups import CLASS, group_asks, session_for_groups, taken_by_groups
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, soon

pytestmark = pytest.mark.django_db
WORD = "那天实验室接受评审。"


@pytest.fixture
def sessions():
    old = session_for_groups(open_day=OpenDayFactory(unit=people.unit("food")), starts_at=NOW + timedelta(days=8))
    return old, session_for_groups(open_day=old.open_day, starts_at=NOW + timedelta(days=10))


@pytest.fixture
def visit(sessions):
    found = group_asks(sessions[0])
    actions.place(visit=found, session=sessions[0], by=people.alice(), now=NOW)
    found.refresh_from_db()
    return found


def ask(visit, session, **facts):
    given = {"word": WORD, "by": people.alice(), "now": NOW} | facts
    return swapping.offer_instead(visit=visit, session=session, **given)


def account(*sessions):
    """What the pool for groups of each session counts as taken, which has to be what is held."""
    pools = [session.pools.get(kind="groups") for session in sessions]
    assert [pool.taken for pool in pools] == [places_spoken_for(pool.pk) for pool in pools]
    return [pool.taken for pool in pools]


def test_the_group_keeps_its_places_while_others_are_held_for_it(visit, sessions):
    offer = ask(visit, sessions[1])

    visit.refresh_from_db()
    assert (visit.state, visit.registration.state, visit.registration.session) == (GroupState.PLACED, State.CONFIRMED, sessions[0])
    assert account(*sessions) == [CLASS.places, CLASS.places]
    assert (offer.answer_by, visit.word) == (NOW + rules.OFFER_HELD_FOR, WORD)
    letter = Message.objects.get(kind="group_other_time")
    assert (letter.context["old_when"][:10], letter.context["when"][:10]) == ("2026年11月30", "2026年12月2日")


def test_who_accepts_changes_with_ticket_calendar_and_all(visit, sessions):
    offer = ask(visit, sessions[1])
    before = visit.registration

    registrations.accept(offer=offer, now=NOW)
    registrations.accept(offer=offer, now=NOW)

    visit.refresh_from_db()
    after = visit.registration
    assert (after.pk, after.code, after.state, after.session, after.visit_on.isoformat()) == (
        before.pk, before.code, State.CONFIRMED, sessions[1], "2026-12-02",
    )  # fmt: skip
    assert account(*sessions) == [0, CLASS.places]
    (letter,) = Message.objects.filter(kind="registration_moved")
    assert "METHOD:REQUEST" in letter.calendar
    assert f"SEQUENCE:{after.calendar_sequence}" in letter.calendar
    assert after.calendar_sequence > before.calendar_sequence


@pytest.mark.parametrize("how", ["declines", "does not answer"])
def test_who_declines_or_does_not_answer_comes_as_before(visit, sessions, how):
    offer = ask(visit, sessions[1])

    if how == "declines":
        registrations.decline(offer=offer, now=NOW)
        registrations.decline(offer=offer, now=NOW)
    else:
        assert registrations.expire_offers(now=offer.answer_by) == 1

    visit.refresh_from_db()
    assert (visit.state, visit.registration.state, visit.registration.session) == (GroupState.PLACED, State.CONFIRMED, sessions[0])
    assert account(*sessions) == [CLASS.places, 0]
    # Nothing has changed, and nobody is written to about it.
    assert Message.objects.order_by("-pk").first().kind == "group_other_time"
    with pytest.raises(OfferGone):
        registrations.accept(offer=offer, now=NOW)


def test_whatever_ends_or_changes_the_visit_lets_go_of_the_other_places(visit, sessions):
    deeds = {
        "cancels": lambda row: registrations.cancel(registration=row, now=NOW),
        "shrinks": lambda row: registrations.change_party(registration=row, party=Party(adults=4, children_6_13=20), now=NOW),
        "is moved": lambda row: registrations.move(registration=row, session=sessions[1], now=NOW, by=people.alice()),
        "loses its session": lambda row: registrations.cancel_session(session=sessions[0], now=NOW, by=people.alice(), reason_zh="停电"),
    }
    expected = {"cancels": [0, 0], "shrinks": [24, 0], "is moved": [0, CLASS.places], "loses its session": [0, 0]}
    found = {}
    for name, deed in deeds.items():
        sessions[0].refresh_from_db()
        mine = group_asks(sessions[0], contact=Contact(value=f"{len(found)}@example.org"))
        row = actions.place(visit=mine, session=sessions[0], by=people.alice(), now=NOW) if found else visit.registration
        offer = ask(mine if found else visit, sessions[1])

        deed(row)

        found[name] = account(*sessions)
        offer.refresh_from_db()
        assert offer.state == (OfferState.ACCEPTED if name == "is moved" else OfferState.WITHDRAWN)
        row.refresh_from_db()
        if row.can_be_cancelled:
            registrations.cancel(registration=row, now=NOW, by=people.alice())
    assert found == expected


def test_an_offer_in_a_session_that_is_cancelled_is_gone_and_the_visit_stands(visit, sessions):
    offer = ask(visit, sessions[1])

    registrations.cancel_session(session=sessions[1], now=NOW, by=people.alice(), reason_zh="停电")

    visit.refresh_from_db()
    assert (visit.registration.state, account(*sessions)) == (State.CONFIRMED, [CLASS.places, 0])
    with pytest.raises(OfferGone):
        registrations.accept(offer=offer, now=NOW)


def test_what_cannot_be_offered_is_refused_and_holds_nothing(visit, sessions):
    small = session_for_groups(open_day=sessions[0].open_day, places=10, starts_at=NOW + timedelta(days=9))
    strange, for_families = session_for_groups(), SessionFactory(open_day=sessions[0].open_day, starts_at=NOW + timedelta(days=11))
    for session, fact in [(sessions[0], NoGroupPlaces), (strange, NoGroupPlaces), (for_families, NoGroupPlaces), (small, SessionFull)]:
        with pytest.raises(fact):
            ask(visit, session)
    # Tomorrow is too near for a letter.
    with pytest.raises(TooNear):
        ask(visit, sessions[1], now=sessions[0].starts_at - timedelta(hours=30))
    with pytest.raises(GotThereFirst):
        ask(group_asks(sessions[0]), sessions[1])
    ask(visit, sessions[1])
    with pytest.raises(GotThereFirst):
        ask(visit, sessions[1])

    assert account(*sessions, small, strange) == [CLASS.places, CLASS.places, 0, 0]
    assert Offer.objects.count() == 1


def test_a_leader_with_another_visit_on_that_day_keeps_the_old_places(sessions):
    contact = Contact(value="leader@example.org")
    visit = group_asks(sessions[0], contact=contact)
    row = actions.place(visit=visit, session=sessions[0], by=people.alice(), now=NOW)
    offer = ask(visit, sessions[1])
    register(sessions[1], contact=contact)

    with pytest.raises(AlreadyRegistered):
        registrations.accept(offer=offer, now=NOW)

    row.refresh_from_db()
    assert (row.session, account(*sessions)) == (sessions[0], [CLASS.places, CLASS.places])


@pytest.fixture
def soon_placed(client):
    old = session_for_groups(open_day=OpenDayFactory(unit=people.unit()), starts_at=soon(days=12))
    other = session_for_groups(open_day=old.open_day, starts_at=soon(days=14))
    visit = group_asks(old, now=timezone.now())
    actions.place(visit=visit, session=old, by=people.alice(), now=timezone.now())
    visit.refresh_from_db()
    return visit, old, other


def test_staff_offer_it_at_their_desk_and_see_how_it_stands(client, soon_placed):
    visit, old, other = soon_placed
    client.force_login(people.alice())
    address = f"/admin/group-visits/{visit.pk}/"
    pool = other.pools.get(kind="groups")
    assert f'value="{old.pools.get(kind="groups").pk}"' not in client.get(address).content.decode()

    answer = client.post(f"{address}swap/", {"swap-pool": pool.pk, "swap-word": WORD})

    assert answer.status_code == 302
    shown = client.get(address)
    assert [offer.state for offer in shown.context["offers"]] == [OfferState.OPEN]
    assert f"{address}swap/" not in shown.content.decode()
    assert client.post(f"{address}swap/", {"swap-pool": pool.pk}).status_code == 409
    assert taken_by_groups(other) == CLASS.places


@pytest.mark.parametrize(("said", "places"), [("yes", [0, 34]), ("no", [34, 0])])
def test_the_leader_answers_on_the_page_behind_the_letter(client, soon_placed, said, places):
    visit, old, other = soon_placed
    swapping.offer_instead(visit=visit, session=other, word=WORD, by=people.alice(), now=timezone.now())
    visit.refresh_from_db()
    page = client.get(client.get(f"/zh-hans/visits/groups/r/{visit.token}/").headers["Location"]).content.decode()
    assert WORD in page

    address = f"/zh-hans/visits/groups/request/{visit.code}/offer/"
    assert client.post(address, {"offer": visit.turn - 1, "answer": "yes"}).status_code == 409
    answer = client.post(address, {"offer": visit.turn, "answer": said})

    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    assert [taken_by_groups(old), taken_by_groups(other)] == places
    assert client.post(address, {"offer": visit.turn, "answer": "yes"}).status_code == 409
