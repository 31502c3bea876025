"""The public calendar as different programs read it: they must agree on every value.

ical.js and node-ical are asked by hand (docs/machine-readable.md).
"""

from datetime import timedelta

import icalendar
import pytest
import vobject
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from tests.factories.events import OpenDayFactory, open_day_page, session_with_places

pytestmark = pytest.mark.django_db
HARD = "残留；农药，检测\\一:二;三,四 “五” 'six' \"seven\" " + "很长的名字" * 10


def by_icalendar(body):
    return [
        (
            str(one["UID"]),
            one["DTSTART"].dt,
            one["DTEND"].dt,
            str(one["SUMMARY"]),
            str(one["LOCATION"]),
            str(one["STATUS"]),
            one["SEQUENCE"],
        )
        for one in icalendar.Calendar.from_ical(body).walk("VEVENT")
    ]


def by_vobject(body):
    return [
        (
            *(one.uid.value, one.dtstart.value, one.dtend.value, one.summary.value),
            *(one.location.value, one.status.value, int(one.sequence.value)),
        )
        for one in vobject.readOne(body.decode()).vevent_list
    ]


def by_ical(body):
    return [
        (one.uid, one.dtstart, one.dtend, one.summary, one.location, str(one.status.value), one.sequence)
        for one in IcsCalendarStream.calendar_from_ics(body.decode()).events
    ]


@pytest.mark.parametrize("address", ["calendar.ics", "residues/calendar.ics"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_three_parsers_read_the_same(client, language, address):
    page = open_day_page(OpenDayFactory(code="residues", name_zh=HARD[:80], place_zh=HARD, place_en="1, Road; a\\b"))
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    session_with_places(open_day=page.open_day, starts_at=starts_at)
    session_with_places(open_day=page.open_day, starts_at=starts_at, state="cancelled", cancelled_at=starts_at, sequence=3)

    body = client.get(f"/{language}/open-days/{address}").content

    first, second = by_icalendar(body)
    assert (first[1], first[2] - first[1], first[5:], second[5:]) == (starts_at, timedelta(hours=1), ("CONFIRMED", 0), ("CANCELLED", 3))
    assert by_vobject(body) == by_ical(body) == [first, second]
    if language == "zh-hans":
        assert (first[3], first[4]) == (HARD[:80], HARD)
