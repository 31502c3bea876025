"""A person at a browser: what they can do, and what must never happen while they do it."""

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
    ) -> None:
        self.url, self.language, self.width, self.javascript = url, language, width, javascript
        self._shots, self._name, self._count = shots, name, 0
        self._context = chrome.new_context(
            viewport={"width": width, "height": 800 if width > 600 else 640},
            locale="en" if language == "en" else "zh-CN",
            java_script_enabled=javascript,
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self.page = self._context.new_page()
        self.faults: list[str] = []
        self._deaf = False
        self.page.on("pageerror", lambda fault: self.faults.append(f"script: {fault}"))
        self.page.on("console", self._hear)
        self.page.on("request", self._look)
        self.page.on("response", lambda answer: self.faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)

    def _hear(self, line: Any) -> None:
        if line.type == "error" and "status of 4" not in line.text and not self._deaf:
            self.faults.append(f"console: {line.text}")

    def _look(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme.startswith("http") and parts.netloc != urlsplit(self.url).netloc:
            self.faults.append(f"other host: {request.url}")

    def go(self, path: str) -> Any:
        """Open `path` (begins with a slash) and return the response."""
        return self.page.goto(self.url + path)

    def shot(self, step: str) -> None:
        """Keep a picture of the whole page under var/journeys/."""
        self._count += 1
        clean = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in f"{self._name}-{self._count:02}-{step}")
        self.page.screenshot(path=str(self._shots / f"{clean}.png"), full_page=True)

    def barriers(self) -> list[str]:
        """What axe-core finds on the page as it stands (WCAG 2.2 A and AA, and best practice)."""
        # axe measures by inline styles, which our content policy refuses and the console tells.
        self._deaf = True
        found = Axe().run(self.page)
        self.page.wait_for_timeout(50)
        self._deaf = False
        return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found.response["violations"]]

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
        self._context.close()
