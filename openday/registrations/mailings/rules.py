"""What an organiser may put into a letter, without a database."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from openday.mail import rules as mail_rules

# What may stand in braces. No link: a letter always ends with it, on a line of its own, where no full stop sticks to it.
PLACES = ("open_day", "when", "day", "clock", "place", "people", "code", "change_until")
# How long it can be taken back, as with changes of sessions (docs/decisions/0013).
UNDO_WINDOW = timedelta(minutes=10)
# Of one open day, in one day and night: who is written to every hour reads nothing any more.
MOST_PER_DAY = 3
# Four text messages are 268 Chinese letters; who has more to say writes an email.
MOST_SEGMENTS = 4


def text_in(words: Mapping[str, str], part: str, *, language: str) -> str:
    """The subject, body or sms for readers of `language`. A text message is the body where nothing shorter was written."""
    written = "en" if language.startswith("en") else "zh"
    text = words.get(f"{part}_{written}", "")
    return text or (words.get(f"body_{written}", "") if part == "sms" else "")


def filled(text: str, values: Mapping[str, Any]) -> str:
    return mail_rules.fill_places(text, {name: values[name] for name in PLACES if name in values})


def too_long(text: str, values: Mapping[str, Any], *, service: str) -> int:
    """How many text messages it would be when these are more than we send; 0 when it is short enough."""
    segments = mail_rules.sms_segments(f"【{service}】" + " ".join(filled(text, values).split()))
    return segments if segments > MOST_SEGMENTS else 0
