"""Who is next when places come free: the rule, the deeds that follow it, and the offers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.events.models import Pool, Session
from openday.mail.models import Message
from openday.registrations import actions, queries, rules
from openday.registrations.actions import waiting
from openday.registrations.facts import AlreadyRegistered, OfferGone
from openday.registrations.models import Offer, QueueStep, Registration
from openday.registrations.rules import Party, Waiting, turn
from openday.registrations.states import OfferState, State, Step
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register, soon, taken
from tests.registrations.visitor import state

SHENZHEN = ZoneInfo("Asia/Shanghai")
db = pytest.mark.django_db


def queue(*places: int, **first) -> list[Waiting]:
    """A queue of parties of these sizes; more is said of the first."""
    return [Waiting(key=n, places=size, **(first if n == 0 else {})) for n, size in enumerate(places)]


def test_the_first_party_that_fits_as_a_whole_is_next():
    found = turn(queue(4, 3, 2, 1), free=2, capacity=10)

    assert (found.next.key, found.places, [party.key for party in found.passed]) == (2, 2, [0, 1])


def test_nobody_is_next_when_nobody_fits():
    assert turn(queue(4, 3), free=2, capacity=10) == rules.Turn()


def test_a_smaller_party_named_beforehand_is_served_in_its_turn():
    found = turn(queue(4, 2, smaller=2), free=2, capacity=10)

    assert (found.next.key, found.places, found.passed) == (0, 2, ())


def test_a_party_overtaken_often_enough_stops_those_behind_it_and_places_are_held():
    waiting = queue(4, 1, overtaken=rules.OVERTAKEN_AT_MOST)

    held = turn(waiting, free=2, capacity=10)

    assert (held.next, held.holds_for.key) == (None, 0)
    assert turn(waiting, free=0, capacity=10) == rules.Turn()
    assert turn(queue(4, 1, overtaken=9, saved=3), free=1, capacity=10).next.key == 0


def test_a_party_that_can_never_fit_stops_nobody_and_is_not_overtaken():
    found = turn(queue(6, 1, overtaken=9), free=2, capacity=5)

    assert (found.next.key, found.passed) == (1, ())


def test_nothing_is_held_for_a_party_that_waits_elsewhere():
    found = turn(queue(4, 1, overtaken=9, at_home=False), free=2, capacity=10)

    assert (found.next.key, found.passed) == (1, ())


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        ("2026-11-22 10:00", 4, "2026-11-22 14:00"),
        ("2026-11-22 20:00", 4, "2026-11-23 11:00"),
        ("2026-11-22 23:30", 4, "2026-11-23 12:00"),
        ("2026-11-22 03:00", 2, "2026-11-22 10:00"),
        ("2026-11-22 08:00", 13, "2026-11-22 21:00"),
        ("2026-11-22 08:00", 30, "2026-11-24 12:00"),
    ],
)
def test_the_time_to_answer_runs_in_waking_hours_only(begin, hours, end):
    now = datetime.fromisoformat(begin).replace(tzinfo=SHENZHEN).astimezone(UTC)

    found = rules.answer_by(now, hours=hours, waking=(8, 21), zone=SHENZHEN)

    assert found.astimezone(SHENZHEN).strftime("%Y-%m-%d %H:%M") == end


def test_a_day_may_end_at_midnight():
    now = datetime(2026, 11, 22, 23, 30, tzinfo=SHENZHEN)

    assert rules.answer_by(now, hours=1, waking=(8, 24), zone=SHENZHEN) == datetime(2026, 11, 23, 8, 30, tzinfo=SHENZHEN)


def row(registration: Registration) -> Registration:
    return Registration.objects.with_visit().get(pk=registration.pk)


def adds_up(*sessions: Session) -> bool:
    pools = Pool.objects.filter(session__in=sessions)
    return all(pool.taken == queries.places_spoken_for(pool.pk) <= pool.capacity for pool in pools)


def steps(registration: Registration) -> list[str]:
    return list(registration.queue_steps.order_by("pk").values_list("kind", flat=True))


@db
def test_three_small_parties_come_first_and_then_places_are_held_until_they_suffice():
    session = SessionFactory(places=4)
    holders = [register(session) for _n in range(4)]
    large = register(session, adults=4)
    small = [register(session) for _n in range(4)]

    for holder in holders[:3]:
        actions.cancel(registration=holder, now=NOW)
    assert [row(party).state for party in small] == [State.CONFIRMED] * 3 + [State.WAITING]
    assert (row(large).overtaken, row(large).saved) == (3, 0)

    actions.cancel(registration=holders[3], now=NOW)
    assert (row(large).saved, row(small[3]).state, taken(session)) == (1, State.WAITING, 4)
    for party in small[:3]:
        actions.cancel(registration=party, now=NOW)

    assert (row(large).state, row(large).saved, taken(session)) == (State.CONFIRMED, 0, 4)
    assert steps(large) == [Step.PASSED] * 3 + [Step.SAVED] * 3 + [Step.GIVEN]
    assert adds_up(session)


@db
def test_who_registers_anew_beside_a_queue_counts_as_overtaking_and_finds_no_held_places():
    session = SessionFactory(places=5)
    register(session, adults=2)
    large = register(session, adults=4)

    newcomers = [register(session) for _n in range(3)]
    actions.cancel(registration=newcomers[0], now=NOW)
    late = register(session)

    assert (row(large).overtaken, row(large).saved) == (3, 1)
    assert (late.state, taken(session), adds_up(session)) == (State.WAITING, 5, True)


@db
def test_a_party_that_leaves_gives_back_what_was_held_for_it():
    session = SessionFactory(places=5)
    register(session, adults=4)
    large = register(session, adults=5)
    Registration.objects.filter(pk=large.pk).update(overtaken=3)
    behind = register(session)
    assert row(behind).state == State.CONFIRMED
    actions.cancel(registration=behind, now=NOW)
    assert row(large).saved == 1
    waiting = register(session)

    actions.cancel(registration=large, now=NOW)

    assert (row(waiting).state, taken(session), adds_up(session)) == (State.CONFIRMED, 5, True)


@db
def test_a_waiting_party_gets_places_in_another_session_it_named():
    open_day = OpenDayFactory()
    first = SessionFactory(open_day=open_day, places=2)
    second = SessionFactory(open_day=open_day, places=2, starts_at=NOW + timedelta(days=8))
    register(first, adults=2)
    holder = register(second, adults=2)
    party = register(first, adults=2)

    actions.choose(registration=party, pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)
    actions.cancel(registration=holder, now=NOW)

    found = row(party)
    assert (found.state, found.session, found.visit_on) == (State.CONFIRMED, second, timezone.localdate(second.starts_at))
    assert adds_up(first, second)


@db
def test_what_is_free_already_is_given_as_soon_as_it_is_named():
    open_day = OpenDayFactory()
    first = SessionFactory(open_day=open_day, places=3)
    second = SessionFactory(open_day=open_day, places=3, starts_at=NOW + timedelta(days=8))
    register(first, adults=2)
    party = register(first, adults=3)

    found = actions.choose(registration=party, pools=[], smaller=Party(adults=1), now=NOW)

    assert (found.state, found.places, found.session) == (State.CONFIRMED, 1, first)
    other = actions.choose(registration=register(first, adults=2), pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)
    assert (other.state, other.session, adds_up(first, second)) == (State.CONFIRMED, second, True)


@db
def test_sessions_of_another_open_day_cannot_be_named():
    session, stranger = SessionFactory(places=1), SessionFactory(places=5)
    register(session)
    party = register(session)

    found = actions.choose(registration=party, pools=[Pool.objects.get(session=stranger)], smaller=None, now=NOW)

    assert (found.state, found.other_sessions.count(), taken(stranger)) == (State.WAITING, 0, 0)


@db
def test_a_party_that_is_registered_in_the_other_session_already_is_left_out():
    open_day = OpenDayFactory()
    first = SessionFactory(open_day=open_day, places=1)
    second = SessionFactory(open_day=open_day, places=2, starts_at=NOW + timedelta(days=8))
    register(first)
    contact = Contact(value="a@example.org")
    party = register(first, contact=contact)
    register(second, contact=contact)

    actions.choose(registration=party, pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)

    assert (row(party).state, taken(second), adds_up(first, second)) == (State.WAITING, 1, True)


@db
def test_a_second_visit_of_a_day_is_no_way_into_another_session():
    """The constraint decides, inside the service of the queue: the others are served all the same."""
    open_day = OpenDayFactory(one_per_day=True)
    third = SessionFactory(open_day=open_day, places=3, starts_at=NOW + timedelta(days=8, hours=2))
    second = SessionFactory(open_day=open_day, places=2, starts_at=NOW + timedelta(days=8))
    first = SessionFactory(open_day=open_day, places=1)
    register(first)
    contact = Contact(value="a@example.org")
    party = register(first, contact=contact)
    register(third, contact=contact)
    holder = register(second, adults=2)
    actions.choose(registration=party, pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)
    other = register(second, adults=2)

    actions.cancel(registration=holder, now=NOW)

    assert (row(party).state, row(other).state, adds_up(first, second, third)) == (State.WAITING, State.CONFIRMED, True)


@pytest.fixture
def asking():
    """A full session of an open day that asks before it gives places; a party of two waits, then one of one."""
    session = SessionFactory(open_day=OpenDayFactory(offer_hours=4), places=2)
    holder = register(session, adults=2)
    first, second = register(session, adults=2), register(session)
    actions.cancel(registration=holder, now=NOW)
    return session, first, second


@db
def test_an_offer_holds_the_places_until_it_is_answered(asking):
    session, first, second = asking

    offer = queries.open_offer(first)

    # 10:00 in Shenzhen, four waking hours.
    assert (offer.places, offer.answer_by, row(first).state) == (2, NOW + timedelta(hours=4), State.WAITING)
    assert (taken(session), row(second).state, register(session).state) == (2, State.WAITING, State.WAITING)
    assert Message.objects.filter(kind="waiting_offer").count() == 1
    assert adds_up(session)


@db
def test_an_accepted_offer_is_a_confirmed_visit_with_its_calendar_entry(asking):
    session, first, _second = asking
    offer = queries.open_offer(first)

    for _press in range(2):
        actions.accept(offer=offer, now=NOW + timedelta(hours=1))

    assert (row(first).state, taken(session), adds_up(session)) == (State.CONFIRMED, 2, True)
    assert "METHOD:REQUEST" in Message.objects.get(kind="registration_promoted").calendar


@db
def test_places_in_a_session_that_was_cancelled_meanwhile_are_offered_no_more(asking):
    offer = Offer.objects.get(state=OfferState.OPEN)
    Session.objects.filter(pk=offer.pool.session_id).update(state=Session.State.CANCELLED, cancelled_at=NOW)

    with pytest.raises(OfferGone):
        actions.accept(offer=offer, now=NOW)

    assert row(offer.registration).state == State.WAITING


@db
def test_a_declined_offer_goes_to_the_next_and_ends_the_waiting(asking):
    session, first, second = asking
    offer = queries.open_offer(first)

    for _press in range(2):
        actions.decline(offer=offer, now=NOW + timedelta(hours=1))

    assert (row(first).state, queries.open_offer(second).places, taken(session)) == (State.CANCELLED, 1, 1)
    with pytest.raises(OfferGone):
        actions.accept(offer=offer, now=NOW + timedelta(hours=1))
    assert adds_up(session)


@db
def test_an_offer_for_another_session_may_be_declined_without_leaving():
    open_day = OpenDayFactory(offer_hours=4)
    first = SessionFactory(open_day=open_day, places=1)
    second = SessionFactory(open_day=open_day, places=1, starts_at=NOW + timedelta(days=8))
    register(first)
    party = register(first)
    actions.choose(registration=party, pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)

    actions.decline(offer=queries.open_offer(party), now=NOW)

    assert (row(party).state, party.other_sessions.count(), taken(second), queries.open_offer(party)) == (State.WAITING, 0, 0, None)


@db
def test_an_unanswered_offer_goes_to_the_next_and_the_party_to_the_end(asking):
    session, first, second = asking
    third = register(session)
    late = NOW + timedelta(hours=4)

    assert actions.expire_offers(now=late - timedelta(seconds=1)) == 0
    assert actions.expire_offers(now=late) == 1

    assert [queries.waiting_position(row(party)) for party in (second, third, first)] == [1, 2, 3]
    assert [queries.open_offer(party) is not None for party in (second, third, first)] == [True, True, False]
    assert steps(first) == [Step.OFFERED, Step.EXPIRED]
    assert Message.objects.filter(kind="offer_expired").count() == 1
    assert adds_up(session)


@db
def test_who_misses_two_offers_leaves_the_list():
    session = SessionFactory(open_day=OpenDayFactory(offer_hours=1), places=1)
    holder = register(session)
    party = register(session)
    actions.cancel(registration=holder, now=NOW)

    actions.expire_offers(now=NOW + timedelta(hours=1))
    assert queries.open_offer(party) is not None
    actions.expire_offers(now=NOW + timedelta(hours=2))

    assert (row(party).state, row(party).ending, taken(session)) == (State.CANCELLED, "no_reply", 0)
    assert adds_up(session)


@db
def test_short_before_the_start_places_are_given_without_a_question():
    session = SessionFactory(open_day=OpenDayFactory(offer_hours=4), places=1)
    holder = register(session)
    party = register(session)

    actions.cancel(registration=holder, now=session.starts_at - timedelta(hours=3))

    assert (row(party).state, Offer.objects.count()) == (State.CONFIRMED, 0)


@db
def test_a_party_has_one_open_offer_at_most(asking):
    session, first, _second = asking

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(registration=first, pool=session.pools.get(), places=1, made_at=NOW, answer_by=NOW)


@db
def test_an_offer_ends_with_whatever_ends_the_waiting(asking):
    session, first, second = asking

    actions.change_party(registration=row(first), party=Party(adults=1), now=NOW)
    assert (queries.open_offer(first).places, queries.open_offer(second).places) == (1, 1)
    actions.cancel(registration=row(first), now=NOW)
    actions.erase(registration=row(second), now=NOW)

    assert (taken(session), adds_up(session)) == (0, True)
    assert set(Offer.objects.values_list("state", flat=True)) == {OfferState.WITHDRAWN}


@db
def test_a_cancelled_session_withdraws_its_offers_and_gives_back_those_elsewhere():
    open_day = OpenDayFactory(offer_hours=4)
    first = SessionFactory(open_day=open_day, places=1)
    second = SessionFactory(open_day=open_day, places=2, starts_at=NOW + timedelta(days=8))
    register(first)
    register(second)
    party, guest = register(first), register(second, adults=2)
    actions.choose(registration=party, pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)
    assert queries.open_offer(party).pool.session == second

    actions.cancel_session(session=first, now=NOW, by=None, reason_zh="停电")
    assert (taken(first), taken(second), adds_up(first, second)) == (0, 1, True)
    actions.cancel_session(session=second, now=NOW, by=None, reason_zh="停电")

    assert (row(guest).state, taken(second), adds_up(first, second)) == (State.CANCELLED, 0, True)


@db
def test_an_offer_by_text_message_waits_for_the_morning():
    session = SessionFactory(open_day=OpenDayFactory(offer_hours=4), places=1)
    holder = register(session)
    register(session, contact=Contact("mobile", "+8613800138000"))
    night = NOW.replace(hour=18)  # two in the morning in Shenzhen

    actions.cancel(registration=holder, now=night)

    letter = Message.objects.get(kind="waiting_offer")
    assert letter.not_before.astimezone(SHENZHEN).hour == 8
    assert Offer.objects.get().answer_by.astimezone(SHENZHEN).hour == 12


@db
def test_accepting_where_the_contact_is_registered_already_is_refused():
    open_day = OpenDayFactory(offer_hours=4)
    first = SessionFactory(open_day=open_day, places=1)
    second = SessionFactory(open_day=open_day, places=2, starts_at=NOW + timedelta(days=8))
    register(first)
    contact = Contact(value="a@example.org")
    party = register(first, contact=contact)
    actions.choose(registration=party, pools=[Pool.objects.get(session=second)], smaller=None, now=NOW)
    register(second, contact=contact)

    with pytest.raises(AlreadyRegistered):
        actions.accept(offer=queries.open_offer(party), now=NOW)

    assert (row(party).state, adds_up(first, second)) == (State.WAITING, True)


@db
def test_the_worker_ends_offers(asking, time_machine):
    session, _first, second = asking
    time_machine.move_to(NOW + timedelta(hours=5))

    call_command("expire_offers")

    assert queries.open_offer(second) is not None
    assert adds_up(session)


@pytest.fixture
def offered(client):
    """A party with an open offer, on the real clock, its browser let in; and the address of its ticket."""
    now = timezone.now()
    session = SessionFactory(open_day=OpenDayFactory(offer_hours=4), places=2, starts_at=soon())
    holder = register(session, adults=2, now=now)
    party = register(session, adults=2, now=now)
    actions.cancel(registration=holder, now=now)
    return party, client.get(f"/en/visits/r/{party.token}/")["Location"]


@db
@pytest.mark.parametrize(("answer", "shown"), [("yes", "confirmed"), ("no", "cancelled")])
def test_the_visitor_answers_on_the_ticket(client, offered, answer, shown):
    party, ticket = offered
    page = client.get(ticket).content.decode()
    assert "Please answer by" in page

    done = client.post(f"{ticket}offer/", {"offer": queries.open_offer(party).pk, "answer": answer})

    assert (done.status_code, state(client.get(ticket))) == (303, shown)


@db
@pytest.mark.parametrize("offer", ["", "0", "x", "9" * 30])
def test_an_offer_that_is_not_there_is_409(client, offered, offer):
    _party, ticket = offered

    assert client.post(f"{ticket}offer/", {"offer": offer, "answer": "yes"}).status_code == 409


@db
def test_an_answer_that_comes_too_late_is_told_so(client, offered):
    party, ticket = offered
    offer = queries.open_offer(party)
    actions.expire_offers(now=offer.answer_by)

    answer = client.post(f"{ticket}offer/", {"offer": offer.pk, "answer": "yes"})

    assert (answer.status_code, state(answer)) == (409, "waiting")
    assert "went to the next party" in answer.content.decode()


@db
def test_the_ticket_says_why_others_came_first(client):
    now = timezone.now()
    session = SessionFactory(places=2, starts_at=soon())
    holder = register(session, now=now)
    register(session, now=now)
    party = register(session, adults=2, now=now)
    register(session, now=now)
    actions.cancel(registration=holder, now=now)

    page = client.get(f"/en/visits/r/{party.token}/", follow=True).content.decode()

    assert "The free places were too few for your party of 2; a party of 1 fitted and came first." in page
    assert "/en/visits/waiting-list/" in page


@db
def test_choices_are_kept_and_shown_again(client):
    now = timezone.now()
    open_day = OpenDayFactory()
    first = SessionFactory(open_day=open_day, places=2, starts_at=soon())
    second = SessionFactory(open_day=open_day, places=0, starts_at=soon(days=7))
    Pool.objects.filter(session=second).update(capacity=2, taken=0)
    register(first, adults=2, now=now)
    register(second, adults=2, now=now)
    party = register(first, adults=2, now=now)
    ticket = client.get(f"/en/visits/r/{party.token}/")["Location"]

    wrong = client.post(f"{ticket}waiting/", {"session": second.pk, "adults": "2"})
    done = client.post(f"{ticket}waiting/", {"session": [second.pk, "x"], "adults": "1"})

    assert (wrong.status_code, done.status_code) == (422, 303)
    assert (row(party).smaller["adults"], list(party.other_sessions.values_list("pool__session_id", flat=True))) == (1, [second.pk])
    page = client.get(f"{ticket}waiting/").content.decode()
    assert f'id="session-{second.pk}" checked' in page


@db
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_rule_is_public_and_may_be_kept_by_caches(client, language):
    answer = client.get(f"/{language}/visits/waiting-list/")

    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert str(rules.OVERTAKEN_AT_MOST) in answer.content.decode()


@db
def test_serving_a_queue_costs_the_same_for_three_and_for_thirty(django_assert_num_queries):
    sessions = [SessionFactory(places=2), SessionFactory(places=2)]
    for session, parties in zip(sessions, (3, 30), strict=True):
        register(session, adults=2)
        for _n in range(parties):
            register(session, adults=2)
    actions.promote(session=sessions[0], now=NOW)

    with django_assert_num_queries(6):
        actions.promote(session=sessions[0], now=NOW)
    with django_assert_num_queries(6):
        actions.promote(session=sessions[1], now=NOW)


@db
def test_steps_stay_with_the_party_only():
    session = SessionFactory(places=1)
    holder = register(session)
    party = register(session)
    actions.cancel(registration=holder, now=NOW)

    assert list(QueueStep.objects.values_list("registration", "kind")) == [(party.pk, Step.GIVEN)]


@pytest.fixture
def two_queues():
    """A party at the head of a queue that gives at once, as its session is near, and would come to one that asks first.

    One place is free in both.
    """
    open_day = OpenDayFactory(offer_hours=4, cancel_until_minutes_before=24 * 60)
    near = SessionFactory(open_day=open_day, starts_at=NOW + timedelta(hours=26), places=2)
    far = SessionFactory(open_day=open_day, places=1)
    for session in (near, far):
        register(session, adults=session.pools.get().capacity)
    party = register(near)
    actions.choose(registration=party, pools=[far.pools.get()], smaller=None, now=NOW)
    Pool.objects.filter(session=near).update(capacity=3)
    Pool.objects.filter(session=far).update(capacity=2)
    return near, far, party


def elsewhere_first(monkeypatch, name: str, far: Session) -> None:
    """Let another server, of `far`, come between the look at the queue and the deed `name`."""
    deed = getattr(waiting, name)

    def after_the_other(*given):
        monkeypatch.setattr(waiting, name, deed)
        actions.promote(session=far, now=NOW)
        return deed(*given)

    monkeypatch.setattr(waiting, name, after_the_other)


@db
def test_a_party_that_was_offered_places_elsewhere_meanwhile_is_not_given_others(two_queues, monkeypatch):
    near, far, party = two_queues
    elsewhere_first(monkeypatch, "_serve", far)

    actions.promote(session=near, now=NOW)

    assert (row(party).state, party.offers.get().pool.session, taken(near)) == (State.WAITING, far, 2)
    assert adds_up(near, far)


@db
def test_a_party_that_was_given_places_elsewhere_meanwhile_stops_nobody(two_queues, monkeypatch):
    near, far, party = two_queues
    near.open_day.offer_hours = 0
    near.open_day.save()
    Pool.objects.filter(session=near).update(capacity=2)
    next_party = register(near)
    Pool.objects.filter(session=near).update(capacity=3)
    elsewhere_first(monkeypatch, "_serve", far)

    actions.promote(session=near, now=NOW)

    assert (row(party).session, row(next_party).state) == (far, State.CONFIRMED)
    assert adds_up(near, far)


@db
def test_a_party_that_grew_where_it_waits_gets_no_places_for_fewer(two_queues, monkeypatch):
    near, far, party = two_queues
    serve = waiting._serve

    def after_it_grew(*given):
        Registration.objects.filter(pk=party.pk).update(adults=2, places=2)
        return serve(*given)

    monkeypatch.setattr(waiting, "_serve", after_it_grew)
    actions.promote(session=far, now=NOW)

    assert not party.offers.exists()
    assert adds_up(near, far)


@db
def test_nothing_is_held_for_a_party_that_was_served_elsewhere_meanwhile(two_queues, monkeypatch):
    near, far, party = two_queues
    actions.change_party(registration=party, party=Party(adults=3), now=NOW)
    Registration.objects.filter(pk=party.pk).update(overtaken=rules.OVERTAKEN_AT_MOST)
    Pool.objects.filter(session=far).update(capacity=4)
    elsewhere_first(monkeypatch, "_hold", far)

    actions.promote(session=near, now=NOW)

    assert (row(party).saved, party.offers.get().pool.session) == (0, far)
    assert adds_up(near, far)
