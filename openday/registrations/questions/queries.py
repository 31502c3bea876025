"""Reads of questions and answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from home.remembered import remembered
from openday.registrations.questions.models import Answer, PastWording, Pick, Question, mark, words_of
from openday.registrations.questions.rules import Asked


@dataclass(frozen=True)
class Answered:
    """An answer with its question as it was worded when it was given."""

    asked: Asked
    value: object


def _of_open_day(open_day_id: int) -> tuple[Asked, ...]:
    rows = Question.objects.filter(open_day=open_day_id).order_by("position", "pk")
    return tuple(row.asked for row in rows)


# Asked by everybody who opens a form or a ticket; all questions of an open day, the archived ones too (1 query).
of_open_day = remembered(_of_open_day)


def active(open_day_id: int) -> tuple[Asked, ...]:
    """The questions that a form asks now, in order; may be seconds old."""
    return tuple(one for one in of_open_day(open_day_id) if not one.is_archived)


def answers_of(registration_id: int, asked: Sequence[Asked]) -> list[Answered]:
    """What a party answered, in the order of the questions `asked`, each in the words of then (0 to 2 queries)."""
    if not asked:
        return []
    return worded(list(Answer.objects.filter(registration=registration_id).order_by()), asked)


def worded(answers: Sequence[Answer], asked: Sequence[Asked]) -> list[Answered]:
    """Put answers beside their questions; a question that was worded otherwise then is looked up (1 query, if any was)."""
    now = {one.pk: one for one in asked}
    found = {answer.question_id: answer for answer in answers if answer.question_id in now}
    past = _past({(pk, one.version) for pk, one in found.items() if one.version != now[pk].version})
    return [
        Answered(replace(one, **past.get((one.pk, answer.version), {})), answer.value)
        for one in asked
        if (answer := found.get(one.pk)) is not None
    ]


def _past(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], dict[str, Any]]:
    if not wanted:
        return {}
    rows = PastWording.objects.filter(question__in={pk for pk, _version in wanted})
    return {(row.question_id, row.version): words_of(row) for row in rows}


def has_answers(question_id: int) -> bool:
    return Answer.objects.filter(question=question_id).exists()


# Codes by the number of the question, as an address or a stored choice of staff has them.
Picks = Mapping[str, Sequence[str]]


def marks_of(picks: Picks) -> Iterator[tuple[int, list[str]]]:
    """Each question with the marks of its codes (1 query); a question that is gone has none, so that nobody matches."""
    known = {row.pk: row.asked for row in Question.objects.filter(pk__in=[int(pk) for pk in picks])} if picks else {}
    for pk, codes in picks.items():
        asked = known.get(int(pk))
        yield int(pk), [mark(asked, code) for code in codes] if asked else []


def that_picked(rows: QuerySet[Any], picks: Picks) -> QuerySet[Any]:
    """Of these registrations those that chose one of the codes, at every question; opens no answer."""
    for question, marks in marks_of(picks):
        rows = rows.filter(Exists(Pick.objects.filter(registration=OuterRef("pk"), question=question, mark__in=marks)))
    return rows


@dataclass(frozen=True)
class Chosen:
    """How many parties chose one choice."""

    code: str
    parties: int


def answered_by_question(open_day_id: int) -> dict[int, int]:
    """How many parties answered each question of an open day (1 query)."""
    rows = Answer.objects.filter(question__open_day=open_day_id).order_by()
    return dict(rows.values_list("question").annotate(Count("pk")))


def counts(open_day_id: int, asked: Sequence[Asked]) -> dict[int, list[Chosen]]:
    """How many parties chose what, by question, all choices in order; opens no answer (1 query)."""
    rows = Pick.objects.filter(question__open_day=open_day_id).order_by().values_list("question", "mark").annotate(Count("pk"))
    found = {(question, one): parties for question, one, parties in rows}
    return {one.pk: [Chosen(code, found.get((one.pk, mark(one, code)), 0)) for code in one.codes] for one in asked if one.is_counted}
