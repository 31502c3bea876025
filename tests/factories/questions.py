"""Questions of an organiser."""

from datetime import datetime
from typing import Any

from openday.events.models import OpenDay
from openday.registrations.questions import actions
from openday.registrations.questions.models import Question
from tests.factories.registrations import NOW

LUNCH = [["清真餐", "Halal meal"], ["素食", "Vegetarian meal"], ["都可以", "Anything"]]


def facts_of(**changes: Any) -> dict[str, Any]:
    """A whole set of facts, as the form of staff gives it."""
    return {
        "kind": Question.Kind.LINE,
        "label_zh": "您从哪里得知开放日？",
        "label_en": "How did you hear of us?",
        "help_zh": "",
        "help_en": "",
        "choices": [],
        "least": None,
        "most": None,
        "is_required": False,
        "with_children": False,
        "keep_days": 7,
    } | changes


def ask(open_day: OpenDay, *, by: Any = None, now: datetime = NOW, **changes: Any) -> Question:
    return actions.ask(open_day=open_day, by=by, now=now, **facts_of(**changes))


def ask_about_lunch(open_day: OpenDay, **changes: Any) -> Question:
    words = {"kind": Question.Kind.ONE, "label_zh": "午餐", "label_en": "Lunch", "choices": LUNCH}
    return ask(open_day, **(words | changes))
