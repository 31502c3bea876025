"""Unused places for groups go to individuals at their time, once, and never more than there are."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.accounts.models import AuditEntry
from openday.events import actions, queries, rules
from openday.events.models import Pool
from openday.events.states import SessionState
from tests.events.test_rules import Slot, moments
from tests.factories.events import NOON, OpenDayFactory, PoolFactory, session_with_places


class Merge:
    def __init__(self, hours):
        self.merge_hours_before = hours


@given(st.none() | st.integers(0, 2160), moments, moments, st.sampled_from(SessionState.values))
def test_places_change_hands_exactly_from_the_cut_off_to_the_start(hours, starts_at, now, state):
    slot = Slot(starts_at=starts_at, state=state)
    due = rules.merge_is_due(Merge(hours), slot, now=now)

    assert due == (hours is not None and state == "open" and starts_at - timedelta(hours=hours) <= now < starts_at)


STARTS_AT = NOON + timedelta(days=7)
CUT_OFF = STARTS_AT - timedelta(hours=48)


@pytest.fixture
def session(db):
    """20 individuals of whom 18 came, 30 group places of which 10 are taken, 5 reserved; merged two days before."""
    made = session_with_places(open_day=OpenDayFactory(merge_hours_before=48), capacity=20, taken=18, starts_at=STARTS_AT)
    PoolFactory(session=made, kind=Pool.Kind.GROUPS, capacity=30, taken=10)
    PoolFactory(session=made, kind=Pool.Kind.RESERVED, capacity=5)
    return made


def numbers(session):
    return {pool.kind: (pool.taken, pool.capacity) for pool in session.pools.all()}


def test_unused_places_go_to_individuals_once(session):
    freed = [actions.merge_pools(session=session, now=CUT_OFF) for _time in range(2)]

    assert freed == [25, 0]
    assert numbers(session) == {"individuals": (18, 45), "groups": (10, 10), "reserved": (0, 0)}
    entry = AuditEntry.objects.get(deed="events.merge_pools")
    assert (entry.by, entry.facts) == (None, {"places": {"groups": 20, "reserved": 5}})


@pytest.mark.parametrize("now", [CUT_OFF - timedelta(microseconds=1), STARTS_AT])
def test_nothing_changes_hands_before_the_cut_off_or_after_the_start(session, now):
    assert actions.merge_pools(session=session, now=now) == 0
    assert session not in queries.sessions_to_merge(now=now)


def test_a_place_that_a_group_gives_back_later_goes_the_same_way(session):
    actions.merge_pools(session=session, now=CUT_OFF)
    group = session.pools.get(kind=Pool.Kind.GROUPS)
    Pool.objects.give_back(group.pk, places=4)

    assert queries.sessions_to_merge(now=CUT_OFF) == [session]
    assert actions.merge_pools(session=session, now=CUT_OFF) == 4


def test_sessions_without_anything_to_give_are_left_alone(session):
    never = session_with_places(open_day=OpenDayFactory(), groups=30, starts_at=STARTS_AT)
    only_groups = PoolFactory(session__open_day=session.open_day, session__starts_at=STARTS_AT, kind=Pool.Kind.GROUPS).session
    session_with_places(open_day=session.open_day, groups=30, starts_at=STARTS_AT, state="draft")
    session_with_places(open_day=session.open_day, groups=0, starts_at=STARTS_AT)

    assert queries.sessions_to_merge(now=CUT_OFF) == [session]
    assert [actions.merge_pools(session=one, now=CUT_OFF) for one in (never, only_groups)] == [0, 0]


def test_whoever_read_old_numbers_gives_nothing_away(session):
    group = session.pools.get(kind=Pool.Kind.GROUPS)
    Pool.objects.take(group.pk, places=3)

    assert not Pool.objects.release_unused(group)
    assert numbers(session)["groups"] == (13, 30)
