"""What we write as iCalendar is what a calendar program reads."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.language.calendar_lines import component, line, local, text, time_zone, utc

NINE = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


def read_back(*lines: str) -> icalendar.Event:
    whole = component("VCALENDAR", [component("VEVENT", lines)])
    return icalendar.Calendar.from_ical(whole).walk("VEVENT")[0]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"), max_size=300))
def test_text_comes_back_as_it_was(words):
    event = read_back(line("DESCRIPTION", text(words)))

    assert str(event["DESCRIPTION"]) == words


@given(st.text(max_size=300).filter(lambda words: words.isprintable()))
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(words):
    folded = line("SUMMARY", text(words))

    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"SUMMARY:{text(words)}\r\n"


@pytest.mark.parametrize("words", ["a\r\nATTENDEE:mailto:eve@example.org", "a\x00b", "a\rb"])
def test_text_cannot_begin_a_line_of_its_own(words):
    assert line("SUMMARY", text(words)).count("\r\n") == 1


def test_parameter_cannot_begin_a_line_or_another_parameter():
    written = line("ORGANIZER", "mailto:desk@example.org", CN='Desk";X="\r\nY')

    assert written == "ORGANIZER;CN=\"Desk';X='Y\":mailto:desk@example.org\r\n"


def test_parameter_stands_in_quotes_only_where_it_must():
    written = line("DTSTART", "20261128T090000", TZID="Asia/Shanghai")

    assert written == "DTSTART;TZID=Asia/Shanghai:20261128T090000\r\n"


def test_moments_are_read_back_in_their_zone():
    shanghai = ZoneInfo("Asia/Shanghai")

    event = read_back(line("DTSTAMP", utc(NINE)), line("DTSTART", local(NINE, shanghai), TZID="Asia/Shanghai"))

    assert event["DTSTAMP"].dt == NINE
    assert event["DTSTART"].dt == datetime(2026, 11, 28, 9, 0, tzinfo=shanghai)


def test_time_zone_says_eight_hours_ahead():
    zone = icalendar.Timezone.from_ical(time_zone("Asia/Shanghai"))

    assert [str(part["TZOFFSETTO"].to_ical()) for part in zone.walk("STANDARD")] == ["+0800"]


@pytest.mark.parametrize("key", ["Asia/Shanghai", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
def test_time_zone_tells_the_hour_of_every_day_as_the_zone_does(key):
    zone = icalendar.Timezone.from_ical(time_zone(key)).to_tz()
    noons = [datetime(2020, 1, 2, 12, tzinfo=UTC) + timedelta(days=number) for number in range(6500)]

    assert [noon.astimezone(zone).utcoffset() for noon in noons] == [noon.astimezone(ZoneInfo(key)).utcoffset() for noon in noons]


def test_time_zone_changes_at_the_hour_of_the_old_clocks():
    zone = icalendar.Timezone.from_ical(time_zone("Europe/Berlin"))

    changes = [(part.name, part["DTSTART"].to_ical()) for part in zone.walk() if part.name in {"STANDARD", "DAYLIGHT"}]

    assert changes[1:3] == [("DAYLIGHT", b"20200329T020000"), ("STANDARD", b"20201025T030000")]
