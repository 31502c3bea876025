"""How many supervisors a group brings, and how its request moves."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.registrations.groups import rules
from openday.registrations.groups.states import MOVES, OVER, GroupState, may
from openday.registrations.rules import Party

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
_COUNTS = st.integers(min_value=0, max_value=60)


@pytest.mark.parametrize(
    ("small", "children", "youths", "needed"),
    [(0, 0, 0, 0), (0, 1, 0, 1), (0, 10, 0, 1), (0, 11, 0, 2), (5, 0, 0, 1), (6, 0, 0, 2), (5, 5, 5, 2)],
)
def test_small_children_need_twice_the_supervisors(small, children, youths, needed):
    assert rules.supervisors_needed(Party(adults=9, children_0_5=small, children_6_13=children, youths_14_17=youths)) == needed


@given(_COUNTS, _COUNTS, _COUNTS)
def test_more_minors_never_need_fewer_supervisors(small, children, youths):
    party = Party(adults=9, children_0_5=small, children_6_13=children, youths_14_17=youths)
    larger = Party(adults=9, children_0_5=small, children_6_13=children + 1, youths_14_17=youths)

    assert 0 <= rules.supervisors_needed(larger) - rules.supervisors_needed(party) <= 1
    assert rules.supervisors_needed(party) * rules.MINORS_PER_SUPERVISOR >= party.minors


def test_every_rule_that_is_broken_is_named_with_its_field():
    party = Party(adults=1, children_6_13=30, companions=1)

    found = rules.group_problems(party, supervisors=2, minimum_age=14, needs=0)

    assert {(problem.code, problem.field) for problem in found} == {
        ("more_supervisors_than_adults", "supervisors"),
        ("too_few_supervisors", "supervisors"),
        ("too_young", "children_6_13"),
        ("too_many_companions", "companions"),
    }


@pytest.mark.parametrize(("adults", "code"), [(4, "group_too_small"), (91, "group_too_large")])
def test_a_group_has_its_size(adults, code):
    assert [problem.code for problem in rules.group_problems(Party(adults=adults), supervisors=0, minimum_age=0)] == [code]


def test_an_offer_is_held_three_days_but_not_into_the_visit():
    assert rules.answer_by(NOW, session_starts_at=NOW + timedelta(days=9)) == NOW + timedelta(days=3)
    assert rules.answer_by(NOW, session_starts_at=NOW + timedelta(days=2)) == NOW + timedelta(days=1)


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_no_chain_of_deeds_leaves_an_end_or_forgets_held_places(deeds):
    state = GroupState.RECEIVED
    for deed in deeds:
        if not may(deed, state):
            continue
        assert state not in OVER
        # Places that are held are either given, or let go by a deed that says so.
        if state == GroupState.OFFERED:
            assert deed in {"accept", "decline", "withdraw"}
        state = MOVES[deed][1]
