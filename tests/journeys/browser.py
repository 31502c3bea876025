"""A person at a browser: what they can do, and what must never happen while they do it."""

import itertools
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


_SCRIPTS = re.compile(r"<script\b(?![^>]*json).*?</script>", re.DOTALL | re.IGNORECASE)
# Without preload: only one rule about turned screens wants every style sheet once more.
_RULES = {"resultTypes": ["violations"], "preload": False}
# Wagtail 8.0.1, until it draws the panel: who may not publish gets a new page's comments script without its panel.
_NOT_OURS = "Comments app failed to initialise"
_NEIGHBOURS = itertools.count(1)


class Examiner:
    """axe-core, in a window of its own that shows what the visitor sees.

    axe writes inline styles while it measures, which our content policy refuses aloud, and waits on
    timers, which never ring without JavaScript. So it gets a copy of the page as it stands, without
    scripts and without the policy: what it does there can neither fail nor excuse the page itself.
    """

    def __init__(self, chrome: Any, *, width: int, scheme: str) -> None:
        height = 800 if width > 600 else 640
        self._context = chrome.new_context(
            viewport={"width": width, "height": height}, bypass_csp=True, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page = self._context.new_page()
        self._axe = Axe()
        self._html = ""
        self.page.route("**/*", self._answer)

    def _answer(self, route: Any) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    def barriers(self, url: str, html: str) -> list[str]:
        """What breaks WCAG 2.2 A and AA or best practice in `html`, as if it stood at `url`."""
        self._html = _SCRIPTS.sub("", html)
        self.page.goto(url)
        return self.measure()

    def measure(self) -> list[str]:
        """The same of the copy that is shown, however it was changed since."""
        found = self._axe.run(self.page, options=_RULES)
        return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]

    def close(self) -> None:
        self._context.close()


class Visitor:
    """One browser window. Collects errors of scripts, refused resources and requests to other hosts."""

    def __init__(
        self,
        chrome: Any,
        url: str,
        *,
        shots: Path,
        name: str,
        language: str = "zh-hans",
        width: int = 1280,
        javascript: bool = True,
        scheme: str = "light",
        thorough: bool = False,
    ) -> None:
        # Whether each step is looked at in every mode and walked by Tab, not only measured once.
        self.thorough = thorough
        self.url, self.language, self.width, self.javascript = url, language, width, javascript
        self._shots, self._name, self._count = shots, name, 0
        self.examiner = Examiner(chrome, width=width, scheme=scheme)
        self._context = chrome.new_context(
            viewport={"width": width, "height": 800 if width > 600 else 640},
            locale="en" if language == "en" else "zh-CN",
            java_script_enabled=javascript,
            color_scheme=scheme,
            reduced_motion="reduce",
            accept_downloads=True,
            # Everybody comes from an address of their own: five messages an hour are enough for one.
            extra_http_headers={"X-Forwarded-For": f"198.18.{next(_NEIGHBOURS) % 250}.1"},
        )
        self._context.set_default_timeout(30_000)
        self.page = self._context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", self._stumble)
        self.page.on("console", self._hear)
        self.page.on("request", self._look)
        self.page.on("response", self._judge)

    def _stumble(self, fault: Any) -> None:
        if _NOT_OURS not in str(fault):
            self.faults.append(f"script: {fault} ({self.page.url})")

    def _hear(self, line: Any) -> None:
        if line.type == "error" and "status of 4" not in line.text:
            self.faults.append(f"console: {line.text} ({self.page.url})")

    def _judge(self, answer: Any) -> None:
        # A page may say that something is missing or wrong; a picture, a style or a script may not be missing.
        allowed = 499 if answer.request.resource_type in {"document", "fetch", "xhr"} else 399
        if answer.status > allowed:
            self.faults.append(f"{answer.status} {answer.url}")

    def _look(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme.startswith("http") and parts.netloc != urlsplit(self.url).netloc:
            self.faults.append(f"other host: {request.url}")

    def go(self, path: str) -> Any:
        """Open `path` (begins with a slash) and return the response."""
        return self.page.goto(self.url + path)

    def press(self, selector: str, *, nth: int = 0) -> None:
        """Click what leads to another page (or to the same one again) and wait until it stands there."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).nth(nth).click()

    def shot(self, step: str) -> None:
        """Keep a picture of the whole page under var/journeys/."""
        self._count += 1
        clean = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in f"{self._name}-{self._count:02}-{step}")
        self.page.screenshot(path=str(self._shots / f"{clean}.png"), full_page=True)

    def barriers(self) -> list[str]:
        """What axe-core finds on the page as it stands (WCAG 2.2 A and AA, and best practice)."""
        return self.examiner.barriers(self.page.url, self.page.content())

    def scrolls_sideways(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))

    def tab_to(self, selector: str, *, most: int = 120) -> None:
        """Press Tab until `selector` has the focus. Raises AssertionError when it never does."""
        for _ in range(most):
            if self.page.evaluate("selector => document.activeElement && document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached by Tab on {self.page.url}")

    def close(self) -> None:
        self.examiner.close()
        self._context.close()
