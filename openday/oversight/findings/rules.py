"""When an effect may be checked, and by whom. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from openday.oversight import rules


class Source(models.TextChoices):
    """Where a finding comes from."""

    CASE = "case", pgettext_lazy("source of a finding", "Citizens' feedback")
    OPEN_DAY = "open_day", pgettext_lazy("source of a finding", "Open day")
    SELF_INSPECTION = "self_inspection", pgettext_lazy("source of a finding", "Self-inspection")
    AUDIT = "audit", pgettext_lazy("source of a finding", "Audit or assessment")
    PROFICIENCY = "proficiency", pgettext_lazy("source of a finding", "Proficiency test or comparison")
    INSTRUMENT = "instrument", pgettext_lazy("source of a finding", "Instrument")


class Severity(models.TextChoices):
    OBSERVATION = "observation", pgettext_lazy("severity of a finding", "Observation")
    MINOR = "minor", pgettext_lazy("severity of a finding", "Ordinary")
    MAJOR = "major", pgettext_lazy("severity of a finding", "Serious")


# An effect shows only after the new way of working has been used for a while. Proposals of ours, no cited rule.
SHORTEST_WAIT_DAYS = 14
USUAL_WAIT_DAYS = {Severity.OBSERVATION: 30, Severity.MINOR: 30, Severity.MAJOR: 90}
_NUMBER = re.compile(r"(?:ZG)?(20[0-9]{2})([0-9]{4})")
_SEPARATORS = str.maketrans("", "", " -_–—·.\t\r\n")


def first_check_day(done_on: Iterable[date | None], *, submitted_on: date) -> date:
    """The first day on which the effect may be checked: two weeks after the last action was done."""
    last = max((day for day in done_on if day is not None), default=submitted_on)
    return last + timedelta(days=SHORTEST_WAIT_DAYS)


def usual_check_day(severity: str, *, submitted_on: date) -> date:
    return submitted_on + timedelta(days=USUAL_WAIT_DAYS[Severity(severity)])


def is_too_soon(verify_from: date | None, *, today: date) -> bool:
    return verify_from is None or today < verify_from


def is_uninvolved(
    *, person: int, unit: int | None, people: Iterable[int | None], units: Iterable[int | None], parents: Mapping[int, int | None]
) -> bool:
    """Say whether this person of this unit may judge what these people and units did.

    Nobody judges what they found, planned, owed or did; nor do the unit concerned, the units that owed
    an action, and units above or below them.
    """
    return person not in set(people) and rules.is_independent(unit, units, parents)


def is_overdue(due_on: date | None, *, today: date) -> bool:
    return due_on is not None and today > due_on


def normalise_number(typed: str) -> str:
    """Give the number of a finding that somebody typed, as ZG-2026-0007; empty when it is none."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", typed[:40]).upper().translate(_SEPARATORS))
    return f"ZG-{found[1]}-{found[2]}" if found and typed.isprintable() else ""
