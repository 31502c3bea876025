"""The promises of 100 % that bind everybody, and how the bureau and each centre stand (6个100%): for the page and for the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from openday.accounts.models import Unit
from openday.language.names import in_language
from openday.oversight.commitments import indicators, is_corrected, judged, period_of, scaled
from openday.oversight.models import Indicator, Measurement, Target
from openday.oversight.verdicts import Direction, Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """How one unit stands to one promise; `reading` is None where nothing has been published."""

    unit: Unit
    reading: Measurement | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Promise:
    indicator: Indicator
    target: Target
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class BoardCell:
    fraction: str
    ratio: str
    period: str
    verdict: str
    verdict_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    name: str
    url: str
    set_by: str
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Each promise against each unit's latest reading, in the active language."""

    units: tuple[str, ...]
    rows: tuple[BoardRow, ...]

    @property
    def misses(self) -> list[tuple[str, str, BoardCell]]:
        """Indicator, unit and cell of everything that is missed: the board does not hide it among the rest."""
        return [
            (row.name, unit, cell)
            for row in self.rows
            for unit, cell in zip(self.units, row.cells, strict=True)
            if cell.verdict == Verdict.MISSED
        ]


def promises() -> Iterator[Promise]:
    """Every promise of 100 % of the bureau with the standing of the bureau and each centre. Four queries."""
    units = list(Unit.objects.filter(kind__in=(Unit.Kind.BUREAU, Unit.Kind.CENTRE)).order_by("kind", "code"))
    for indicator in indicators():
        binding = [target for target in indicator.targets.all() if target.unit.kind == Unit.Kind.BUREAU and target.limit_per_mille == 1000]
        if indicator.direction == Direction.AT_LEAST and binding:
            target = binding[-1]
            yield Promise(indicator, target, tuple(_standing(indicator, target, unit) for unit in units))


def board() -> Board:
    """The page. Four queries."""
    found = list(promises())
    return Board(
        units=tuple(standing.unit.name for standing in found[0].standings) if found else (),
        rows=tuple(
            BoardRow(
                name=promise.indicator.name_in(),
                url=reverse("oversight:indicator", args=[promise.indicator.code]),
                set_by=promise.target.set_by_in(),
                cells=tuple(_cell(promise.indicator, standing) for standing in promise.standings),
            )
            for promise in found
        ),
    )


def _standing(indicator: Indicator, target: Target, unit: Unit) -> Standing:
    reading = next((one for one in indicator.measurements.all() if one.unit_id == unit.pk and not is_corrected(one)), None)
    return Standing(unit, reading, judged(indicator, reading, target) if reading else Verdict.NOT_PUBLISHED)


def _cell(indicator: Indicator, standing: Standing) -> BoardCell:
    reading, verdict = standing.reading, standing.verdict
    return BoardCell(
        fraction=f"{reading.numerator}/{reading.denominator}" if reading else "",
        ratio=scaled(indicator, reading.per_mille) if reading else "",
        period=period_of(reading) if reading else "",
        verdict=str(verdict.value),
        verdict_label=str(verdict.label),
        reason=in_language(zh=reading.reason_zh, en=reading.reason_en) if reading else "",
    )
