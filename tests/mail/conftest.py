"""Templates of two small kinds of letters, and letters of them."""

import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openday.mail import kinds, rendering, sms
from openday.mail.actions import queue

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SAMPLE = {
    "name": "王小明",
    "title": "食品检测实验室开放日",
    "rows": [["日期", "2026年11月22日（星期日）"], ["人数", 3]],
    "ticket_url": "https://openday.example.org/zh-hans/visits/r/abc?x=1&y=2",
}


@pytest.fixture
def letter_templates(settings, monkeypatch):
    """The kinds `visit` and `bare`, and no others."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].insert(0, Path(__file__).parent / "templates")
    settings.TEMPLATES = templates
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("visit", "Visit", ["name", "title"], SAMPLE, channels=("email", "sms"))
    rendering._extends.cache_clear()
    rendering._inliner.cache_clear()
    sms.outbox.clear()
    yield
    rendering._extends.cache_clear()
    rendering._inliner.cache_clear()


@pytest.fixture
def letter(db, letter_templates):
    """A function that writes one letter; each has a key of its own."""
    written = []

    def write(**changes):
        defaults = {
            "kind": "visit",
            "channel": "email",
            "to": "wang@example.org",
            "language": "zh-hans",
            "context": SAMPLE,
            "now": NOW,
            "key": f"letter:{len(written)}",
        }
        written.append(queue(**(defaults | changes)))
        return written[-1]

    return write
