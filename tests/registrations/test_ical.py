"""A visit as an iCalendar entry, read back by a parser that is not ours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.registrations import ical

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
START = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
VISIT = ical.Visit(
    uid="k7qm3xvd@openday.example.org",
    sequence=0,
    starts_at=START,
    ends_at=START + timedelta(minutes=90),
    summary="农药残留检测开放日",
    location="深圳市福强路 1011 号；一楼, 大厅",
    description="预约码：K7QM-3XVD。\n2 位成人、1 名 6 至 13 岁儿童",
    url="https://openday.example.org/zh-hans/visits/r/secret/",
    organizer="openday@example.org",
    organizer_name='质量办; "开放日"',
    attendee="wang@example.org",
)


def event(visit: ical.Visit = VISIT, method: str = ical.REQUEST, now: datetime = NOW) -> icalendar.Event:
    [found] = calendar(visit, method, now).walk("VEVENT")
    return found


def calendar(visit: ical.Visit = VISIT, method: str = ical.REQUEST, now: datetime = NOW) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(ical.entry(visit, method=method, now=now))


def test_an_entry_is_read_back_as_it_was_meant():
    found = event()

    assert str(found["UID"]) == VISIT.uid
    assert str(found["SUMMARY"]) == VISIT.summary
    assert str(found["LOCATION"]) == VISIT.location
    assert str(found["DESCRIPTION"]) == VISIT.description
    assert str(found["URL"]) == VISIT.url
    assert found["DTSTAMP"].dt == NOW


def test_times_are_those_of_the_office_with_their_zone():
    found = event()

    assert found["DTSTART"].dt == VISIT.starts_at
    assert found["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert found["DTSTART"].dt.strftime("%H:%M") == "09:30"
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(minutes=90)
    assert [str(zone["TZID"]) for zone in calendar().walk("VTIMEZONE")] == ["Asia/Shanghai"]


@pytest.mark.parametrize(
    ("method", "status", "shown_as", "invited"),
    [
        (ical.REQUEST, "CONFIRMED", "OPAQUE", True),
        (ical.CANCEL, "CANCELLED", "TRANSPARENT", True),
        (ical.PUBLISH, "CONFIRMED", "OPAQUE", False),
    ],
)
def test_the_method_decides_what_a_calendar_does(method, status, shown_as, invited):
    found = event(method=method)

    assert str(calendar(method=method)["METHOD"]) == method
    assert (str(found["STATUS"]), str(found["TRANSP"]), "ATTENDEE" in found) == (status, shown_as, invited)


def test_a_change_and_a_cancellation_replace_the_entry_they_follow():
    """One UID, a rising SEQUENCE: a calendar that replays the three letters in any order ends with the last."""
    letters = [(VISIT, ical.REQUEST), (replace(VISIT, sequence=1), ical.REQUEST), (replace(VISIT, sequence=2), ical.CANCEL)]
    kept: dict[str, tuple[int, str]] = {}
    for visit, method in [letters[0], letters[2], letters[1]]:
        found = event(visit, method)
        uid, state = str(found["UID"]), (int(found["SEQUENCE"]), str(found["STATUS"]))
        kept[uid] = max(kept.get(uid, state), state)

    assert kept == {VISIT.uid: (2, "CANCELLED")}


def test_a_visitor_who_gave_a_mobile_number_is_not_invited_by_mail():
    assert "ATTENDEE" not in event(replace(VISIT, attendee=""))


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_no_text_breaks_out_of_its_line(words):
    hostile = f"{words}\nATTENDEE:mailto:evil@example.org"
    found = event(replace(VISIT, summary=hostile, description=hostile, location=hostile))

    assert str(found["ATTENDEE"]) == "mailto:wang@example.org"
    assert str(found["DESCRIPTION"]) == hostile


def test_lines_end_as_the_standard_says_and_are_no_longer_than_75_bytes():
    text = ical.entry(replace(VISIT, summary="检测" * 100), method=ical.REQUEST, now=NOW)

    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")
