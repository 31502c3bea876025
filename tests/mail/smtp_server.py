"""A mail server of our own on this machine: it takes letters, or is slow, silent or rude, as the test wants."""

import contextlib
import email
import socketserver
import threading
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage


class SmtpServer(socketserver.ThreadingTCPServer):
    """`accepted` holds every letter the server has taken responsibility for.

    `before_accept` and `after_accept` are called around that moment, before the client is answered.
    `mood`: "" takes letters, "silent" never answers, "rude" refuses recipients, "busy" puts them off.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.accepted: list[EmailMessage] = []
        self.connections = 0
        self.mood = ""
        self.before_accept: Callable[[], None] = lambda: None
        self.after_accept: Callable[[], None] = lambda: None
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.accepted]


class _Conversation(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.mood == "silent":
            self.server.closing.wait()
            return
        # A killed client leaves a broken line; that is what the tests are about.
        with contextlib.suppress(ConnectionError, ValueError):
            self._talk()

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
        self.wfile.flush()

    def _talk(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline():
            word = line.decode("ascii", "replace").strip().upper()
            if word.startswith("RCPT") and self.server.mood:
                self._say({"rude": "550 5.1.1 no such user", "busy": "451 4.7.1 come back later"}[self.server.mood])
            elif word == "DATA":
                self._say("354 go on")
                self._take_letter()
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take_letter(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.before_accept()
        self.server.accepted.append(email.message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
        self.server.after_accept()
        self._say("250 taken")


@contextlib.contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """Serve in a thread until the block ends."""
    server = SmtpServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
