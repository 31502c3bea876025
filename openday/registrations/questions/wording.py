"""Answers in words, in the active language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openday.registrations.questions.answers import Given
from openday.registrations.questions.models import Question
from openday.registrations.questions.queries import Answered, Picks
from openday.registrations.questions.rules import Asked
from openday.registrations.questions.states import NO, YES, Kind


def answer(answered: Answered) -> str:
    """What a party answered, as people read it."""
    return value_in_words(answered.asked, answered.value)


def lines(given: Iterable[Given], asked: Sequence[Asked]) -> list[tuple[str, str]]:
    """Question and answer in words, for what was typed a moment ago."""
    by_key = {one.pk: one for one in asked}
    return [(by_key[one.question].label, value_in_words(by_key[one.question], one.value)) for one in given]


def value_in_words(asked: Asked, value: object) -> str:
    if isinstance(value, list):
        return pgettext("between the parts of a list", ", ").join(choice(asked, str(code)) for code in value)
    return choice(asked, str(value)) if asked.is_counted else str(value)


def choice(asked: Asked, code: str) -> str:
    if asked.kind == Kind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(code, code)
    return asked.choice(code)


def picks(chosen: Picks) -> list[str]:
    """Questions and the choices that a list is filtered by (1 query, if there are any)."""
    rows = Question.objects.filter(pk__in=[int(pk) for pk in chosen]) if chosen else []
    return [
        _("%(label)s: %(value)s") % {"label": row.asked.label, "value": value_in_words(row.asked, [*chosen[str(row.pk)]])} for row in rows
    ]


_SUSPICIONS = {
    "document": lambda: _("It seems to ask for numbers of documents. Where security needs them, the open day has a setting of its own."),
    "health": lambda: _("It seems to ask about health. Access needs are asked by the form already, with a consent of their own."),
    "private": lambda: _("It seems to ask for something very private that a visit does not need."),
    "contact": lambda: _("The form asks for one contact already. A second one is not needed."),
}


def suspicion(code: str) -> str:
    """Why a question had better not be asked."""
    return _SUSPICIONS[code]()
