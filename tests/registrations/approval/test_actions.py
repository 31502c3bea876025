"""An open day that admits by approval: places are held, staff decide, the letter waits, the clock ends what nobody decided."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations import actions, queries
from openday.registrations.approval import actions as approval
from openday.registrations.approval import queries as requests
from openday.registrations.models import Asking
from openday.registrations.states import Ending, State
from tests import people
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register, taken

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)


def session_by_approval(*, places: int = 10, hours: int = 48, **more):
    return SessionFactory(open_day=OpenDayFactory(approval_hours=hours, **more), places=places)


def request(session=None, **more):
    return register(session or session_by_approval(), adults=2, **more).asking


def state_of(asking: Asking) -> str:
    asking.registration.refresh_from_db()
    return asking.registration.state


def letters() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def decide(asking: Asking, *, approve: bool = True, now=NOW, reason: str = "") -> list[Asking]:
    return approval.decide(askings=[asking], approve=approve, by=people.alice(), now=now, reason=reason)


def test_a_request_holds_its_places_and_says_until_when_it_is_decided():
    session = session_by_approval()
    asking = request(session)

    assert (state_of(asking), taken(session)) == (State.ASKED, 2)
    assert asking.decide_by == NOW + timedelta(hours=48)
    letter = Message.objects.get()
    assert (letter.kind, letter.calendar) == ("request_received", "")
    assert letter.context["decide_by"] == "2026年11月24日（星期二）10:00"


def test_held_places_are_counted_everywhere():
    session = session_by_approval(places=3)
    asking = request(session)
    pool = Pool.objects.get(session=session)

    assert queries.places_spoken_for(pool.pk) == pool.taken == 2
    assert register(session, adults=2).state == State.WAITING
    assert queries.places_spoken_for(pool.pk) == Pool.objects.get(pk=pool.pk).taken == 2
    approval.settle_all(now=LATER)
    assert state_of(asking) == State.ASKED


def test_an_approval_confirms_and_writes_with_calendar_only_when_it_can_be_taken_back_no_more():
    asking = request()

    assert decide(asking) == [asking]
    approval.settle_all(now=LATER - timedelta(seconds=1))
    assert (state_of(asking), letters()) == (State.ASKED, ["request_received"])
    assert [approval.settle_all(now=LATER) for _n in range(2)] == [1, 0]

    assert (state_of(asking), letters()) == (State.CONFIRMED, ["request_received", "request_approved"])
    assert "METHOD:REQUEST" in Message.objects.get(kind="request_approved").calendar
    assert asking.registration.confirmed_at == LATER


def test_a_refusal_gives_the_places_to_others_and_tells_why_without_a_calendar_entry():
    session = session_by_approval(places=2)
    asking = request(session)
    waiting = register(session, adults=2)

    decide(asking, approve=False, reason="本场面向周边社区居民。")
    assert taken(session) == 2
    approval.settle_all(now=LATER)

    asking.registration.refresh_from_db()
    assert (asking.registration.state, asking.registration.ending) == (State.CANCELLED, Ending.REFUSED)
    letter = Message.objects.get(kind="request_refused")
    assert (letter.context["why"], letter.calendar) == ("本场面向周边社区居民。", "")
    # Who waited gets the places, and is a request like everybody else here.
    waiting.refresh_from_db()
    assert (waiting.state, taken(session)) == (State.ASKED, 2)
    assert Asking.objects.get(registration=waiting).decide_by == LATER + timedelta(hours=48)


def test_a_refusal_without_a_reason_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="reason"):
        decide(request(), approve=False)


def test_a_decision_is_taken_back_until_the_letter_leaves_and_then_decided_otherwise():
    asking = request()
    decide(asking, approve=False, reason="不符合")

    assert approval.take_back(askings=[asking], by=people.alice(), now=LATER - timedelta(seconds=1)) == [asking]
    assert approval.settle_all(now=LATER) == 0
    assert (state_of(asking), letters()) == (State.ASKED, ["request_received"])

    decide(asking, now=LATER)
    assert approval.take_back(askings=[asking], by=people.alice(), now=LATER + timedelta(minutes=10)) == []
    approval.settle_all(now=LATER + timedelta(minutes=10))
    assert state_of(asking) == State.CONFIRMED


def test_of_two_members_of_staff_the_first_one_decides():
    asking = request()

    assert decide(asking) == [asking]
    assert decide(asking, approve=False, reason="晚了") == []
    asking.refresh_from_db()
    assert asking.verdict == Asking.Verdict.APPROVED


def test_nobody_decides_after_the_published_moment_and_the_clock_says_that_we_were_late():
    session = session_by_approval(hours=1)
    asking = request(session)
    over = NOW + timedelta(hours=1)

    assert decide(asking, now=over) == []
    assert approval.lapse_all(now=over - timedelta(seconds=1)) == 0
    assert [approval.lapse_all(now=over) for _n in range(2)] == [1, 0]

    asking.registration.refresh_from_db()
    assert (asking.registration.ending, taken(session)) == (Ending.LAPSED, 0)
    assert letters() == ["request_received", "request_lapsed"]


def test_what_staff_decided_in_time_does_not_lapse_while_its_letter_waits():
    asking = request(session_by_approval(hours=1))
    decide(asking, now=NOW + timedelta(minutes=59))

    assert approval.lapse_all(now=NOW + timedelta(hours=1)) == 0
    approval.settle_all(now=NOW + timedelta(minutes=69))
    assert state_of(asking) == State.CONFIRMED


def test_a_party_that_withdraws_meanwhile_is_written_to_once():
    session = session_by_approval()
    asking = request(session)
    decide(asking)

    actions.cancel(registration=asking.registration, now=NOW)
    approval.settle_all(now=LATER)

    assert (state_of(asking), taken(session)) == (State.CANCELLED, 0)
    assert letters() == ["request_received", "registration_cancelled"]
    assert Message.objects.get(kind="registration_cancelled").calendar == ""


def test_moving_does_not_lead_around_the_approval():
    full = session_by_approval(places=2)
    request(full)
    waiting = register(full, adults=2)
    other = SessionFactory(open_day=full.open_day)

    moved = actions.move(registration=waiting, session=other, now=NOW)

    assert (moved.state, taken(other)) == (State.ASKED, 2)
    assert "registration_moved" not in letters()


def test_an_approved_party_keeps_its_approval_when_it_moves():
    asking = request()
    decide(asking)
    approval.settle_all(now=LATER)
    other = SessionFactory(open_day=asking.registration.session.open_day)

    assert actions.move(registration=asking.registration, session=other, now=LATER).state == State.CONFIRMED


def test_the_timer_settles_and_ends():
    asking = request()
    decide(asking, now=NOW)

    call_command("decide_requests", "--verbosity", "0")

    # The real clock is not ours: whatever it says, nothing is done twice.
    call_command("decide_requests", "--verbosity", "0")
    assert letters().count("request_approved") <= 1


def test_staff_see_the_requests_of_their_units_by_the_clock():
    late = request(session_by_approval(hours=72))
    soon = request(session_by_approval(hours=24))
    unit = late.registration.session.open_day.unit_id

    assert list(requests.to_decide({unit}, now=NOW)) == [soon, late]
    assert list(requests.to_decide({unit}, now=NOW + timedelta(hours=24))) == [late]
    assert list(requests.to_decide(set(), now=NOW)) == []
