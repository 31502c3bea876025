"""Answers on their way from a form to the database, and their rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from openday.registrations.questions.models import Answer, Pick, mark
from openday.registrations.questions.rules import Asked


class Given(NamedTuple):
    """One answer: a text, a number, a code, or a list of codes. `version` is that of the question as it was read."""

    question: int
    version: int
    value: str | int | list[str]


def fit(given: Iterable[Given], asked: Sequence[Asked]) -> bool:
    """Whether the questions still are those that were answered: neither reworded nor archived since."""
    current = {one.pk: one.version for one in asked}
    return all(current.get(one.question) == one.version for one in given)


def rows(given: Sequence[Given], asked: Sequence[Asked], *, now: datetime) -> tuple[list[Answer], list[Pick]]:
    """The rows of answers, still without the party they belong to."""
    by_key: Mapping[int, Asked] = {one.pk: one for one in asked}
    answers = [Answer(question_id=one.question, version=one.version, value=one.value, answered_at=now) for one in given]
    picks = [
        Pick(question_id=one.question, mark=mark(by_key[one.question], code))
        for one in given
        if by_key[one.question].is_counted
        for code in (one.value if isinstance(one.value, list) else [str(one.value)])
    ]
    return answers, picks
