"""Which parts of a full machine are here: PostgreSQL, Redis or Valkey, a browser.

A test that needs a part carries its marker. Without the part it is skipped with a reason that
names it; with the part's name in REQUIRE (as CI sets it) it fails instead.
"""

import os
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

_SERVICES = Path(__file__).resolve().parents[1] / "var" / "services"
NAMES = ("postgres", "redis", "browser", "firefox", "webkit")


def required() -> set[str]:
    return {name for name in os.environ.get("REQUIRE", "").replace(" ", "").split(",") if name}


def _answers(url: str, default_port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default_port), timeout=1).close()
    except OSError:
        return False
    return True


def _url(variable: str, file: str, default_port: int) -> str | None:
    path = _SERVICES / file
    url = os.environ.get(variable) or (path.read_text().strip() if path.exists() else "")
    return url if url and _answers(url, default_port) else None


def postgres() -> str | None:
    """The address of a PostgreSQL where databases may be created, or None."""
    return _url("POSTGRES_URL", "postgres.url", 5432)


def redis() -> str | None:
    """The address of a Redis or Valkey, or None."""
    return _url("REDIS_URL", "redis.url", 6379)


def browser() -> str | None:
    """The path of Chromium, or None. The shell without a window takes a quarter of the processor time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def firefox() -> str | None:
    """The path of Firefox, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def webkit() -> str | None:
    """The path of WebKitGTK's driver, or None; it needs a screen that nobody sees, too."""
    return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") else None


HOW = {
    "postgres": "PostgreSQL does not answer: `make services`, or set POSTGRES_URL",
    "redis": "Redis/Valkey does not answer: `make services`, or set REDIS_URL",
    "browser": "Chromium is not installed: apt-get install chromium-headless-shell, or set CHROMIUM",
    "firefox": "Firefox is not installed: apt-get install firefox-esr",
    "webkit": "WebKitGTK is not installed: apt-get install webkit2gtk-driver xvfb",
}
FIND = {"postgres": postgres, "redis": redis, "browser": browser, "firefox": firefox, "webkit": webkit}
