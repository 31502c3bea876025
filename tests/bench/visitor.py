"""A visitor without a browser: fetches the real forms, fills them in, sends them on."""

import html
import http.client
import re
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

from tests.bench.load import Request

T = TypeVar("T")
_FORM = re.compile(r'<form\b[^>]*method="post".*?</form>', re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_STATE = re.compile(r'<main\b[^>]*data-state="([a-z]+)"')


class WrongTurn(Exception):
    """The site answered something else than the next step."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str

    @property
    def state(self) -> str:
        """`data-state` of the page (CONTRACT.md), or empty."""
        found = _STATE.search(self.text)
        return found[1] if found else ""

    def fields(self) -> list[tuple[str, str]]:
        """What a browser would send of the page's form if nobody touched it."""
        form = _FORM.search(self.text)
        if form is None:
            raise WrongTurn(f"No form in the answer {self.status} {self.state}")
        sent = []
        for tag in _INPUT.findall(form[0]):
            attributes = dict(_ATTRIBUTE.findall(tag[6:]))
            kind = attributes.get("type", "text")
            if "name" in attributes and (kind not in {"checkbox", "radio"} or "checked" in attributes):
                sent.append((attributes["name"], html.unescape(attributes.get("value", "on" if kind == "checkbox" else ""))))
        return sent


@dataclass
class Visitor:
    """One person with an address, a contact and cookies of their own, on one connection."""

    port: int
    number: int
    cookies: dict[str, str] = field(default_factory=dict)
    # By perf_counter: when the registration was answered.
    registered_at: float = 0.0
    # Address of the ticket, once there is one.
    ticket: str = ""
    _connection: http.client.HTTPConnection | None = None

    @property
    def contact(self) -> str:
        return f"visitor{self.number}@example.org"

    @property
    def headers(self) -> dict[str, str]:
        """As our reverse proxy would pass them on."""
        # Every visitor has an address of their own: the limits per address stay switched on.
        last = self.number % 0xFFFFFF
        address = f"10.{last >> 16}.{last >> 8 & 255}.{last & 255}"
        headers = {"X-Forwarded-For": address, "Accept-Encoding": "identity", "Accept-Language": "zh-CN"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def get(self, path: str) -> Answer:
        return self.send(Request(path, headers=self.headers))

    def post(self, path: str, fields: Iterable[tuple[str, str]]) -> Answer:
        return self.send(self.posting(path, fields))

    def posting(self, path: str, fields: Iterable[tuple[str, str]]) -> Request:
        """The request of a form, ready to be sent by anybody."""
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        return Request(path, "POST", urlencode(list(fields)).encode(), headers)

    def send(self, request: Request) -> Answer:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self._connection.request(request.method, request.path, body=request.body, headers=request.headers)
        response = self._connection.getresponse()
        text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, text, urlsplit(response.headers.get("Location", "")).path)

    def leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ---- The way to a ticket ----

    def confirmation(self, session_id: int, *, language: str = "zh-hans") -> Request:
        """Fetch the form, fill it in, reach the review page: the request that confirms it, not sent yet."""
        path = f"/{language}/visits/{session_id}/register/"
        form = self.get(path)
        if form.status != 200:
            raise WrongTurn(f"form: {form.status} {form.state}")
        typed = {"adults": "2", "name": "测试访客", "contact": self.contact, "consent_visit": "on", "captcha": "test"}
        untouched = [(name, value) for name, value in form.fields() if name not in typed and not name.startswith("captcha_")]
        review = self.post(path, [*untouched, *typed.items()])
        if review.status != 200 or review.state != "review":
            raise WrongTurn(f"review: {review.status} {review.state}")
        return self.posting(path, review.fields())

    def register(self, session_id: int, *, begin_at: str = "", language: str = "zh-hans") -> str:
        """Walk from the page `begin_at` to the ticket; return its `data-state`, or `full` when the places are gone."""
        if begin_at:
            self.expect(self.get(begin_at), 200)
        return self.confirm(self.confirmation(session_id, language=language))

    def confirm(self, request: Request) -> str:
        """Send the last click and follow the link to the ticket; return its `data-state`, or `full`."""
        confirmed = self.send(request)
        if confirmed.status != 303:
            return confirmed.state or str(confirmed.status)
        self.registered_at = perf_counter()
        entrance = self.expect(self.get(confirmed.location), 302, 303)
        self.ticket = entrance.location
        return self.expect(self.get(entrance.location), 200).state

    @staticmethod
    def expect(answer: Answer, *statuses: int) -> Answer:
        if answer.status not in statuses:
            raise WrongTurn(f"{answer.status} {answer.state} instead of {statuses}")
        return answer


def crowd(tasks: Iterable[Callable[[], T]], *, clients: int) -> list[T]:
    """Do all tasks, `clients` at a time."""
    with ThreadPoolExecutor(max_workers=clients) as pool:
        return list(pool.map(lambda task: task(), tasks))


@dataclass(frozen=True)
class Finish:
    """How one visitor of a rush fared: seconds after the start, and what the last page said.

    `registered_seconds` is the moment of the answer to "confirm": the places were taken then, the ticket is still to be fetched.
    """

    seconds: float
    state: str
    registered_seconds: float = 0.0


def at_once(visits: list[tuple[Visitor, Callable[[], str]]]) -> list[Finish]:
    """Let every visitor begin at the same moment, each in a thread of their own. A broken visit ends as `error: …`."""
    start = threading.Barrier(len(visits) + 1)
    found: list[Finish] = []
    begun = 0.0

    def go(visitor: Visitor, visit: Callable[[], str]) -> None:
        start.wait()
        try:
            state = visit()
        except (WrongTurn, OSError, http.client.HTTPException) as fault:
            state = f"error: {fault}"
        found.append(Finish(perf_counter() - begun, state, max(visitor.registered_at - begun, 0.0)))

    threads = [threading.Thread(target=go, args=visit) for visit in visits]
    for thread in threads:
        thread.start()
    begun = perf_counter()
    start.wait()
    for thread in threads:
        thread.join()
    return found
