"""A citizen rates; somebody calls back; what follows."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.models import CallBack, Case, CaseMessage, Rating, SatisfactionStandard
from openday.oversight.retention import sweep
from openday.oversight.satisfaction.actions import (
    CallBackDone,
    CallerIsInvolved,
    RatingOver,
    RedoUsedUp,
    TooFewAttempts,
    call_back,
    note_attempt,
    rate,
)
from openday.oversight.satisfaction.asking import ask
from openday.oversight.states import Deed, State
from openday.oversight.vocabulary import Identity
from tests import people
from tests.factories.oversight import MOBILE, MONDAY, a_case_in

pytestmark = pytest.mark.django_db
# a_case_in answers four hours after receipt.
ANSWERED = MONDAY + timedelta(hours=4)
DAY = timedelta(days=1)
WORDS = "The canary is still silent."


@pytest.fixture
def case(office) -> Case:
    return answered(office)


def answered(office, **given) -> Case:
    return a_case_in(State.ANSWERED, unit=office.food, quality=office.quality, handler=office.handler, reviewer=office.reviewer, **given)


def rated(case: Case, process: int = 5, result: int = 5, *, now=ANSWERED + DAY, words: str = "") -> Rating:
    return rate(
        rating=case.ratings.select_related("case__standard", "standard").last(), process=process, result=result, words=words, now=now
    )


def a_call(case: Case, *, now=ANSWERED + DAY) -> CallBack:
    return rated(case, 1, 4, now=now, words=WORDS).call_back


def answer_again(case: Case, office, *, now) -> None:
    actions.assign(case=case, unit=office.food, by=office.quality, now=now)
    actions.submit_for_review(case=case, text="Once more.", outcome="explained", by=office.handler, now=now)
    actions.approve(case=case, by=office.reviewer, now=now)


def test_an_answer_is_asked_about_for_a_fortnight_with_a_link_in_its_letter(case):
    rating = case.ratings.get()

    assert (rating.round, rating.asked_at, rating.open_until, rating.unit) == (1, ANSWERED, ANSWERED + 14 * DAY, case.handling_unit)
    letter = Message.objects.get(kind="case_answered")
    assert "/zh-hans/oversight/case/rate/" in letter.context["rate_link"]
    assert rating.secret_hash not in letter.context["rate_link"]


def test_a_case_without_a_contact_is_asked_too_and_gets_no_letter(office):
    case = answered(office, identity=Identity.UNNAMED)

    assert case.ratings.count() == 1
    assert Message.objects.filter(kind__startswith="case_").count() == 0


def test_a_good_rating_is_kept_and_calls_nobody(case):
    rated(case, 4, 3, words="Fine.")

    rating = case.ratings.get()
    assert (rating.process, rating.result, rating.words, rating.rated_at) == (4, 3, "Fine.", ANSWERED + DAY)
    assert CallBack.objects.count() == 0
    assert [event.deed for event in case.events.all()][-1] == Deed.RATE


def test_a_rating_is_given_once(case):
    rated(case, 5, 5)

    with pytest.raises(RatingOver):
        rated(case, 1, 1)
    assert case.ratings.get().process == 5


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), 30 * DAY])
def test_after_the_fortnight_nobody_can_rate(case, late):
    rated_in_the_last_second = ANSWERED + 14 * DAY - timedelta(seconds=1)

    with pytest.raises(RatingOver):
        rated(case, now=ANSWERED + 14 * DAY + late)
    assert rated(case, now=rated_in_the_last_second).is_rated


def test_a_bad_rating_is_a_task_for_the_next_working_day(office):
    friday = MONDAY + 4 * DAY
    case = answered(office, now=friday)

    call = a_call(case, now=friday + timedelta(hours=6))

    assert (call.due_on, call.due_provisional) == (date(2026, 6, 8), False)
    letter = Message.objects.get(kind="staff_case_rated_badly")
    assert (letter.to, letter.context["number"]) == (office.quality.email, case.number)
    assert letter.context["due"].startswith("2026年6月8日")


def test_the_call_notes_who_called_what_was_said_and_what_came_of_it(case, office):
    call = call_back(call=a_call(case), outcome="settled", said="We will send the table.", by=office.quality, now=ANSWERED + 2 * DAY)

    call.refresh_from_db()
    assert (call.outcome, call.said, call.done_by, call.done_at) == (
        "settled",
        "We will send the table.",
        office.quality,
        ANSWERED + 2 * DAY,
    )
    follow_up = case.ratings.get(round=2)
    assert (follow_up.open_until, follow_up.is_rated) == (ANSWERED + 16 * DAY, False)
    assert Message.objects.get(kind="case_called_back").context["rate_link"]
    # What was said on the telephone is not told to the citizen in writing.
    assert CaseMessage.objects.count() == 0


def test_a_call_is_made_once(case, office):
    call = a_call(case)
    call_back(call=call, outcome="settled", said="a", by=office.quality, now=ANSWERED + DAY)

    with pytest.raises(CallBackDone):
        call_back(call=call, outcome="no_wish", said="b", by=people.person("quinn", "quality-office"), now=ANSWERED + DAY)


def test_nobody_is_not_reached_before_calls_on_as_many_different_days_as_was_promised(office):
    """Two calls of one morning are one try; the citizen hears nothing of a call in vain."""
    call = a_call(answered(office, contact=MOBILE))
    letters = Message.objects.count()
    for hours in (1, 2, 24, 25):
        note_attempt(call=call, by=office.quality, now=ANSWERED + 2 * DAY + timedelta(hours=hours))
        with pytest.raises(TooFewAttempts):
            call_back(call=call, outcome="unreached", said="a", by=office.quality, now=ANSWERED + 5 * DAY)
    assert (call.days_tried(), Message.objects.count()) == (2, letters)
    note_attempt(call=call, by=office.quality, now=ANSWERED + 5 * DAY)

    call_back(call=call, outcome="unreached", said="We called on three days.", by=office.quality, now=ANSWERED + 5 * DAY)

    assert [message.text for message in CaseMessage.objects.all()] == ["We called on three days."]
    assert Message.objects.filter(kind="case_called_back").count() == 1
    with pytest.raises(CallBackDone):
        note_attempt(call=call, by=office.quality, now=ANSWERED + 6 * DAY)


def test_the_days_to_call_are_those_of_the_promise_under_which_it_was_rated(office):
    SatisfactionStandard.objects.create(version=2, valid_from=date(2026, 1, 1), call_attempts=1)
    call = a_call(answered(office, contact=MOBILE))
    note_attempt(call=call, by=office.quality, now=ANSWERED + 2 * DAY)

    assert call_back(call=call, outcome="unreached", said="a", by=office.quality, now=ANSWERED + 2 * DAY)


def test_who_wrote_the_answer_does_not_call(case, office):
    with pytest.raises(CallerIsInvolved):
        note_attempt(call=a_call(answered(office)), by=office.handler, now=ANSWERED + 2 * DAY)
    with pytest.raises(CallerIsInvolved):
        call_back(call=a_call(case), outcome="settled", said="a", by=office.handler, now=ANSWERED + DAY)


def test_without_a_contact_the_office_writes_by_receipt(office):
    case = answered(office, identity=Identity.UNNAMED)
    call_back(call=a_call(case), outcome="written", said="What is missing?", by=office.quality, now=ANSWERED + DAY)

    assert [(message.from_citizen, message.text) for message in case.messages.all()] == [(False, "What is missing?")]
    assert CallBack.objects.get().said == ""
    assert Message.objects.filter(kind__startswith="case_").count() == 0


def test_a_wish_in_the_call_reopens_the_case_for_fifteen_working_days(case, office):
    SatisfactionStandard.objects.create(version=2, valid_from=date(2026, 1, 1), redo_days=7)
    # The rating was asked under version 1.
    Rating.objects.update(standard=SatisfactionStandard.objects.get(version=1))

    call_back(call=a_call(case), outcome="redo", said="Wants the table.", by=office.quality, now=ANSWERED + DAY)

    case.refresh_from_db()
    assert (case.state, case.clock_days) == (State.REDO, 15)
    asked = case.events.get(deed=Deed.ASK_REDO)
    assert asked.by == office.quality
    assert case.ratings.count() == 1


def test_after_the_redo_there_is_one_follow_up_rating_and_no_third(case, office):
    call_back(call=a_call(case), outcome="redo", said="Wants the table.", by=office.quality, now=ANSWERED + DAY)
    case.refresh_from_db()
    answer_again(case, office, now=ANSWERED + 5 * DAY)

    second = rated(case, 2, 2, now=ANSWERED + 6 * DAY)
    call_back(call=second.call_back, outcome="no_wish", said="Enough.", by=office.quality, now=ANSWERED + 7 * DAY)

    assert [(rating.round, rating.process) for rating in case.ratings.order_by("round")] == [(1, 1), (2, 2)]
    assert ask(case, now=ANSWERED + 8 * DAY) == ""


def test_nothing_is_worked_on_again_twice(case, office):
    call = a_call(case)
    actions.ask_redo(case=case, text="x", now=ANSWERED + DAY)
    answer_again(case, office, now=ANSWERED + 2 * DAY)

    with pytest.raises(RedoUsedUp):
        call_back(call=call, outcome="redo", said="again", by=office.quality, now=ANSWERED + 3 * DAY)
    assert CallBack.objects.get().done_at is None


def test_an_answer_that_nobody_rated_is_asked_about_anew_and_the_old_link_ends(case, office):
    old = case.ratings.get()
    actions.ask_redo(case=case, text="x", now=ANSWERED + DAY)
    answer_again(case, office, now=ANSWERED + 9 * DAY)

    rating = case.ratings.get()
    assert (rating.round, rating.open_until) == (1, ANSWERED + 23 * DAY)
    assert rating.secret_hash != old.secret_hash
    with pytest.raises(RatingOver):
        rate(rating=old, process=5, result=5, words="", now=ANSWERED + 10 * DAY)


def test_the_database_refuses_a_third_round_half_a_rating_and_one_out_of_time(case):
    rating = case.ratings.get()
    values = {"case": case, "standard": rating.standard, "unit": rating.unit, "asked_at": ANSWERED, "open_until": ANSWERED + DAY}
    refused = {
        "a_case_is_rated_twice_at_most": lambda: Rating.objects.create(round=3, secret_hash="c", **values),
        "both_questions_are_answered_together": lambda: Rating.objects.update(process=5, rated_at=ANSWERED),
        "rated_while_it_was_open": lambda: Rating.objects.update(process=5, result=5, rated_at=ANSWERED + 20 * DAY),
    }
    for name, write in refused.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            write()
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(round=1, secret_hash="d", **values)


def test_words_end_with_the_contact_and_the_levels_stay(case, office):
    call_back(call=a_call(case), outcome="settled", said=WORDS, by=office.quality, now=ANSWERED + DAY)
    assert (Rating.objects.get(round=1).words, CallBack.objects.get().said) == (WORDS, WORDS)

    sweep(MONDAY + 61 * DAY, False)

    rating = Rating.objects.get(round=1)
    assert (rating.words, CallBack.objects.get().said, rating.process) == ("", "", 1)
