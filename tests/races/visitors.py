"""Many visitors at one moment, each with a browser of their own, over HTTP."""

import contextlib
import http.client
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlencode

from tests.races.together import in_threads
from tests.registrations.visitor import FILLED, hidden

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# The cookie of a browser that has seen a form.
CSRF = {"csrftoken": "a" * 32}


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    page: str


@dataclass
class Browser:
    """Keeps cookies; each request has a connection of its own, so that hundreds of browsers can wait their turn."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, path: str, answers: dict | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if answers is not None:
            headers |= _FORM
            body = urlencode({**answers, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}, doseq=True)
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        for header, value in answer.getheaders():
            if header.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        return Answer(answer.status, answer.getheader("Location", ""), page)


def signed_in(port: int, key: str) -> Browser:
    """The browser of a member of staff, by the key of their session (people.session_key)."""
    return Browser(port, {"sessionid": key, **CSRF})


@dataclass
class Confirmation:
    """Somebody who has reviewed everything and is about to press the button."""

    browser: Browser
    path: str
    answers: dict

    def press(self) -> Answer:
        return self.browser.send(self.path, self.answers)


def reviewed(port: int, session: int, **changes: str) -> Confirmation:
    """Fill in the form of `session` up to the review page."""
    browser = Browser(port)
    path = f"/zh-hans/visits/{session}/register/"
    form = {**hidden(browser.send(path).page), **FILLED, "adults": "1", "children_6_13": "0", **changes}
    review = browser.send(path, form)
    assert review.status == 200, f"{review.status}: {review.page[:3000]}"
    return Confirmation(browser, path, hidden(review.page))


def at_ticket(port: int, location: str, deed: str = "", *, look: str = "", **answers: str) -> Confirmation:
    """A visitor on the ticket behind the secret link, about to send the form `deed` (such as `cancel/`), seen at its address + `look`."""
    browser = Browser(port)
    ticket = browser.send(location).location
    browser.send(f"{ticket}{deed}{look}")
    return Confirmation(browser, f"{ticket}{deed}", answers)


def all_at_once(deeds: list[Confirmation]) -> list[Answer]:
    """Press every button at the same moment. A connection that breaks is an answer with status 0."""
    return in_threads([partial(_press, deed) for deed in deeds])


def _press(deed: Confirmation) -> Answer:
    try:
        return deed.press()
    except (OSError, http.client.HTTPException) as fact:
        return Answer(0, "", str(fact))


@dataclass(frozen=True)
class Outcome:
    """How many of those who acted on one row got which status, in which state it is now, and which deeds were done to it."""

    answers: dict[int, int]
    state: str
    deeds: list[str]


def statuses(answers: list[Answer]) -> dict[int, int]:
    return dict(Counter(answer.status for answer in answers))
