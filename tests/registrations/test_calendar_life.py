"""One visit from invitation to cancellation, as calendars read it: one entry, the right time, struck at the end.

Three parsers are always there. ical.js and node-ical are asked when NODE_MODULES names a folder that has them
(`npm install ical.js node-ical`), and a real store, Radicale, when RADICALE_PYTHON names a Python that has it
(`pip install radicale` in an environment of its own): docs/machine-readable.md.
"""

import base64
import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from openday.events.models import Session
from openday.mail.models import Message
from openday.registrations import actions
from openday.registrations.models import Registration
from openday.registrations.rules import Party
from tests.factories.registrations import NOW, Contact, OpenDayFactory, SessionFactory, register
from tests.races.server import free_port

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
WITHOUT_NODE = "NODE_MODULES names no folder with ical.js and node-ical"
WITHOUT_RADICALE = "RADICALE_PYTHON names no Python that has Radicale"


@dataclass(frozen=True)
class Seen:
    """What a calendar program takes from one letter."""

    method: str
    uid: str
    sequence: int
    start: datetime
    status: str


def life() -> list[str]:
    """The calendar parts of all letters to one visitor, in the order in which they were written."""
    open_day = OpenDayFactory()
    here = SessionFactory(open_day=open_day)
    there = SessionFactory(open_day=open_day, starts_at=NOW + timedelta(days=9, hours=5))
    # The session that is left was changed before: its own number must not hold the entry back.
    Session.objects.filter(pk=here.pk).update(sequence=3)
    registration = register(here, adults=2, contact=Contact(value="wang@example.org"))
    registration = actions.change_party(registration=registration, party=Party(adults=1), now=NOW)
    registration = actions.move(registration=registration, session=there, now=NOW)
    actions.cancel(registration=Registration.objects.with_visit().get(pk=registration.pk), now=NOW)
    return [letter.calendar for letter in Message.objects.order_by("pk") if letter.calendar]


EXPECTED = [
    ("REQUEST", NOW + timedelta(days=6), "CONFIRMED"),
    ("REQUEST", NOW + timedelta(days=6), "CONFIRMED"),
    ("REQUEST", NOW + timedelta(days=9, hours=5), "CONFIRMED"),
    ("CANCEL", NOW + timedelta(days=9, hours=5), "CANCELLED"),
]


def by_icalendar(text: str) -> Seen:
    calendar = icalendar.Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return Seen(str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt, str(event["STATUS"]))


def by_vobject(text: str) -> Seen:
    calendar = vobject.readOne(text)
    (event,) = calendar.vevent_list
    return Seen(calendar.method.value, event.uid.value, int(event.sequence.value), event.dtstart.value, event.status.value)


def by_ical(text: str) -> Seen:
    calendar = IcsCalendarStream.calendar_from_ics(text)
    (event,) = calendar.events
    return Seen(str(calendar.method), event.uid, event.sequence, event.dtstart, str(event.status.value))


def by_node(parser: str):
    def read_all(texts: list[str]) -> list[Seen]:
        folder = os.environ.get("NODE_MODULES", "")
        node = shutil.which("node")
        if not node or not all((Path(folder) / one).is_dir() for one in ("ical.js", "node-ical")):
            pytest.skip(WITHOUT_NODE)
        done = subprocess.run(
            [node, str(HERE / "calendars" / "read.mjs"), parser],
            input=json.dumps(texts), capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answers = json.loads(done.stdout)
        assert [one["events"] for one in answers] == [1] * len(texts)
        assert {one["zone"] for one in answers} == {"Asia/Shanghai"}
        return [Seen(one["method"], one["uid"], one["sequence"], datetime.fromisoformat(one["start"]), one["status"]) for one in answers]

    return read_all


PARSERS = {
    "icalendar": lambda texts: [by_icalendar(text) for text in texts],
    "vobject": lambda texts: [by_vobject(text) for text in texts],
    "ical": lambda texts: [by_ical(text) for text in texts],
    "ical.js": by_node("ical.js"),
    "node-ical": by_node("node-ical"),
}


@pytest.mark.parametrize("parser", PARSERS)
def test_every_parser_sees_one_entry_that_moves_and_is_struck(parser):
    seen = PARSERS[parser](life())

    assert [(one.method, one.start.astimezone(UTC), one.status) for one in seen] == EXPECTED
    assert len({one.uid for one in seen}) == 1
    sequences = [one.sequence for one in seen]
    assert sequences == sorted(set(sequences))


def test_a_calendar_that_gets_the_letters_in_any_order_ends_with_the_last():
    kept: dict[str, Seen] = {}
    letters = life()
    for text in (letters[2], letters[0], letters[3], letters[1]):
        seen = by_icalendar(text)
        if seen.uid not in kept or seen.sequence > kept[seen.uid].sequence:
            kept[seen.uid] = seen

    assert [one.status for one in kept.values()] == ["CANCELLED"]


@contextlib.contextmanager
def radicale(folder: Path):
    """A store of its own on a free port; yields a function that sends one request."""
    python = os.environ.get("RADICALE_PYTHON", "")
    if not python or subprocess.run([python, "-c", "import radicale"], capture_output=True, check=False).returncode:
        pytest.skip(WITHOUT_RADICALE)
    port = free_port()
    command = [python, "-m", "radicale", "--hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(folder), "--auth-type", "none"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    login = base64.b64encode(b"wang:x").decode()

    def send(method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request(method, path, body=body.encode(), headers={"Authorization": f"Basic {login}", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    try:
        for _try in range(100):
            with contextlib.suppress(OSError):
                send("GET", "/")
                break
            time.sleep(0.1)
        yield send
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.long
def test_a_real_store_keeps_one_entry_with_the_last_time_struck_at_the_end(tmp_path):
    with radicale(tmp_path) as send:
        assert send("MKCALENDAR", "/wang/visits/")[0] == 201
        kept = []
        for text in life():
            # What a mail program does on accepting: the entry without METHOD, under the UID.
            uid = by_icalendar(text).uid
            entry = re.sub(r"METHOD:\w+\r\n", "", text)
            status, _body = send("PUT", f"/wang/visits/{uid}.ics", entry, **{"Content-Type": "text/calendar; charset=utf-8"})
            assert status in {201, 204}
            stored = send("GET", "/wang/visits/")[1]
            (event,) = icalendar.Calendar.from_ical(stored).walk("VEVENT")
            kept.append((event["DTSTART"].dt.astimezone(UTC), str(event["STATUS"])))

        assert kept == [(start, status) for _method, start, status in EXPECTED]
