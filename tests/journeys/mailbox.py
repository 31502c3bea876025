"""What the demo site sent: letters as files, text messages as lines."""

import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

_PATIENCE_SECONDS = 30


class Mailbox:
    """Letters leave after the page has answered, so reading waits a little for them."""

    def __init__(self, letters: Path, texts: Path) -> None:
        self._letters, self._texts = letters, texts

    def to(self, contact: str) -> list[EmailMessage]:
        """All letters to this address so far, the oldest first."""
        letters = []
        for path in sorted(self._letters.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
            letter = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
            if contact in str(letter["To"]):
                letters.append(letter)
        return letters

    def wait(self, contact: str, *, count: int = 1) -> list[EmailMessage]:
        """At least `count` letters to this address. Raises AssertionError when they don't come."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while len(found := self.to(contact)) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} letters to {contact}: {[letter['Subject'] for letter in found]}"
            time.sleep(0.2)
        return found

    def texts(self, number: str, *, count: int = 1) -> list[str]:
        """The text messages to this number; waits for `count` of them."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while len(found := [line for line in self._lines() if number in line]) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} messages to {number}"
            time.sleep(0.2)
        return found

    def _lines(self) -> list[str]:
        return self._texts.read_text(encoding="utf-8").splitlines() if self._texts.exists() else []


def words_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def calendar_of(letter: EmailMessage) -> str:
    """The calendar entry of a letter; empty when there is none."""
    return next((str(part.get_content()) for part in letter.walk() if part.get_content_type() == "text/calendar"), "")
