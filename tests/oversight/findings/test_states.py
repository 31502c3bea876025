import pytest

from openday.oversight.findings import states
from openday.oversight.findings.states import Deed, State
from openday.oversight.states import Who

# Written out by hand, apart from the table: a row that slips into the code must be wanted here too.
MOVES = {
    State.RECORDED: {"state_cause": "analysed", "set_aside": "set_aside"},
    State.ANALYSED: {"state_cause": "analysed", "plan_action": "correcting", "set_aside": "set_aside"},
    State.CORRECTING: {
        "plan_action": "correcting",
        "add_proof": "correcting",
        "report_done": "correcting",
        "move_due": "correcting",
        "drop_action": "correcting",
        "submit": "verifying",
        "set_aside": "set_aside",
    },
    State.VERIFYING: {"send_back": "correcting", "confirm": "verified", "find_ineffective": "reopened"},
    State.VERIFIED: {"close": "closed"},
    State.CLOSED: {"reopen": "reopened"},
    State.REOPENED: {"state_cause": "analysed", "plan_action": "correcting"},
    State.SET_ASIDE: {},
}


@pytest.mark.parametrize("source", State)
def test_exactly_the_wanted_moves_lead_out_of_every_state(source):
    found = {deed.value: row.target for deed in Deed if (row := states.find(source, deed))}

    assert found == MOVES[source]


def test_no_deed_has_two_ends_in_one_state():
    rows = [(row.source, row.deed) for row in states.TRANSITIONS]

    assert len(rows) == len(set(rows))


def test_every_state_can_be_reached_from_the_record():
    reached = {State.RECORDED}
    while more := {row.target for row in states.TRANSITIONS if row.source in reached} - reached:
        reached |= more

    assert reached == set(State)


def test_only_a_reviewer_judges_the_effect_and_only_the_office_closes():
    assert {row.who for row in states.TRANSITIONS if row.source == State.VERIFYING and row.target != State.CORRECTING} == {
        frozenset({Who.REVIEWER})
    }
    assert {row.who for row in states.TRANSITIONS if row.target == State.CLOSED} == {frozenset({Who.QUALITY_OFFICE})}


def test_nothing_is_closed_that_nobody_verified():
    assert {row.source for row in states.TRANSITIONS if row.target == State.CLOSED} == {State.VERIFIED}
    assert {row.deed for row in states.TRANSITIONS if row.target == State.VERIFIED} == {Deed.CONFIRM}


def test_who_owes_an_action_never_moves_its_day_or_drops_it():
    unit = {row.deed for row in states.TRANSITIONS if Who.HANDLER in row.who}

    assert unit == {Deed.STATE_CAUSE, Deed.PLAN_ACTION, Deed.ADD_PROOF, Deed.REPORT_DONE, Deed.SUBMIT}
