"""Firefox and WebKit in front of the portal, each by the smallest way to drive it: no driver but what the engine brings.

Playwright's own builds of both are downloads that a Debian machine does not have. Firefox itself speaks Marionette
(JSON over a socket, here without geckodriver); WebKitGTK brings WebKitWebDriver, which speaks W3C WebDriver over HTTP.
"""

import base64
import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import parts

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_SECONDS = 60
# Names of W3C commands: what Marionette calls them, then method and path of HTTP.
_COMMANDS = {
    "go": ("WebDriver:Navigate", "POST", "url"),
    "find": ("WebDriver:FindElement", "POST", "element"),
    "run": ("WebDriver:ExecuteScript", "POST", "execute/sync"),
    "shot": ("WebDriver:TakeScreenshot", "GET", "screenshot"),
    "size": ("WebDriver:SetWindowRect", "POST", "window/rect"),
}


class Refused(Exception):
    """The engine says that it cannot do what it was asked."""


class Marionette:
    """One Firefox without a window."""

    def __init__(self, program: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / "user.js").write_text(
            f'user_pref("marionette.port", {port});\nuser_pref("intl.accept_languages", "zh-CN");\n'
            # Nothing of the engine's own may reach the world from a test.
            'user_pref("network.proxy.type", 1);\nuser_pref("network.proxy.http", "127.0.0.1");\nuser_pref("network.proxy.http_port", 9);\n'
            'user_pref("network.proxy.ssl", "127.0.0.1");\nuser_pref("network.proxy.ssl_port", 9);\n'
            'user_pref("network.proxy.no_proxies_on", "127.0.0.1");\n'
        )
        self._process = subprocess.Popen(
            [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
        )
        self._socket = _connected(port)
        self._number = 0
        self._read()
        self._ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})

    def command(self, name: str, body: dict[str, Any]) -> Any:
        if name in {"click", "type"}:
            body = {**body, "id": body.pop("element")}
            return self._ask({"click": "WebDriver:ElementClick", "type": "WebDriver:ElementSendKeys"}[name], body)
        if name == "shot":
            body = {"full": True}
        return self._ask(_COMMANDS[name][0], body)

    def _ask(self, name: str, body: dict[str, Any]) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, name, body]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        _kind, _number, fault, result = self._read()
        if fault:
            raise Refused(f"{fault['error']}: {fault['message']}")
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _read(self) -> Any:
        """One message: its length in bytes, a colon, the JSON."""
        head = b""
        while not head.endswith(b":"):
            head += self._socket.recv(1)
        body, length = b"", int(head[:-1])
        while len(body) < length:
            body += self._socket.recv(length - len(body))
        return json.loads(body)

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(_SECONDS)


class WebDriver:
    """One WebKitGTK in a window that nobody sees (Xvfb)."""

    def __init__(self, program: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # -displayfd: the first display that is free; -ac: no cookie file of whoever runs the tests.
        read, write = os.pipe()
        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-ac", "-nolisten", "tcp"],
            pass_fds=[write],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as said:
            display = f":{said.readline().strip()}"
        environment = {
            **{name: value for name, value in os.environ.items() if name not in {"WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}},
            "DISPLAY": display,
            "HOME": str(folder),
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            # A container may not nest another sandbox.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        self._driver = subprocess.Popen([program, f"--port={port}"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._base = f"http://127.0.0.1:{port}"
        try:
            _connected(port).close()
            made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": _minibrowser()}}})
        except (OSError, Refused):
            self.close()
            raise
        self._base += f"/session/{made['sessionId']}"

    def command(self, name: str, body: dict[str, Any]) -> Any:
        if name in {"click", "type"}:
            element = body.pop("element")
            return self._ask("POST", f"/element/{element}/{'click' if name == 'click' else 'value'}", body)
        _marionette, method, path = _COMMANDS[name]
        return self._ask(method, f"/{path}", body)

    def _ask(self, method: str, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            self._base + path,
            method=method,
            data=json.dumps(body).encode() if method == "POST" else None,
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            with refused:
                raise Refused(refused.read().decode()[:300]) from None

    def close(self) -> None:
        with contextlib.suppress(Refused, OSError):
            self._ask("DELETE", "", {})
        for process in (self._driver, self._screen):
            process.terminate()
            process.wait(_SECONDS)


def _minibrowser() -> dict[str, Any]:
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"))
    return {"binary": str(found[-1]), "args": ["--automation"]} if found else {}


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_SECONDS)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


class Window:
    """A person at one of these browsers."""

    def __init__(self, driver: Marionette | WebDriver, *, shots: Path, name: str) -> None:
        self._driver, self._shots, self._name, self._count = driver, shots, name, 0

    def go(self, url: str) -> None:
        self._driver.command("go", {"url": url})

    def _find(self, selector: str) -> str:
        return self._driver.command("find", {"using": "css selector", "value": selector})[_ELEMENT]

    def wait(self, selector: str) -> str:
        """The first element of `selector`, as soon as the page has one."""
        until = time.monotonic() + _SECONDS
        while True:
            try:
                return self._find(selector)
            except Refused:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def click(self, selector: str) -> None:
        self._driver.command("click", {"element": self.wait(selector)})

    def type(self, selector: str, text: str) -> None:
        self.run("document.querySelector(arguments[0]).value = ''", selector)
        self._driver.command("type", {"element": self.wait(selector), "text": text})

    def run(self, script: str, *arguments: Any) -> Any:
        return self._driver.command("run", {"script": script, "args": list(arguments)})

    def text(self, selector: str) -> str:
        self.wait(selector)
        return self.run("return document.querySelector(arguments[0]).innerText.trim()", selector)

    def state(self) -> Any:
        """What the page says it is; None while it loads."""
        loaded = "document.readyState == 'complete'"
        return self.run(f"return {loaded} ? document.querySelector('main').dataset.state || '' : null")

    def wait_for_state(self, *wanted: str) -> None:
        until = time.monotonic() + _SECONDS
        while (now := self.state()) not in wanted:
            assert time.monotonic() < until, f"{now} instead of {wanted}: {self.run('return location.href')}"
            time.sleep(0.2)

    def shot(self, step: str) -> None:
        self._count += 1
        picture = self._driver.command("shot", {})
        (self._shots / f"{self._name}-{self._count:02}-{step}.png").write_bytes(base64.b64decode(picture))

    def size(self, width: int, height: int) -> None:
        self._driver.command("size", {"width": width, "height": height})


@contextlib.contextmanager
def _firefox(folder: Path, *, shots: Path, name: str) -> Iterator[Window]:
    driver = Marionette(parts.firefox() or "", folder)
    try:
        yield Window(driver, shots=shots, name=name)
    finally:
        driver.close()


@contextlib.contextmanager
def _webkit(folder: Path, *, shots: Path, name: str) -> Iterator[Window]:
    driver = WebDriver(parts.webkit() or "", folder)
    try:
        yield Window(driver, shots=shots, name=name)
    finally:
        driver.close()


ENGINES = {"firefox": _firefox, "webkit": _webkit}
