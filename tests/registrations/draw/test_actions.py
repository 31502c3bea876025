"""Parties apply, the list is published, two officers enter the value, lots are drawn once."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Pool
from openday.mail.models import Message
from openday.registrations import actions as registration_actions
from openday.registrations import own_data, queries
from openday.registrations.draw import actions, lots
from openday.registrations.facts import (
    DrawImpossible,
    DrawNotReady,
    RegistrationClosed,
    SameOfficer,
    SessionFull,
    TooLate,
    ValuesDiffer,
)
from openday.registrations.models import Draw, Lot, Registration
from openday.registrations.rules import Party
from openday.registrations.states import State
from tests import people
from tests.factories.registrations import OpenDayFactory, SessionFactory, register, taken
from tests.registrations.draw.scene import DEADLINE, NOW, VALUE, VALUE_ON, VALUE_OUT, apply, drawn, listed, set_up

pytestmark = pytest.mark.django_db


def kinds_of(party):
    return list(Message.objects.filter(key__startswith=f"registration:{party.pk}:").order_by("pk").values_list("kind", flat=True))


def test_parties_apply_without_taking_places_even_beyond_the_capacity():
    draw = set_up(places=4)

    parties = [apply(draw, adults=3) for _n in range(3)]

    assert {party.state for party in parties} == {State.WAITING}
    assert taken(draw.session) == 0
    assert Lot.objects.filter(draw=draw).count() == 3
    assert [kinds_of(party) for party in parties] == [["draw_applied"]] * 3


def test_the_session_says_what_its_draw_says_after_every_deed():
    def agree() -> bool:
        draw = Draw.objects.select_related("session").get()
        return draw.session.lots_until == (draw.applies_until if draw.is_pending else None)

    draw = set_up()
    party = apply(draw)
    assert (agree(), party.session.lots_until) == (True, DEADLINE)
    listed(draw)
    assert agree()
    drawn(draw)
    assert (agree(), Draw.objects.get().is_pending) == (True, False)


def test_nobody_else_writes_until_when_parties_apply():
    written = re.compile(r"lots_until\s*=(?!=)|\.update\([^)]*lots_until")
    sources = [path for path in Path("openday").rglob("*.py") if "migrations" not in path.parts and written.search(path.read_text())]

    # A column, what hands it on for lists, the copy that is made of the draw, and what compares the two.
    assert sorted(str(path) for path in sources) == [
        "openday/events/listing.py",
        "openday/events/models/sessions.py",
        "openday/registrations/draw/models.py",
        "openday/registrations/reconciling/checks.py",
    ]


def test_a_party_larger_than_the_session_cannot_apply():
    draw = set_up(places=4)

    with pytest.raises(SessionFull):
        apply(draw, adults=5)


def test_an_application_at_the_deadline_is_late_and_a_repeated_one_is_not():
    draw = set_up()
    apply(draw, now=DEADLINE - timedelta(seconds=1), request_key="mine")

    again = apply(draw, now=DEADLINE, request_key="mine")

    assert again.state == State.WAITING
    with pytest.raises(RegistrationClosed):
        apply(draw, now=DEADLINE)


def test_an_application_with_a_slow_clock_is_refused_once_the_list_is_published():
    draw = listed(set_up())

    with pytest.raises(RegistrationClosed):
        apply(draw, now=DEADLINE - timedelta(hours=1))


def test_nobody_is_served_or_moves_in_before_the_draw():
    open_day = OpenDayFactory(unit=people.unit("food"))
    draw = set_up(session=SessionFactory(open_day=open_day, places=4))
    waiting = apply(draw)
    other = register(SessionFactory(open_day=open_day, starts_at=draw.session.starts_at + timedelta(hours=3)))

    served = registration_actions.promote(session=draw.session, now=NOW)

    assert served == []
    with pytest.raises(RegistrationClosed):
        registration_actions.move(registration=other, session=draw.session, now=NOW)
    assert draw.session not in [one.session for one in queries.sessions_to_move_to(other, now=NOW)]
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_the_list_names_nobody_and_holds_the_parties_that_still_apply():
    draw = set_up(places=6)
    stays, leaves = apply(draw, adults=2, name="李大明"), apply(draw)
    registration_actions.cancel(registration=leaves, now=NOW)

    listed(draw)

    content = json.loads(draw.list_text)
    assert content["tickets"] == [{"ticket": stays.lot.number, "places": 2}]
    assert content["places"] == 6
    assert draw.list_sha256 == lots.sha256(draw.list_text)
    assert "李大明" not in draw.list_text
    assert stays.code not in draw.list_text


def test_the_list_is_published_once_and_not_before_the_deadline():
    draw = set_up()

    assert not actions.publish_list(draw=draw, now=DEADLINE - timedelta(seconds=1))
    assert actions.publish_list(draw=draw, now=DEADLINE)
    assert not actions.publish_list(draw=draw, now=DEADLINE)


def test_a_list_is_never_younger_than_the_value():
    draw = set_up()

    with pytest.raises(DrawImpossible):
        actions.publish_list(draw=draw, now=VALUE_OUT)
    words = {"value_zh": "上证指数收盘", "value_en": "", "now": VALUE_OUT, "by": people.alice()}
    with pytest.raises(DrawImpossible):
        actions.name_value(draw=draw, value_on=VALUE_ON, **words)
    actions.name_value(draw=draw, value_on=VALUE_ON + timedelta(days=1), **words)

    assert actions.publish_list(draw=draw, now=VALUE_OUT)


def test_no_other_value_is_named_once_the_list_is_published():
    draw = listed(set_up())

    with pytest.raises(DrawNotReady):
        actions.name_value(draw=draw, value_zh="别的", value_en="", value_on=VALUE_ON, now=DEADLINE, by=people.alice())


def test_a_party_in_the_published_list_cannot_change_its_size():
    draw = set_up()
    party = apply(draw, adults=2)
    registration_actions.change_party(registration=party, party=Party(adults=3), now=NOW)
    listed(draw)

    with pytest.raises(TooLate):
        registration_actions.change_party(registration=party, party=Party(adults=1), now=DEADLINE + timedelta(hours=1))


def test_the_draw_gives_places_to_whole_parties_and_an_order_to_the_others():
    draw = set_up(places=5)
    parties = {party.lot.number: party for party in [apply(draw, adults=1 + n % 3) for n in range(8)]}

    drawn(listed(draw))

    result = json.loads(draw.result_text)
    found = {number: Registration.objects.get(pk=party.pk) for number, party in parties.items()}
    assert {number for number, party in found.items() if party.state == State.CONFIRMED} == set(result["drawn"])
    assert sum(found[number].places for number in result["drawn"]) == taken(draw.session) <= 5
    assert [party.lot.number for party in Registration.objects.waiting().filter(session=draw.session)] == result["waiting"]
    assert [queries.waiting_position(found[number]) for number in result["waiting"]] == list(range(1, len(result["waiting"]) + 1))
    assert {tuple(kinds_of(found[number])) for number in result["drawn"]} == {("draw_applied", "draw_won")}
    assert {tuple(kinds_of(found[number])) for number in result["waiting"]} == {("draw_applied", "draw_waiting")}
    assert lots.verify(draw.result_text, digest=draw.list_sha256)


def test_places_of_a_party_that_left_after_the_list_go_to_the_waiting_list():
    draw = set_up(places=2)
    parties = [apply(draw, adults=2) for _n in range(3)]
    listed(draw)
    order = lots.draw(draw.list_text, seed=draw.seed, value=VALUE)
    by_number = {party.lot.number: party for party in parties}
    registration_actions.cancel(registration=by_number[order.drawn[0]], now=DEADLINE + timedelta(hours=1))

    drawn(draw)

    assert Registration.objects.get(session=draw.session, state=State.CONFIRMED).lot.number == order.waiting[0]
    assert taken(draw.session) == 2


def test_fewer_places_than_published_are_never_overbooked():
    draw = set_up(places=4)
    for _n in range(4):
        apply(draw)
    listed(draw)
    Pool.objects.filter(session=draw.session).update(capacity=2)

    drawn(draw)

    assert taken(draw.session) == 2
    assert Registration.objects.filter(session=draw.session, state=State.CONFIRMED).count() == 2


def test_one_officer_alone_cannot_draw():
    draw = listed(set_up())
    actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.alice())

    with pytest.raises(SameOfficer):
        actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.alice())
    draw.refresh_from_db()
    assert not draw.is_drawn


def test_the_database_refuses_the_same_officer_twice_and_two_values():
    draw = listed(set_up())
    actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.alice())
    done = {"state": Draw.State.DRAWN, "drawn_at": VALUE_OUT, "result_text": "{}"}
    row = Draw.objects.filter(pk=draw.pk)

    for values in ({"second_by": people.alice(), "second_value": VALUE}, {"second_by": people.adam(), "second_value": "1"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**done, **values)
    assert row.update(**done, second_by=people.adam(), second_value=VALUE) == 1


def test_two_values_that_differ_are_both_gone():
    draw = listed(set_up())
    actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.alice())

    with pytest.raises(ValuesDiffer):
        actions.enter_value(draw=draw, value="1 2 3", now=VALUE_OUT, by=people.adam())

    draw.refresh_from_db()
    assert (draw.first_by, draw.first_value, draw.state) == (None, "", Draw.State.LISTED)
    assert not actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.adam())


def test_the_value_is_not_entered_before_its_day_and_not_empty():
    draw = listed(set_up())

    for value, now in ((VALUE, VALUE_OUT - timedelta(days=1)), ("—", VALUE_OUT)):
        with pytest.raises(DrawNotReady):
            actions.enter_value(draw=draw, value=value, now=now, by=people.alice())


def test_the_draw_runs_once():
    draw = listed(set_up(places=1))
    actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.alice())
    stale = Draw.objects.get(pk=draw.pk)
    actions.enter_value(draw=draw, value=VALUE, now=VALUE_OUT, by=people.adam())

    # A second officer who had read the draw before: the compare-and-set finds it drawn.
    with pytest.raises(DrawNotReady):
        actions._draw(stale, value=VALUE, now=VALUE_OUT, by=people.bob())

    assert AuditEntry.objects.filter(deed="registrations.draw_drawn").count() == 1


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"applies_until": NOW}, "deadline"),
        ({"applies_until": NOW + timedelta(days=30)}, "deadline"),
        ({"value_on": DEADLINE.date()}, "value_day"),
        ({"value_on": VALUE_ON + timedelta(days=2)}, "value_day"),
    ],
)
def test_days_that_make_no_draw_are_refused(facts, code):
    with pytest.raises(DrawImpossible) as refusal:
        set_up(**facts)
    assert refusal.value.code == code


def test_a_session_with_a_registration_or_a_draw_gets_none():
    draw = set_up()
    session = SessionFactory()
    register(session)

    for there, code in ((draw.session, "there"), (session, "taken")):
        with pytest.raises(DrawImpossible) as refusal:
            set_up(session=there)
        assert refusal.value.code == code


def test_the_seed_is_sealed_and_its_promise_is_kept():
    draw = set_up()

    assert lots.commitment_to(draw.seed) == draw.commitment
    assert draw.seed not in str(list(Draw.objects.extra(select={"raw": "CAST(seed AS TEXT)"}).values_list("raw", flat=True)))


def test_the_timer_publishes_and_warns_of_a_list_that_came_too_late(caplog):
    late = set_up()
    now = timezone.now()
    late_days = {"applies_until": now - timedelta(days=2), "value_on": timezone.localdate(now)}
    Draw.objects.filter(pk=late.pk).update(**late_days)
    due = set_up()
    Draw.objects.filter(pk=due.pk).update(applies_until=now - timedelta(minutes=1), value_on=timezone.localdate(now) + timedelta(days=1))

    call_command("publish_draws", verbosity=0)

    late.refresh_from_db()
    due.refresh_from_db()
    assert (late.state, due.state) == (Draw.State.COLLECTING, Draw.State.LISTED)
    assert "name a later value" in caplog.text


def test_sending_the_message_again_speaks_of_the_draw_and_own_data_of_the_ticket():
    draw = set_up()
    party = apply(draw)

    registration_actions.send_again(registration=party, now=NOW)

    assert kinds_of(party) == ["draw_applied", "draw_applied"]
    assert own_data.as_json(party)["draws"] == [{"number": party.lot.number, "places": 0, "rank": None}]


def test_after_the_draw_the_session_is_like_any_other():
    draw = drawn(listed(set_up(places=3)))

    assert register(draw.session, now=VALUE_OUT).state == State.CONFIRMED
