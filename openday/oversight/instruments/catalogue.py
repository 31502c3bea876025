"""What everybody may read of instruments: the catalogue, one instrument, and how many are calibrated today."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from openday.language import formats
from openday.oversight.instruments import rules
from openday.oversight.instruments.models import Calibration, Instrument, InstrumentHours


@dataclass(frozen=True, slots=True)
class Hours:
    period: str
    available: int
    used: int
    for_others: int
    out_of_order: int
    use: str


@dataclass(frozen=True, slots=True)
class PublicInstrument:
    code: str
    name: str
    model: str
    unit: str
    unit_code: str
    use: str
    is_shared: bool
    open_hours: str
    terms: str
    needs_calibration: bool
    valid_until: date | None
    is_overdue: bool
    calibrated_on: date | None
    calibrated_by: str
    hours: tuple[Hours, ...]

    @property
    def url(self) -> str:
        return reverse("oversight:instrument", args=[self.code])


@dataclass(frozen=True, slots=True)
class CalibrationFigure:
    """Instruments in use that need a calibration, and those of them that have one today; `ratio` is empty without any."""

    calibrated: int
    needing: int
    on: date

    @property
    def ratio(self) -> str:
        return rules.percent(Fraction(self.calibrated, self.needing)) if self.needing else ""


def rows() -> QuerySet[Instrument]:
    """Public instruments in use; three queries whatever their number."""
    return (
        Instrument.objects.published()
        .with_calibration()
        .select_related("unit")
        .prefetch_related(
            Prefetch("calibrations", Calibration.objects.defer("certificate").order_by("-calibrated_on", "-pk")),
            Prefetch("hours", InstrumentHours.objects.order_by("-period_to")),
        )
        .order_by("unit__code", "code")
    )


def for_everyone(row: Any, *, today: date) -> PublicInstrument:
    """The public form, in the active language. Needs a row of `rows()`."""
    last = next(iter(row.calibrations.all()), None)
    return PublicInstrument(
        code=row.code,
        name=row.name_in(),
        model=row.model,
        unit=row.unit.name,
        unit_code=row.unit.code,
        use=row.use_in(),
        is_shared=row.is_shared,
        open_hours=row.open_hours_in(),
        terms=row.terms_in(),
        needs_calibration=row.needs_calibration,
        valid_until=row.valid_until,
        is_overdue=row.needs_calibration and rules.is_overdue(row.valid_until, today=today),
        calibrated_on=last.calibrated_on if last else None,
        calibrated_by=last.by_whom_in() if last else "",
        hours=tuple(
            Hours(
                period=formats.period(one.period_from, one.period_to),
                available=one.available,
                used=one.used,
                for_others=one.for_others,
                out_of_order=one.out_of_order,
                use=one.use,
            )
            for one in row.hours.all()[:12]
        ),
    )


def calibration_figure(*, today: date) -> CalibrationFigure:
    """Counts every instrument in use that needs it, the ones that are not public too: leaving those out would flatter."""
    counts = (
        Instrument.objects.in_use()
        .filter(needs_calibration=True)
        .with_calibration()
        .aggregate(needing=Count("pk"), calibrated=Count("pk", filter=Q(valid_until__gte=today)))
    )
    return CalibrationFigure(on=today, **counts)


def shared(code: str) -> Instrument | None:
    """The shared instrument with this code; None for whatever else stands in an address."""
    if not (code.isascii() and code.replace("-", "").replace("_", "").isalnum() and len(code) <= 50):
        return None
    return Instrument.objects.published().filter(is_shared=True, code=code).select_related("unit").first()


def enquiry(code: str) -> dict[str, str]:
    """What the feedback form begins with when somebody asks to use a shared instrument; nothing for any other code."""
    row = shared(code)
    if row is None:
        return {}
    words = _(
        "I would like to use the shared instrument “%(name)s” (%(code)s).\nWhat for:\nWhen and for how long:\nKind and number of samples:"
    )
    return {"unit": row.unit.code, "instrument": row.code, "text": words % {"name": row.name_in(), "code": row.code}}
