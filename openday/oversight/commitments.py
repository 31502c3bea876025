"""What was promised and what was read, as cards and tables in the active language.

A target binds the unit it was set for and no other: the ≤1‰ of one centre is never held
against another. The bureau's own targets bind every unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from home.charts import Chart, Series, lines, plain
from openday.accounts.models import Unit
from openday.language import formats
from openday.language.names import in_language
from openday.oversight import verdicts
from openday.oversight.models import Indicator, Measurement, Target
from openday.oversight.verdicts import Basis, Direction, Verdict


@dataclass(frozen=True, slots=True)
class Card:
    """One promise to one unit, and its latest standing reading; `fraction` is empty when there is none."""

    name: str
    url: str
    target: str
    set_by: str
    binds: str
    # The unit the target was set for.
    unit_id: int
    source: str
    verdict: str
    verdict_label: str
    fraction: str = ""
    ratio: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    text: str
    set_by: str
    unit: str
    valid_from: date | None
    source: str


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A released reading, corrected ones included. `bound` is empty for a census."""

    unit: str
    period: str
    period_from: date
    period_to: date
    numerator: int
    denominator: int
    fraction: str
    ratio: str
    bound: str
    bound_per_mille: float | None
    target: str
    verdict: str
    verdict_label: str
    evidence: str
    reason: str
    released_on: date
    is_corrected: bool
    is_correction: bool


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    code: str
    name: str
    definition: str
    numerator: str
    denominator: str
    least: int
    basis: str
    is_sampled: bool
    # Reports to check without an error before the latest target can be called attained; None for a census.
    fewest: int | None
    cards: list[Card] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    readings: list[ReadingRow] = field(default_factory=list)
    chart: Chart | None = None


def indicators() -> QuerySet[Indicator]:
    """Indicators with targets and released readings, in three queries whatever their number."""
    return Indicator.objects.order_by("position", "code").prefetch_related(
        Prefetch("targets", Target.objects.select_related("unit").order_by("unit", "position")),
        Prefetch(
            "measurements",
            Measurement.objects.released()
            .select_related("unit", "corrected_by")
            .order_by("-period_to", "-period_from", "unit__code", "-pk"),
        ),
    )


def cards() -> list[Card]:
    """Every promise with its latest reading, in the office's order."""
    return [card for indicator in indicators() for card in cards_of(indicator)]


def cards_of(indicator: Indicator) -> list[Card]:
    return [_card(indicator, target) for target in _latest_of_each_unit(indicator.targets.all())]


def page_of(indicator: Indicator) -> IndicatorPage:
    """Everything that the page and the CSV file of one indicator show."""
    targets = list(indicator.targets.all())
    return IndicatorPage(
        code=indicator.code,
        name=indicator.name_in(),
        definition=indicator.definition_in(),
        numerator=indicator.numerator_in(),
        denominator=indicator.denominator_in(),
        least=indicator.least_denominator,
        fewest=_fewest(indicator, targets),
        basis=str(Basis(indicator.basis).label),
        is_sampled=indicator.basis != Basis.CENSUS,
        cards=cards_of(indicator),
        targets=[
            TargetRow(
                text=target_text(indicator, target),
                set_by=target.set_by_in(),
                unit=target.unit.name,
                valid_from=target.valid_from,
                source=_source(target),
            )
            for target in targets
        ],
        readings=[_reading(indicator, reading, _target_for(reading, targets)) for reading in indicator.measurements.all()],
        chart=_chart(indicator, targets),
    )


def would_miss(*, indicator: Indicator, unit: Unit, period_to: date, numerator: int, denominator: int) -> bool:
    """Say whether such a reading would miss the target that binds the unit."""
    reading = Measurement(indicator=indicator, unit=unit, period_to=period_to, numerator=numerator, denominator=denominator)
    target = _target_for(reading, list(indicator.targets.select_related("unit").order_by("unit", "position")))
    return target is not None and judged(indicator, reading, target) == Verdict.MISSED


_MOST_DOTS = 12


def _chart(indicator: Indicator, targets: list[Target]) -> Chart | None:
    """Standing readings over time, a line for each unit; None below two periods, where a line says nothing."""
    standing = [one for one in indicator.measurements.all() if not is_corrected(one)]
    periods = sorted({(one.period_to, one.period_from) for one in standing})[-_MOST_DOTS:]
    if len(periods) < 2:
        return None
    scale = 10 if indicator.scale == Indicator.Scale.PERCENT else 1
    sign = "%" if scale == 10 else "‰"
    found = {(one.unit_id, one.period_to, one.period_from): one for one in standing}
    units = {one.unit_id: one.unit.name for one in sorted(standing, key=lambda one: one.unit.code)}
    series = []
    for unit, name in units.items():
        rows = [found.get((unit, *period)) for period in periods]
        series.append(
            Series(
                name,
                [float(row.per_mille) / scale if row else None for row in rows],
                [f"{row.numerator}/{row.denominator} ({scaled(indicator, row.per_mille)})" if row else "–" for row in rows],
            )
        )
    latest = _latest_of_each_unit(targets)
    across = (float(latest[0].limit_per_mille) / scale, target_text(indicator, latest[0])) if len(latest) == 1 else None
    return lines(
        key=indicator.code,
        title=_("Readings over time"),
        description=_("%(name)s: counted, out of, and the share, by period. A gap is a period without a published reading.")
        % {"name": indicator.name_in()},
        over=pgettext("indicator", "Period"),
        labels=[f"{end:%Y-%m}" for end, _start in periods],
        whole_labels=[formats.period(start, end) for end, start in periods],
        series=series,
        number=lambda value: f"{plain(value)}{sign}",
        target=across,
    )


def target_text(indicator: Indicator, target: Target) -> str:
    """Write the target as people write it: 100%, ≥95%, ≤1‰."""
    value = scaled(indicator, target.limit_per_mille)
    if indicator.direction == Direction.AT_LEAST:
        return value if target.limit_per_mille == 1000 else f"≥{value}"
    return f"≤{value}"


def _card(indicator: Indicator, target: Target) -> Card:
    reading = next((one for one in indicator.measurements.all() if one.unit_id == target.unit_id and not is_corrected(one)), None)
    verdict = judged(indicator, reading, target) if reading else Verdict.NOT_PUBLISHED
    return Card(
        name=indicator.name_in(),
        url=reverse("oversight:indicator", args=[indicator.code]),
        target=target_text(indicator, target),
        set_by=target.set_by_in(),
        binds="" if target.unit.kind == Unit.Kind.BUREAU else target.unit.name,
        unit_id=target.unit_id,
        source=_source(target),
        verdict=str(verdict.value),
        verdict_label=str(verdict.label),
        fraction=f"{reading.numerator}/{reading.denominator}" if reading else "",
        ratio=scaled(indicator, reading.per_mille) if reading else "",
        period=period_of(reading) if reading else "",
    )


def _reading(indicator: Indicator, reading: Measurement, target: Target | None) -> ReadingRow:
    bound = None
    if indicator.basis != Basis.CENSUS:
        errors = reading.numerator if indicator.direction == Direction.AT_MOST else reading.denominator - reading.numerator
        bound = verdicts.upper_bound(errors, reading.denominator) * 1000
    verdict = judged(indicator, reading, target) if target else None
    return ReadingRow(
        unit=reading.unit.name,
        period=period_of(reading),
        period_from=reading.period_from,
        period_to=reading.period_to,
        numerator=reading.numerator,
        denominator=reading.denominator,
        fraction=f"{reading.numerator}/{reading.denominator}",
        ratio=scaled(indicator, reading.per_mille),
        bound="" if bound is None else f"{bound:.2f}‰",
        bound_per_mille=bound,
        target=target_text(indicator, target) if target else "",
        verdict=str(verdict.value) if verdict else "",
        verdict_label=str(verdict.label) if verdict else "–",
        evidence=in_language(zh=reading.evidence_zh, en=reading.evidence_en),
        reason=in_language(zh=reading.reason_zh, en=reading.reason_en),
        released_on=timezone.localdate(reading.released_at),
        is_corrected=is_corrected(reading),
        is_correction=reading.corrects_id is not None,
    )


def judged(indicator: Indicator, reading: Measurement, target: Target) -> Verdict:
    # Not reading.verdict_against: it would fetch the indicator once more for every row.
    return verdicts.verdict(
        numerator=reading.numerator,
        denominator=reading.denominator,
        limit_per_mille=target.limit_per_mille,
        direction=indicator.direction,
        basis=indicator.basis,
        least=indicator.least_denominator,
    )


def _fewest(indicator: Indicator, targets: list[Target]) -> int | None:
    """For the strictest target in force, so that nobody reads a smaller number than one of them needs."""
    if indicator.basis == Basis.CENSUS or not targets:
        return None
    limits = [Fraction(target.limit_per_mille) / 1000 for target in _latest_of_each_unit(targets)]
    return verdicts.fewest_for(min(limits) if indicator.direction == Direction.AT_MOST else 1 - max(limits))


def _latest_of_each_unit(targets: Iterable[Target]) -> list[Target]:
    return list({target.unit_id: target for target in sorted(targets, key=lambda target: target.position)}.values())


def _target_for(reading: Measurement, targets: list[Target]) -> Target | None:
    """The target that binds the reading's unit in its period; None when nobody set one for it."""
    own = [target for target in targets if target.unit_id == reading.unit_id]
    binding = own or [target for target in targets if target.unit.kind == Unit.Kind.BUREAU]
    in_force = [target for target in binding if target.valid_from is None or target.valid_from <= reading.period_to]
    return max(in_force, key=lambda target: target.position, default=None)


def is_corrected(reading: Measurement) -> bool:
    correction = getattr(reading, "corrected_by", None)
    return correction is not None and correction.released_at is not None


def scaled(indicator: Indicator, per_mille: Decimal) -> str:
    """Write a rate in the indicator's own unit, two decimals at most, never rounded up to the whole."""
    exact = Fraction(per_mille)
    if indicator.scale == Indicator.Scale.PERCENT:
        return f"{_floor(exact / 10, 100)}%"
    return f"{_floor(exact, 1000)}‰"


def _floor(value: Fraction, whole: int) -> str:
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    if text == str(whole) and value != whole:
        # 99,999 of 100,000 is not "100%".
        return f">{whole - 0.01:.2f}"
    return text


def period_of(reading: Measurement) -> str:
    return formats.period(reading.period_from, reading.period_to)


def _source(target: Target) -> str:
    return in_language(zh=target.source_zh, en=target.source_en)
