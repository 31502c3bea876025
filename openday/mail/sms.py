"""Text messages: one small gateway per kind of SMS_URL."""

import base64
import http.client
import json
import logging
import re
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from openday.accounts.personal_data import mask_contact

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 10
# Above this a text is sent, but somebody should shorten its template.
MANY_SEGMENTS = 4
_PLACE = re.compile(r"\{(?:to|text|id)\}")

# What memory:// sent, for tests: (number, text).
outbox: list[tuple[str, str]] = []


class GatewayAway(Exception):
    """The gateway cannot be reached or is busy: try again soon, no letter is to blame."""


class NumberRefused(Exception):
    """The gateway will never take this message."""


class Gateway(Protocol):
    def send(self, *, to: str, text: str, message_id: str) -> None:
        """Hand one message over. Raises GatewayAway or NumberRefused."""
        ...


class Console:
    """Write to the log: the number masked, the text whole (a developer needs its link)."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        log.info("Text message to %s: %s", mask_contact(to), text)


class Memory:
    """Keep in `outbox`."""

    def send(self, *, to: str, text: str, message_id: str) -> None:
        outbox.append((to, text))


class File:
    """Append to a text file, one line per message."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def send(self, *, to: str, text: str, message_id: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{timezone.localtime():%Y-%m-%d %H:%M:%S}\t{to}\t{text}\n")


class Post:
    """POST JSON to a gateway.

    `https://user:password@host/path?sign=no&app=7`: user and password go as Basic authorisation, or SMS_TOKEN as
    Bearer; the query stays part of the address. SMS_TEMPLATE is the JSON body with "{to}", "{text}" and
    "{id}" somewhere in its strings. Redirects are not followed, and nothing of the address is logged.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.secure, self.host, self.port = parts.scheme == "https", parts.hostname or "", parts.port
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.template = json.loads(settings.SMS_TEMPLATE)
        self.headers = {"Content-Type": "application/json; charset=utf-8"}
        if settings.SMS_TOKEN:
            self.headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
        elif parts.username:
            pair = f"{parts.username}:{parts.password or ''}".encode()
            self.headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"

    def send(self, *, to: str, text: str, message_id: str) -> None:
        body = json.dumps(_filled(self.template, {"{to}": to, "{text}": text, "{id}": message_id.strip("<>")}), ensure_ascii=False)
        connect = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        connection = connect(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            # The same key at every attempt, for gateways that drop doubles.
            connection.request("POST", self.path, body.encode("utf-8"), {**self.headers, "Idempotency-Key": message_id.strip("<>")})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as fact:
            raise GatewayAway(f"The gateway does not answer: {type(fact).__name__}.") from None
        finally:
            connection.close()
        # Our own fault or theirs, but not the number's: a wrong password must not fail a thousand letters.
        if status in {401, 403, 404, 408, 425, 429} or status >= 500 or 300 <= status < 400:
            raise GatewayAway(f"The gateway answers {status}.")
        if status >= 400:
            raise NumberRefused(f"The gateway answers {status}.")


def gateway() -> Gateway:
    """The gateway of settings.SMS_URL."""
    url = settings.SMS_URL
    scheme, _, rest = url.partition("://")
    if scheme in {"http", "https"}:
        return Post(url)
    if scheme == "file":
        return File(rest)
    if scheme in {"console", "memory"}:
        return Console() if scheme == "console" else Memory()
    raise ImproperlyConfigured("SMS_URL cannot be read: it should be console://, file:///path, or the http(s) address of a gateway.")


def is_signed() -> bool:
    """Whether we write 【service】 in front: SMS_URL with ?sign=no says that the gateway does it."""
    return dict(parse_qsl(urlsplit(settings.SMS_URL).query)).get("sign") != "no"


def _filled(template: Any, values: dict[str, str]) -> Any:
    """Fill a JSON value; values go into finished strings, so no text can break out of its quotes."""
    if isinstance(template, str):
        # In one pass: a text that contains "{to}" stays a text.
        return _PLACE.sub(lambda place: values[place[0]], template)
    if isinstance(template, list):
        return [_filled(item, values) for item in template]
    if isinstance(template, dict):
        return {name: _filled(item, values) for name, item in template.items()}
    return template
