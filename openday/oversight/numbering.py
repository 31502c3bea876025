"""Numbers of cases (FK-2026-000123) and findings (ZG-2026-0007): one after another within a year, none twice, none left out."""

import logging
from datetime import datetime
from typing import Any

from django.db.models import F

from openday.oversight import clock
from openday.oversight.models import CaseCounter, FindingCounter

log = logging.getLogger(__name__)

# While so many are left there are days or weeks to act: a busy office takes a few thousand messages a week.
FEW_CASE_NUMBERS = 20_000


class NumbersUsedUp(Exception):
    """The year has no number left. Nothing was written; the next year begins with the first number again."""


def next_case_number(now: datetime) -> str:
    """Raises NumbersUsedUp after the 999,999th of the year of the office's calendar."""
    return _next(CaseCounter, "FK", now=now)


def next_finding_number(now: datetime) -> str:
    """Raises NumbersUsedUp after the 9,999th."""
    return _next(FindingCounter, "ZG", now=now)


def case_numbers_left(*, now: datetime) -> int:
    """How many cases may still come this year. One query."""
    given = CaseCounter.objects.filter(year=clock.local_day(now).year).values_list("last", flat=True).first()
    return CaseCounter.MOST - (given or 0)


def _next(counter: Any, prefix: str, *, now: datetime) -> str:
    # One UPDATE holds the year's row until commit; it finds no row to raise when the last number is given out.
    year = clock.local_day(now).year
    counter.objects.bulk_create([counter(year=year)], ignore_conflicts=True)
    if counter.objects.filter(year=year, last__lt=counter.MOST).update(last=F("last") + 1) != 1:
        log.error("All %s numbers of %d are given out: nothing more can be taken in before the new year.", prefix, year)
        raise NumbersUsedUp
    return f"{prefix}-{year}-{counter.objects.get(year=year).last:0{len(str(counter.MOST))}d}"
