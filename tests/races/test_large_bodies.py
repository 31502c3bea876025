"""Answer and upload race each other: a server that closes first takes the answer from the visitor."""

import http.client
from pathlib import Path

import pytest

from tests.races.server import serve, sqlite_database

pytestmark = pytest.mark.races
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def send(port: int, *, megabytes: int) -> tuple[int, bytes]:
    """Send a form of that size whole, as a browser does, then read the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/en/visits/find/", b"contact=" + b"a" * (megabytes << 20), FORM)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("megabytes", [3, 6, 30])
def test_whoever_sends_too_much_reads_our_page(tmp_path: Path, sqlite_template: Path, megabytes: int):
    with sqlite_database(tmp_path, template=sqlite_template) as database, serve(database, folder=tmp_path) as server:
        status, page = send(server.port, megabytes=megabytes)

    # 403: whoever comes without the cookie of the form is refused before anybody looks at the size.
    assert (status, b"<h1>" in page) == (403, True)


def test_control_without_reading_the_rest_the_connection_breaks(tmp_path: Path, sqlite_template: Path):
    with (
        sqlite_database(tmp_path, template=sqlite_template) as database,
        serve(database, folder=tmp_path, application="tests.races.controls.impatient:application") as server,
        # Which of the two it is depends on how far the upload was.
        pytest.raises((BrokenPipeError, ConnectionResetError)),
    ):
        send(server.port, megabytes=30)
