"""Strict readers of environment variables.

A missing or malformed value stops the start with one sentence that names the
variable and says what it should look like. Any variable may come from a file
instead: `NAME_FILE=/run/secrets/name` is read when `NAME` is not set.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_ABSENT = object()


def load_env_file(path: Path) -> None:
    """Read `path` (lines of NAME=value) when it exists; the real environment wins."""
    if path.is_file():
        environ.Env.read_env(str(path), overwrite=False)


def text(name: str, *, shape: str, default: object = _ABSENT) -> str:
    """The value of `name`; `shape` describes a good value for the error sentence."""
    value = os.environ.get(name, "").strip()
    if not value and (path := os.environ.get(f"{name}_FILE")):
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as fact:
            raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read: {fact.strerror}.") from None
    if value:
        return value
    if default is _ABSENT:
        raise ImproperlyConfigured(f"{name} is not set: it should be {shape}.")
    return str(default)


def flag(name: str, *, default: bool = False) -> bool:
    """`1`/`true`/`yes`/`on` or `0`/`false`/`no`/`off`."""
    value = text(name, shape="1 or 0", default="1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: it should be 1 or 0.")


def words(name: str, *, shape: str, default: object = _ABSENT) -> list[str]:
    """A comma-separated list, empty entries dropped."""
    return [word.strip() for word in text(name, shape=shape, default=default).split(",") if word.strip()]


def number(name: str, *, at_least: int, at_most: int, default: int) -> int:
    """A whole number within the two bounds, both included."""
    value = text(name, shape=f"a whole number from {at_least} to {at_most}", default=default)
    if not value.isdigit() or not at_least <= int(value) <= at_most:
        raise ImproperlyConfigured(f"{name} is {value!r}: it should be a whole number from {at_least} to {at_most}.")
    return int(value)


def choice(name: str, options: set[str], *, default: str) -> str:
    """One word of `options`."""
    shape = " or ".join(sorted(options))
    value = text(name, shape=shape, default=default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}: it should be {shape}.")
    return value


def base_url(name: str) -> str:
    """An absolute http(s) address without a path, for links in letters."""
    shape = "an address such as https://openday.example.org, without a path"
    value = text(name, shape=shape).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path:
        raise ImproperlyConfigured(f"{name} is {value!r}: it should be {shape}.")
    return value


def parsed(name: str, parse: Callable[[str], dict[str, Any]], *, shape: str, default: object = _ABSENT) -> dict[str, Any]:
    """Whatever `parse` makes of the value; its complaint becomes our sentence."""
    value = text(name, shape=shape, default=default)
    try:
        return parse(value)
    except Exception:
        # The value itself may be a secret (a database password): name only the shape.
        raise ImproperlyConfigured(f"{name} cannot be read: it should be {shape}.") from None


def email(name: str, root: Path, *, default: str) -> dict[str, Any]:
    """Django's EMAIL_… settings, and LETTER_TRANSPORT: the backend of the way out.

    `filemail://` writes .eml files to a path, relative ones below `root`.
    """
    settings = parsed(
        name,
        environ.Env.email_url_config,
        shape="an address such as smtp+tls://user:password@host:587, filemail:///path or consolemail://",
        default=default,
    )
    scheme, _, rest = text(name, shape="an address", default=default).partition("://")
    if scheme == "filemail":
        # The parser drops the leading slash and would take the first folder for a host.
        settings |= {"EMAIL_BACKEND": "openday.mail.backends.ReadableFiles", "EMAIL_FILE_PATH": str(root / rest.partition("?")[0])}
    # What a library sends in a request becomes a letter like ours; the deliverer alone uses the way out.
    return settings | {"EMAIL_BACKEND": "openday.mail.backends.Outbox", "LETTER_TRANSPORT": settings["EMAIL_BACKEND"]}
