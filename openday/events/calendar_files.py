"""Read files of working-day calendars. Pure: a file goes in, rows come out."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

# The yearly notices, one file each, as `load_calendar` and the first migration read them.
SHIPPED = Path(__file__).parent / "calendars"


class BrokenCalendar(Exception):
    """The file is not a calendar; the message says where and why."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    day: date
    is_workday: bool
    name_zh: str
    source: str
    published_on: date | None


def read(path: Path) -> list[CalendarRow]:
    """Return the rows of a CSV file with the columns day, is_workday (0 or 1), name_zh, source, published_on.

    Raises BrokenCalendar, naming the line, when a value cannot be read or a day comes twice.
    """
    rows: dict[date, CalendarRow] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, record in enumerate(csv.DictReader(file), start=2):
                row = _row(record, line=line)
                if row.day in rows:
                    raise BrokenCalendar(f"Line {line}: {row.day} is there twice.")
                rows[row.day] = row
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise BrokenCalendar(f"{path}: {problem}") from problem
    if not rows:
        raise BrokenCalendar(f"{path}: no days in it.")
    return list(rows.values())


def _row(record: dict[str, str], *, line: int) -> CalendarRow:
    try:
        if record["is_workday"] not in {"0", "1"}:
            raise ValueError("is_workday is 0 or 1")
        if not record["source"].strip():
            raise ValueError("source is missing")
        return CalendarRow(
            day=date.fromisoformat(record["day"]),
            is_workday=record["is_workday"] == "1",
            name_zh=record["name_zh"].strip(),
            source=record["source"].strip(),
            published_on=date.fromisoformat(record["published_on"]) if record["published_on"] else None,
        )
    except (KeyError, ValueError, AttributeError, TypeError) as problem:
        raise BrokenCalendar(f"Line {line}: {problem}.") from problem
