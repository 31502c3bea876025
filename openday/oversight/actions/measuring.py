"""Readings of the indicators: a unit enters, the quality office releases, nobody edits."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts import audit
from openday.accounts.models import Unit
from openday.oversight.actions.moving import CaseMoved
from openday.oversight.models import Indicator, Measurement

if TYPE_CHECKING:
    from openday.accounts.models import User


class OwnReading(Exception):
    """Who entered a reading can't release it."""


@transaction.atomic
def enter_reading(
    *,
    indicator: Indicator,
    unit: Unit,
    period_from: date,
    period_to: date,
    numerator: int,
    denominator: int,
    evidence_zh: str,
    by: "User",
    now: datetime,
    evidence_en: str = "",
    reason_zh: str = "",
    reason_en: str = "",
    corrects: Measurement | None = None,
) -> Measurement:
    """Add a reading of a unit, not yet public. A correction names the reading that it replaces."""
    reading = Measurement.objects.create(
        indicator=indicator,
        unit=unit,
        period_from=period_from,
        period_to=period_to,
        numerator=numerator,
        denominator=denominator,
        evidence_zh=evidence_zh,
        evidence_en=evidence_en,
        reason_zh=reason_zh,
        reason_en=reason_en,
        corrects=corrects,
        entered_at=now,
        entered_by=by,
    )
    audit.note("reading.enter", by=by, about=reading, now=now)
    return reading


@transaction.atomic
def release_reading(*, reading: Measurement, by: "User", now: datetime) -> Measurement:
    """Make a reading public. Raises OwnReading for the person who entered it, CaseMoved when it was released already."""
    if by.pk == reading.entered_by_id:
        raise OwnReading
    if Measurement.objects.filter(pk=reading.pk, released_at=None).update(released_at=now, released_by=by) != 1:
        raise CaseMoved
    reading.released_at, reading.released_by = now, by
    audit.note("reading.release", by=by, about=reading, now=now)
    return reading
