import pytest

from openday.oversight import states
from openday.oversight.desk.deeds import PAGES
from openday.oversight.states import Deed, State, Who

# Written out by hand, apart from the table: a row that slips into the code must be wanted here too.
MOVES = {
    State.RECEIVED: {
        "accept": {"accepted"},
        "ask_back": {"clarify"},
        "redirect": {"redirected"},
        "merge": {"merged"},
        "mark_as_spam": {"spam"},
        "withdraw": {"withdrawn"},
    },
    State.ACCEPTED: {"assign": {"working"}, "ask_back": {"clarify"}, "merge": {"merged"}, "withdraw": {"withdrawn"}},
    State.REDIRECTED: {},
    State.CLARIFY: {
        "answer_question": {"received", "accepted", "working"},
        "carry_on": {"received", "accepted", "working"},
        "withdraw": {"withdrawn"},
    },
    State.WORKING: {
        "assign": {"working"},
        "draft_answer": {"working"},
        "extend": {"working"},
        "ask_back": {"clarify"},
        "submit_for_review": {"review"},
        "withdraw": {"withdrawn"},
    },
    State.REVIEW: {"return_to_handler": {"working"}, "approve": {"answered"}},
    State.ANSWERED: {"close": {"closed"}, "ask_redo": {"redo"}, "ask_appeal": {"appeal"}},
    State.CLOSED: {"ask_redo": {"redo"}, "ask_appeal": {"appeal"}},
    State.WITHDRAWN: {},
    State.MERGED: {},
    State.SPAM: {},
    State.REDO: {"assign": {"working"}},
    State.APPEAL: {"assign": {"working"}},
}
MOVES[State.WORKING] |= {deed: {"working"} for deed in ("note_progress", "dispute_assignment", "decide_dispute")}
MOVES[State.MERGED] = {"unmerge": {"received", "accepted"}}
for _state in states.OPEN:
    MOVES[_state] |= {"name_people": {_state.value}}


@pytest.mark.parametrize("source", State)
def test_exactly_the_wanted_moves_lead_out_of_every_state(source):
    found = {(deed, target) for deed in Deed for target in State if states.find(source, deed, target)}

    assert found == {(deed, target) for deed, targets in MOVES[source].items() for target in targets}


def test_no_row_stands_twice():
    rows = [(row.source, row.deed, row.target) for row in states.TRANSITIONS]

    assert len(rows) == len(set(rows))


def test_every_state_can_be_reached_from_receipt():
    reached = {State.RECEIVED}
    while more := {row.target for row in states.TRANSITIONS if row.source in reached} - reached:
        reached |= more

    assert reached == set(State)


def test_the_citizen_and_the_office_share_no_deed():
    citizens = {row.deed for row in states.TRANSITIONS if Who.CITIZEN in row.who}
    office = {row.deed for row in states.TRANSITIONS if row.who - {Who.CITIZEN}}

    assert citizens & office == set()
    assert citizens == {Deed.ANSWER_QUESTION, Deed.WITHDRAW, Deed.ASK_REDO, Deed.ASK_APPEAL}


def test_every_staff_row_has_its_page_at_the_desk():
    staff = {row.deed for row in states.TRANSITIONS if row.who - {Who.CITIZEN}}

    assert set(PAGES) == staff | {Deed.PUBLISH, Deed.REFUSE_PUBLICATION, Deed.WITHDRAW_PUBLICATION}


def test_only_a_reviewer_lets_an_answer_out():
    assert {row.who for row in states.TRANSITIONS if row.target == State.ANSWERED} == {frozenset({Who.REVIEWER})}


def test_every_state_is_either_open_replied_or_set_aside():
    assert set(State) == states.OPEN | states.REPLIED | states.SET_ASIDE
    assert len(states.OPEN) + len(states.REPLIED) + len(states.SET_ASIDE) == len(State)


def test_deeds_of_an_office_come_once_each_in_the_order_of_the_table():
    assert states.deeds_for(State.CLARIFY, {Who.QUALITY_OFFICE}) == [Deed.CARRY_ON, Deed.NAME_PEOPLE]
    assert states.deeds_for(State.WORKING, {Who.HANDLER}) == [
        Deed.DRAFT_ANSWER,
        Deed.ASK_BACK,
        Deed.SUBMIT_FOR_REVIEW,
        Deed.NOTE_PROGRESS,
        Deed.DISPUTE_ASSIGNMENT,
    ]
