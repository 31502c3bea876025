"""What fills the files: cases by the dozen, reports, readings, hours."""

import copy
import itertools
import secrets
from datetime import date, datetime

from openday.oversight.instruments.models import InstrumentHours
from openday.oversight.models import Case, Indicator, Measurement
from openday.oversight.monthly_reports import actions as reports
from openday.oversight.verdicts import Basis, Direction
from tests import people
from tests.factories.oversight import CANARY, MONDAY

NUMBERS = itertools.count(1)


def copies(case, number, **changed):
    """More cases like this one; by way of the deeds each would cost thirty queries."""
    made = []
    for _each in range(number):
        key = secrets.token_hex(16)
        made.append(copy.copy(case))
        made[-1].pk, made[-1].number, made[-1].request_hash = None, f"FK-2020-{next(NUMBERS):06d}", key
        for name, value in changed.items():
            setattr(made[-1], name, value)
    return Case.objects.bulk_create(made)


def a_report(office, quinn, *, month):
    now = datetime(2026, month.month + 1, 1, 8, tzinfo=MONDAY.tzinfo)
    report = reports.draft(month=month, now=now)
    reports.write(report=report, text_zh=CANARY, text_en=CANARY, by=office.quality, now=now)
    reports.submit(report=report, by=office.quality, now=now)
    return reports.approve(report=report, by=quinn, now=now)


def hours(instrument, *, month):
    return InstrumentHours.objects.create(
        instrument=instrument, period_from=date(2026, month, 1), period_to=date(2026, month, 28), available=100, used=50, for_others=10
    )


def an_indicator(code, office):
    """A promise of 100 % that binds everybody."""
    row = Indicator.objects.create(
        code=code, name_zh="仪器校准率", name_en="Calibrated", definition_zh="已校准台数", definition_en="Calibrated ones",
        basis=Basis.CENSUS, direction=Direction.AT_LEAST,
    )  # fmt: skip
    row.targets.create(unit=office.bureau, limit_per_mille=1000, set_by_zh="本局", source_zh="文件")
    return row


def a_reading(indicator, unit, *, numerator, denominator=10, released=True, **given):
    at = MONDAY if released else None
    return Measurement.objects.create(
        indicator=indicator, unit=unit, period_from=date(2026, 4, 1), period_to=date(2026, 4, 30), numerator=numerator,
        denominator=denominator, evidence_zh="台账", reason_zh="送检中。", entered_at=MONDAY, entered_by=people.hana(), released_at=at,
        released_by=people.quentin() if released else None, **given,
    )  # fmt: skip
