"""A visitor without JavaScript: reads pages, fills in what they ask, follows the forms."""

import html
import re
from dataclasses import dataclass

from django.test import Client

FILLED = {
    "adults": "2",
    "children_0_5": "",
    "children_6_13": "1",
    "youths_14_17": "0",
    "companions": "0",
    "name": "李梅",
    "contact": "li.mei@example.org",
    "guide_language": "zh-hans",
    "access_note": "",
    "wait": "on",
    "consent_visit": "on",
    "captcha": "test",
}
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_STATE = re.compile(r'<main[^>]* data-state="([^"]*)"')


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden inputs of a page, without Django's own token."""
    found: dict[str, list[str]] = {}
    for tag in _INPUT.findall(page):
        values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
        if values.get("type") == "hidden" and values["name"] != "csrfmiddlewaretoken":
            found.setdefault(values["name"], []).append(values.get("value", ""))
    return found


def state(response) -> str:
    """What <main data-state> says."""
    found = _STATE.search(response.content.decode())
    return found.group(1) if found else ""


@dataclass
class Visitor:
    client: Client
    language: str = "zh-hans"

    def address(self, session) -> str:
        return f"/{self.language}/visits/{session.pk}/register/"

    def fill_in(self, session, **changes):
        """GET the form and POST it; the answer is the review page or the form with errors."""
        page = self.client.get(self.address(session)).content.decode()
        answers = {**hidden(page), **FILLED, **changes}
        return self.client.post(self.address(session), {name: value for name, value in answers.items() if value is not None})

    def confirm(self, session, page, **changes):
        return self.client.post(self.address(session), {**hidden(page.content.decode()), **changes})

    def register(self, session, **changes):
        """The whole way; the answer is the 303 to the secret page, or whatever stopped it."""
        return self.confirm(session, self.fill_in(session, **changes))
