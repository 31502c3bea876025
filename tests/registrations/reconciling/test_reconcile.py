"""`manage.py reconcile` on an open day in order, and on one where somebody's hand or a bug left its mark."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.events.models import Pool, Session
from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.approval import actions as approval
from openday.registrations.groups import actions as groups
from openday.registrations.groups import swapping
from openday.registrations.models import Asking, GroupVisit, Offer, Registration
from openday.registrations.reconciling import checks
from openday.registrations.reconciling.checks import CHECKS, found
from tests import people
from tests.factories.groups import group_asks, session_for_groups
from tests.factories.registrations import NOW, SessionFactory, register, soon
from tests.registrations.draw import scene as lots
from tests.registrations.reconciling.scene import everything_held

pytestmark = pytest.mark.django_db


def reconcile(*options: str) -> tuple[int, str]:
    """The exit status of the command and what it printed."""
    out = StringIO()
    try:
        call_command("reconcile", *options, stdout=out)
    except CommandError as fact:
        return fact.returncode, f"{out.getvalue()}{fact}"
    return 0, out.getvalue()


def says(now=NOW) -> set[tuple[str, str]]:
    """(check, code) of everything that the checks find."""
    return {(check.name, code) for check in CHECKS for code, _session in found(check, now=now)}


def taken(pool: Pool, number: int) -> None:
    Pool.objects.filter(pk=pool.pk).update(taken=number)


def test_where_every_kind_of_place_is_held_nothing_differs():
    everything_held(timezone.now())

    assert reconcile() == (0, "No differences.\n")


def test_a_counter_that_is_wrong_is_named_and_repaired_when_asked():
    scene = everything_held(timezone.now())
    taken(scene.pool, 5)

    status, told = reconcile()

    assert status == 1
    assert scene.session.open_day.code in told
    assert f"pool {scene.pool.pk} individuals" in told
    assert "5 places taken, 8 held (parties 6, parties that save 1, walk-ins 1)" in told
    assert scene.pool.taken == 5

    assert reconcile("--repair")[0] == 0
    assert scene.pool.taken == 8
    assert reconcile() == (0, "No differences.\n")
    assert list(AuditEntry.objects.filter(deed="registrations.reconcile").values_list("about_id", "facts")) == [
        (str(scene.pool.pk), {"taken": 5, "held": 8})
    ]


def test_more_held_than_there_are_places_is_left_to_the_operator():
    scene = everything_held(timezone.now())
    Pool.objects.filter(pk=scene.pool.pk).update(taken=5, capacity=5)

    status, told = reconcile("--repair")

    assert (status, "more than the 5 places there are" in told, scene.pool.taken) == (1, True, 5)


@pytest.mark.parametrize("wrong", [1, 3])
def test_three_wrong_counters_cost_as_many_queries_as_one(wrong):
    for _n in range(wrong):
        session = SessionFactory(starts_at=soon(days=6))
        register(session, now=timezone.now())
        Pool.objects.filter(session=session).update(taken=4)
        actions.cancel(registration=register(session, now=timezone.now()), now=timezone.now())

    with CaptureQueriesContext(connection) as captured:
        status, told = reconcile()

    # One for all counters, one for each check.
    assert (status, told.count("places taken"), len(captured)) == (1, wrong, 1 + len(CHECKS))


def test_batches_leave_nothing_out(monkeypatch):
    monkeypatch.setattr(checks, "BATCH", 2)
    session = SessionFactory()
    parties = [register(session) for _n in range(5)]
    Message.objects.all().delete()

    assert says() == {("comes and was never written to", party.code) for party in parties}


def test_a_party_that_left_a_queue_by_moving_was_written_to():
    full = SessionFactory(places=1)
    free = SessionFactory(open_day=full.open_day, starts_at=NOW + timedelta(days=7))
    register(full)
    waiting = register(full)
    actions.change_party(registration=actions.move(registration=waiting, session=free, now=NOW), party=waiting.party, now=NOW)

    assert says() == set()


def test_a_group_that_is_asked_about_another_time_is_in_order():
    old = session_for_groups()
    new = session_for_groups(open_day=old.open_day, starts_at=old.starts_at + timedelta(days=2))
    visit = group_asks(old, now=NOW - timedelta(days=1))
    row = groups.place(visit=visit, session=old, by=people.alice(), now=NOW)

    swapping.offer_instead(visit=visit, session=new, word="", by=people.alice(), now=NOW)

    assert says() == set()
    _cancelled(row)
    assert says() == {("has an open offer and does not wait", row.code)}


def test_a_session_that_forgot_its_draw_is_named():
    draw = lots.set_up()
    assert says() == set()

    Session.objects.update(lots_until=draw.applies_until + timedelta(hours=1))
    assert says() == {("says otherwise than its draw whether lots decide", "-")}
    Session.objects.update(lots_until=None)
    assert says() == {("says otherwise than its draw whether lots decide", "-")}


def test_a_party_that_was_approved_was_written_to():
    party = register(SessionFactory(open_day__approval_hours=48))
    approval.decide(askings=[party.asking], approve=True, by=people.alice(), now=NOW)
    approval.settle_all(now=NOW + timedelta(hours=1))

    assert Registration.objects.get().state == "confirmed"
    assert says() == set()


def _cancelled(row: Registration, **more) -> None:
    Registration.objects.filter(pk=row.pk).update(**{"state": "cancelled", "ending": "staff", "cancelled_at": NOW, "saved": 0} | more)


# What somebody does to the rows, whom it befalls, and what is said of it.
BROKEN = {
    "a party that was offered places is cancelled beside them": (
        lambda scene: _cancelled(scene.offered),
        {"has an open offer and does not wait": "offered"},
    ),
    "places are saved beside an offer": (
        lambda scene: Registration.objects.filter(pk=scene.offered.pk).update(saved=1),
        {"has an open offer and saves places beside it": "offered"},
    ),
    "nobody ends an offer": (
        lambda scene: Offer.objects.update(answer_by=NOW - timedelta(hours=2)),
        {"has an offer that nobody ended in time": "offered"},
    ),
    "a session is cancelled by hand": (
        lambda scene: Session.objects.filter(pk=scene.asked.pk).update(state="cancelled", cancelled_at=NOW),
        {
            "has an offer in a session that does not take place": "offered",
            "comes to, or waits for, a session that does not take place": "offered",
        },
    ),
    "a session is over and its queue was not closed": (
        lambda scene: Session.objects.filter(pk=scene.asked.pk).update(starts_at=NOW - timedelta(days=3), ends_at=NOW - timedelta(days=2)),
        {"waits for a session that is over": "offered"},
    ),
    "a party points to a session and to places of another": (
        lambda scene: Registration.objects.filter(pk=scene.coming.pk).update(session=scene.asked),
        {"has its places in another session": "coming"},
    ),
    "a group's request is withdrawn beside its places": (
        lambda scene: GroupVisit.objects.update(state="withdrawn", registration=None, offered_until=None),
        {"holds places for a group that was not asked": "group"},
    ),
    "places offered to a group are gone": (
        lambda scene: _cancelled(scene.group, cancelled_at=NOW - timedelta(hours=2)),
        {"was offered places that are not held, or has places that are": "visit"},
    ),
    "a party that is inside is cancelled": (lambda scene: _cancelled(scene.came), {"is inside and was cancelled": "came"}),
    "a party that is inside is expected": (
        lambda scene: Registration.objects.filter(pk=scene.came.pk).update(state="confirmed"),
        {"is inside and is not noted as come": "came"},
    ),
    "a party came and nobody saw it": (
        lambda scene: Registration.objects.filter(pk=scene.coming.pk).update(state="attended"),
        {"is noted as come and nobody is inside": "coming"},
    ),
    "a letter was never written": (
        lambda scene: Message.objects.filter(key=f"registration:{scene.coming.pk}:registration_confirmed").delete(),
        {"comes and was never written to": "coming"},
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_true_together_is_found_and_nothing_else(name):
    scene = everything_held()
    assert says() == set()
    breaks, found_of = BROKEN[name]

    breaks(scene)

    assert says() == {(check, getattr(scene, whose).code) for check, whose in found_of.items()}


def test_a_party_that_has_no_rank_in_a_draw_is_found():
    draw = lots.set_up(places=1)
    parties = [lots.apply(draw) for _n in range(3)]
    draw = lots.drawn(lots.listed(draw))
    assert says(lots.VALUE_OUT) == set()
    waiting = Registration.objects.filter(pk__in=[row.pk for row in parties], state="waiting").first()

    waiting.lot.rank = None
    waiting.lot.save()

    assert says(lots.VALUE_OUT) == {("was not drawn in a draw that is over", waiting.code)}


def test_a_request_that_the_clock_did_not_end_is_found():
    party = register(SessionFactory(open_day__approval_hours=48))
    assert says() == set()

    Asking.objects.update(decide_by=NOW - timedelta(hours=2))

    assert says() == {("asks to come and nobody decides", party.code)}


def test_every_check_has_been_seen_to_fail():
    seen = set().union(*(found_of for _breaks, found_of in BROKEN.values()))

    alone = {
        "was not drawn in a draw that is over",
        "asks to come and nobody decides",
        "says otherwise than its draw whether lots decide",
    }
    assert seen | alone == {check.name for check in CHECKS}
