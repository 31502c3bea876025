"""A finding enters the ledger: what was found, why it happened, what it belongs to; or it is set aside."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from openday.accounts.models import Unit
from openday.events.models import OpenDay
from openday.oversight.findings import queries
from openday.oversight.findings.models import Finding, FindingEvent
from openday.oversight.findings.moving import amend, move
from openday.oversight.findings.states import Deed, State
from openday.oversight.numbering import next_finding_number

if TYPE_CHECKING:
    from openday.accounts.models import User
    from openday.oversight.instruments.models import Instrument
    from openday.oversight.models import Case, CheckItem, Indicator


class NobodyCouldVerify(Exception):
    """No reviewer is independent of the units involved, so the effect could never be checked."""


class InstrumentOfAnotherUnit(Exception):
    """A finding about a unit can't be about an instrument of another one."""


@transaction.atomic
def record(
    *,
    source: str,
    unit: Unit,
    check_item: "CheckItem",
    severity: str,
    title_zh: str,
    found_zh: str,
    by: "User",
    now: datetime,
    title_en: str = "",
    found_en: str = "",
    found_internal: str = "",
    source_note: str = "",
    open_day: OpenDay | None = None,
    cases: Iterable["Case"] = (),
    indicator: "Indicator | None" = None,
    instrument: "Instrument | None" = None,
    citation_zh: str = "",
    citation_en: str = "",
) -> Finding:
    """Write a finding into the ledger; inside only, until the quality office publishes it.

    Raises NobodyCouldVerify when no reviewer is independent of the unit: it could never be closed.
    Raises InstrumentOfAnotherUnit when the instrument is neither the unit's nor one below it, NumbersUsedUp when the year has no
    number left.
    """
    _check_instrument(instrument, unit.pk)
    if not queries.possible_verifiers(people={by.pk}, units={unit.pk}):
        raise NobodyCouldVerify
    finding = Finding.objects.create(
        number=next_finding_number(now),
        source=source,
        source_note=source_note,
        open_day=open_day,
        unit=unit,
        check_item=check_item,
        severity=severity,
        indicator=indicator,
        instrument=instrument,
        title_zh=title_zh,
        title_en=title_en,
        found_zh=found_zh,
        found_en=found_en,
        found_internal=found_internal,
        citation_zh=citation_zh,
        citation_en=citation_en,
        recorded_at=now,
        recorded_by=by,
    )
    finding.cases.set(cases)
    FindingEvent.objects.create(finding=finding, deed=Deed.RECORD, to_state=State.RECORDED, by=by, at=now)
    return finding


@transaction.atomic
def state_cause(*, finding: Finding, cause_zh: str, by: "User", now: datetime, cause_en: str = "", cause_internal: str = "") -> Finding:
    """Say why it happened. What was said before stays in the log."""
    before = {"cause_zh": finding.cause_zh, "cause_en": finding.cause_en} if finding.cause_zh else {}
    move(finding, Deed.STATE_CAUSE, by=by, now=now, before=before, cause_zh=cause_zh, cause_en=cause_en, cause_internal=cause_internal)
    return finding


@transaction.atomic
def set_aside(*, finding: Finding, reason_zh: str, by: "User", now: datetime, reason_en: str = "") -> Finding:
    """Recorded by mistake or twice. If it was public, it stays so, with this reason."""
    move(finding, Deed.SET_ASIDE, by=by, now=now, note_zh=reason_zh, note_en=reason_en)
    return finding


@transaction.atomic
def link(
    *,
    finding: Finding,
    cases: Iterable["Case"],
    indicator: "Indicator | None",
    by: "User",
    now: datetime,
    instrument: "Instrument | None" = None,
) -> Finding:
    """Join the finding with the cases that led to it, the indicator that it bears on and the instrument that it is about.

    Raises InstrumentOfAnotherUnit as `record` does.
    """
    _check_instrument(instrument, finding.unit_id)
    before = {
        "cases": list(finding.cases.order_by("number").values_list("number", flat=True)),
        "indicator": finding.indicator_id,
        "instrument": finding.instrument_id,
    }
    amend(finding, Deed.LINK, by=by, now=now, before=before, indicator=indicator, instrument=instrument)
    finding.cases.set(cases)
    return finding


def _check_instrument(instrument: "Instrument | None", unit_id: int) -> None:
    if instrument is not None and instrument.unit_id not in Unit.objects.with_all_below(unit_id):
        raise InstrumentOfAnotherUnit
