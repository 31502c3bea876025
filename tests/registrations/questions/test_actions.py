"""Asking, correcting, archiving; and what is kept of answers."""

from datetime import timedelta

import pytest
from django.db import connection

from openday.accounts.models import AuditEntry
from openday.registrations import actions, own_data
from openday.registrations.draw import actions as draws
from openday.registrations.models import Answer, Pick, Registration
from openday.registrations.questions import actions as questions
from openday.registrations.questions import queries
from openday.registrations.questions.answers import Given
from openday.registrations.questions.facts import HasAnswers, PromisedShorter, StillAsked, TooManyQuestions
from openday.registrations.questions.wording import answer
from openday.registrations.retention import sweep
from openday.registrations.states import State
from tests import people
from tests.factories.questions import LUNCH, ask, ask_about_lunch, facts_of
from tests.factories.registrations import NOW, OpenDayFactory, SessionFactory, register

pytestmark = pytest.mark.django_db
VISIT = NOW + timedelta(days=6)


@pytest.fixture
def open_day():
    return OpenDayFactory()


@pytest.fixture
def lunch(open_day):
    return ask_about_lunch(open_day)


def answered(lunch, *codes, **more):
    given = [Given(lunch.pk, lunch.version, list(codes) if lunch.kind == "several" else codes[0])]
    return register(SessionFactory(open_day=lunch.open_day), answers=given, **more)


def change(question, **facts):
    kept = {name: getattr(question, name) for name in facts_of()}
    return questions.correct(question=question, by=people.alice(), now=NOW, **(kept | facts))


def test_an_open_day_asks_eight_questions_and_no_ninth_until_one_is_archived(open_day):
    rows = [ask(open_day) for _ in range(8)]
    with pytest.raises(TooManyQuestions):
        ask(open_day)
    questions.archive(question=rows[0], by=None, now=NOW)
    ask(open_day)

    with pytest.raises(TooManyQuestions):
        questions.ask_again(question=rows[0], by=None, now=NOW)
    assert len(queries.active(open_day.pk)) == 8


def test_an_answer_is_sealed_and_its_choice_only_a_mark(lunch):
    answered(lunch, "2")
    answered(ask(lunch.open_day), "在食堂门口看到的海报")

    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM registrations_answer")
        values = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT mark FROM registrations_pick")
        marks = [row[0] for row in cursor.fetchall()]
    assert all(value.startswith("f:") for value in values)
    assert len(marks) == 1
    assert marks[0] != "2"


def test_what_was_answered_keeps_its_meaning(lunch):
    answered(lunch, "1")

    for facts in ({"kind": "several"}, {"choices": LUNCH[:2]}, {"with_children": True}):
        with pytest.raises(HasAnswers):
            change(lunch, **facts)
    with pytest.raises(PromisedShorter):
        change(lunch, keep_days=8)
    questions.archive(question=lunch, by=None, now=NOW - timedelta(hours=1))
    with pytest.raises(HasAnswers):
        questions.delete(question=lunch, by=None, now=NOW)


def test_corrected_words_are_a_new_version_and_who_answered_before_reads_the_old_ones(lunch):
    party = answered(lunch, "1")
    change(lunch, label_zh="午餐安排", choices=[["清真", "Halal"], *LUNCH[1:]])

    now = queries.of_open_day(lunch.open_day_id)
    found = queries.answers_of(party.pk, now)

    assert (now[0].label, now[0].version) == ("午餐安排", 2)
    assert [(one.asked.label, answer(one)) for one in found] == [("午餐", "清真餐")]
    assert [(count.code, count.parties) for count in queries.counts(lunch.open_day_id, now)[lunch.pk]] == [("1", 1), ("2", 0), ("3", 0)]


def test_a_question_nobody_answered_can_become_another_and_be_deleted_once_no_form_asks_it(lunch):
    changed = change(lunch, kind="number", choices=[], least=1, most=9)
    assert (changed.shape, changed.version) == (2, 2)

    with pytest.raises(StillAsked):
        questions.delete(question=lunch, by=None, now=NOW)
    questions.archive(question=lunch, by=None, now=NOW)
    with pytest.raises(StillAsked):
        questions.delete(question=lunch, by=None, now=NOW + timedelta(seconds=30))
    questions.delete(question=lunch, by=None, now=NOW + timedelta(minutes=3))

    assert queries.of_open_day(lunch.open_day_id) == ()


def test_questions_change_places(open_day):
    rows = [ask(open_day, label_zh=str(number)) for number in range(3)]

    questions.move(question=rows[2], up=True)
    questions.move(question=rows[0], up=True)

    assert [one.label_zh for one in queries.active(open_day.pk)] == ["0", "2", "1"]


def test_every_deed_is_noted(open_day):
    question = ask(open_day, by=people.alice())
    change(question, label_zh="另一个问题")
    questions.archive(question=question, by=people.alice(), now=NOW)
    questions.ask_again(question=question, by=people.alice(), now=NOW)

    deeds = list(AuditEntry.objects.order_by("pk").values_list("deed", flat=True))
    assert deeds == [f"registrations.question_{deed}" for deed in ("add", "change", "archive", "ask_again")]


def test_counts_cost_one_query_whatever_the_number_of_questions_and_parties(lunch, django_assert_num_queries):
    more = [ask_about_lunch(lunch.open_day, kind="several") for _ in range(2)]
    for code in ("1", "1", "3"):
        answered(lunch, code)
        answered(more[0], code, "2")
    asked = queries.of_open_day(lunch.open_day_id)

    with django_assert_num_queries(1):
        found = queries.counts(lunch.open_day_id, asked)

    assert [[one.parties for one in found[row.pk]] for row in (lunch, *more)] == [[2, 0, 1], [2, 3, 1], [0, 0, 0]]


def test_changed_answers_replace_the_old_ones_and_their_marks(lunch):
    party = answered(lunch, "1")
    asked = queries.active(lunch.open_day_id)

    questions.change_answers(registration=party, asked=asked, given=[Given(lunch.pk, 1, "3")], now=NOW)
    questions.change_answers(registration=party, asked=asked, given=[Given(lunch.pk, 1, "3")], now=NOW)

    assert [one.value for one in queries.answers_of(party.pk, asked)] == ["3"]
    assert [one.parties for one in queries.counts(lunch.open_day_id, asked)[lunch.pk]] == [0, 0, 1]


def test_answers_are_in_the_own_data_and_go_with_it(lunch):
    party = answered(lunch, "2")

    assert own_data.as_json(party)["answers"] == [{"question": "午餐", "answer": "素食"}]
    lines = [line for section in own_data.in_words(party) for line in section.lines if line.label == "午餐"]
    assert [(line.value, line.keep_for) for line in lines] == [("素食", "参观后7天")]
    actions.erase(registration=party, now=NOW)
    party.refresh_from_db()

    assert (Answer.objects.count(), Pick.objects.count(), own_data.as_json(party)["answers"]) == (0, 0, [])


def test_each_question_has_an_end_of_its_own(lunch):
    later = ask(lunch.open_day, keep_days=20)
    party = register(SessionFactory(open_day=lunch.open_day), answers=[Given(lunch.pk, 1, "1"), Given(later.pk, 1, "海报")])

    left = []
    for days in (7, 8, 21):
        assert (
            sweep(VISIT + timedelta(days=days), True)["answers to organisers erased"]
            == (sweep(VISIT + timedelta(days=days), False)["answers to organisers erased"])
        )
        left.append((Answer.objects.count(), Pick.objects.count()))

    assert left == [(2, 1), (1, 0), (0, 0)]
    assert Registration.objects.get().name == party.name


def test_who_applies_for_a_draw_answers_too(lunch):

    session = SessionFactory(open_day=lunch.open_day)
    value = {"value_zh": "双色球开奖号码", "value_en": "", "value_on": (NOW + timedelta(days=4)).date()}
    draws.set_up(session=session, applies_until=NOW + timedelta(days=2), **value, now=NOW, by=people.alice())
    party = register(session, answers=[Given(lunch.pk, 1, "1")])

    assert (party.state, Answer.objects.get().registration_id) == (State.WAITING, party.pk)
