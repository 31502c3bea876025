"""Deeds about questions: ask, correct, archive, put in order; and the answers of a party."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from openday import plain_sql
from openday.accounts import audit
from openday.events.models import OpenDay
from openday.registrations.facts import NotActive
from openday.registrations.models import Registration
from openday.registrations.questions import queries
from openday.registrations.questions.answers import Given, rows
from openday.registrations.questions.facts import HasAnswers, PromisedShorter, StillAsked, TooManyQuestions
from openday.registrations.questions.models import Answer, PastWording, Pick, Question, Wording
from openday.registrations.questions.rules import QUESTIONS_AT_MOST, Asked

# Processes remember the questions of an open day for some seconds (settings.REMEMBER_SECONDS).
_FORGOTTEN_AFTER = timedelta(minutes=2)


@transaction.atomic
def ask(*, open_day: OpenDay, by: Any, now: datetime, **facts: Any) -> Question:
    """Add a question to the form of an open day, at its end. Raises TooManyQuestions when there are enough."""
    _lock_with_room(open_day.pk)
    last = Question.objects.filter(open_day=open_day).order_by("-position").values_list("position", flat=True).first() or 0
    question = Question.objects.create(open_day=open_day, position=last + 1, **facts)
    _note("question_add", question, by=by, now=now)
    return question


@transaction.atomic
def correct(*, question: Question, by: Any, now: datetime, **facts: Any) -> Question:
    """Change a question. Words that were read are kept as a version; what an answer means never changes.

    Raises HasAnswers when somebody answered and kind, number of choices, range or condition would change, PromisedShorter when
    answers would be kept longer than people were told.
    """
    # Storing an answer locks the row of its question on PostgreSQL: it waits for this, or this for it.
    fresh = Question.objects.select_for_update().get(pk=question.pk)
    shape = {name for name in ("kind", "least", "most", "with_children") if facts[name] != getattr(fresh, name)}
    if len(facts["choices"]) != len(fresh.choices):
        shape.add("choices")
    if queries.has_answers(fresh.pk):
        if shape:
            raise HasAnswers
        if facts["keep_days"] > fresh.keep_days:
            raise PromisedShorter
    if any(facts[name] != getattr(fresh, name) for name in Wording.WORDS):
        words = {name: getattr(fresh, name) for name in Wording.WORDS}
        PastWording.objects.create(question=fresh, version=fresh.version, until=now, changed_by=by, **words)
        facts["version"] = fresh.version + 1
    if shape:
        facts["shape"] = fresh.shape + 1
    for name, value in facts.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*facts])
    _note("question_change", fresh, by=by, now=now)
    return fresh


@transaction.atomic
def archive(*, question: Question, by: Any, now: datetime) -> None:
    """Ask no longer; what was answered stays as long as was promised. Twice is as good as once."""
    if Question.objects.filter(pk=question.pk, archived_at=None).update(archived_at=now):
        _note("question_archive", question, by=by, now=now)


@transaction.atomic
def ask_again(*, question: Question, by: Any, now: datetime) -> None:
    """Take an archived question back into the form. Raises TooManyQuestions when there are enough."""
    _lock_with_room(question.open_day_id)
    if Question.objects.filter(pk=question.pk, archived_at__isnull=False).update(archived_at=None):
        _note("question_ask_again", question, by=by, now=now)


@transaction.atomic
def delete(*, question: Question, by: Any, now: datetime) -> None:
    """Delete an archived question that nobody answered. Raises HasAnswers or StillAsked otherwise."""
    fresh = Question.objects.select_for_update().filter(pk=question.pk).first()
    if fresh is None:
        return
    if queries.has_answers(fresh.pk):
        raise HasAnswers
    # A form that was opened before may still bring an answer, which would then hang in the air.
    if fresh.archived_at is None or fresh.archived_at > now - _FORGOTTEN_AFTER:
        raise StillAsked
    _note("question_delete", fresh, by=by, now=now)
    fresh.delete()


@transaction.atomic
def move(*, question: Question, up: bool) -> None:
    """Let a question change places with the one before or after it."""
    OpenDay.objects.select_for_update().get(pk=question.open_day_id)
    keys = list(
        Question.objects.filter(open_day=question.open_day_id).order_by("archived_at", "position", "pk").values_list("pk", flat=True)
    )
    here = keys.index(question.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(keys):
        keys[here], keys[there] = keys[there], keys[here]
    for position, pk in enumerate(keys, start=1):
        Question.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def change_answers(*, registration: Registration, asked: Sequence[Asked], given: Sequence[Given], now: datetime) -> None:
    """Put `given` in the place of what a party answered to the questions `asked`; answers to others stay.

    Raises NotActive when the person was erased meanwhile.
    """
    fresh = Registration.objects.select_for_update().get(pk=registration.pk)
    if fresh.anonymised_at is not None:
        raise NotActive
    keys = [one.pk for one in asked]
    Answer.objects.filter(registration=fresh, question__in=keys).delete()
    Pick.objects.filter(registration=fresh, question__in=keys).delete()
    for new in rows(given, asked, now=now):
        for row in new:
            row.registration_id = fresh.pk
        plain_sql.insert_all(new)


def erase_answers(registration: Registration) -> None:
    """Forget all that a party answered, in the caller's transaction."""
    Answer.objects.filter(registration=registration).delete()
    Pick.objects.filter(registration=registration).delete()


def _lock_with_room(open_day_id: int) -> None:
    """Lock the open day, so that two people who add the last question at once do not make it one too many."""
    OpenDay.objects.select_for_update().get(pk=open_day_id)
    if Question.objects.filter(open_day=open_day_id, archived_at=None).count() >= QUESTIONS_AT_MOST:
        raise TooManyQuestions


def _note(deed: str, question: Question, *, by: Any, now: datetime) -> None:
    audit.note(f"registrations.{deed}", by=by, about=question, now=now, open_day=question.open_day.code)
