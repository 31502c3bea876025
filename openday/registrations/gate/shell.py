"""The files of the app for the door, below one versioned folder, so that a phone never mixes two releases."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

# Name in the app -> name among the static files.
FILES = {
    "app.js": "js/gate/app.js",
    "clock.js": "js/gate/clock.js",
    "decoder.js": "js/gate/decoder.js",
    "rules.js": "js/gate/rules.js",
    "scanner.js": "js/gate/scanner.js",
    "server.js": "js/gate/server.js",
    "signals.js": "js/gate/signals.js",
    "store.js": "js/gate/store.js",
    "ticket.js": "js/gate/ticket.js",
    "views.js": "js/gate/views.js",
    "worker.js": "js/gate/worker.js",
    "jsQR.js": "vendor/jsqr/jsQR.js",
    "gate.css": "css/gate.css",
    "icon.svg": "img/gate.svg",
}
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def content(name: str) -> bytes:
    return _read(FILES[name]) if not settings.DEBUG else _read.__wrapped__(FILES[name])


@cache
def _read(name: str) -> bytes:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(f"{name} is named by the gate but does not exist in static/")
    return Path(str(found)).read_bytes()


def version(words: bytes) -> str:
    """Changes with any file of the app, and with `words`: the page around them in every language."""
    digest = hashlib.sha256(words)
    for name in sorted(FILES):
        digest.update(content(name))
    return digest.hexdigest()[:16]
