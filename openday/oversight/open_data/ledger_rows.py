"""Rows of the rectification ledger and of instruments: what their public pages show, one query for each dataset."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from openday.oversight.findings.models import CorrectiveAction, Finding, Verification
from openday.oversight.findings.states import ActionState, State
from openday.oversight.instruments import rules as instrument_rules
from openday.oversight.instruments.models import Calibration, Instrument, InstrumentHours
from openday.oversight.open_data.columns import Row

_CHUNK = 2000


def findings(now: datetime) -> Iterator[Row]:
    """Published findings in their public wording; the cases that belong to one stand on its page only."""
    today = timezone.localdate(now)
    last = Verification.objects.filter(finding=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Finding.objects.published()
        .annotate(
            planned=_actions(~Q(state=ActionState.DROPPED)),
            done=_actions(Q(state=ActionState.DONE)),
            overdue=_actions(_overdue(today)),
            checked_on=Subquery(last.values("verified_on")[:1]),
            helped=Subquery(last.values("is_effective")[:1]),
            device=Subquery(Instrument.objects.published().filter(pk=OuterRef("instrument")).values("code")[:1]),
        )
        .order_by("number")
        .values(
            "number", "unit__code", "check_item__code", "source", "severity", "state", "attempt", "title_zh", "title_en", "found_zh",
            "found_en", "cause_zh", "cause_en", "citation_zh", "citation_en", "indicator__code", "device", "recorded_at", "verify_from",
            "closed_at",
            "planned", "done", "overdue", "checked_on", "helped",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "number": row["number"],
            "unit": row["unit__code"],
            "check": row["check_item__code"],
            "source": row["source"],
            "severity": row["severity"],
            "state": row["state"],
            "attempt": row["attempt"],
            "title_zh": row["title_zh"],
            "title_en": row["title_en"] or None,
            "found_zh": row["found_zh"],
            "found_en": row["found_en"] or None,
            "cause_zh": row["cause_zh"] or None,
            "cause_en": row["cause_en"] or None,
            "citation_zh": row["citation_zh"] or None,
            "citation_en": row["citation_en"] or None,
            "indicator": row["indicator__code"],
            "instrument": row["device"],
            "recorded_on": timezone.localdate(row["recorded_at"]),
            "actions": row["planned"],
            "actions_done": row["done"],
            "actions_overdue": row["overdue"],
            "effect_due_from": row["verify_from"] if row["state"] == State.VERIFYING else None,
            "checked_on": row["checked_on"],
            "was_effective": row["helped"],
            "closed_on": timezone.localdate(row["closed_at"]) if row["closed_at"] else None,
        }


def corrective_actions(now: datetime) -> Iterator[Row]:
    today = timezone.localdate(now)
    rows = (
        CorrectiveAction.objects.filter(finding__in=Finding.objects.published())
        .annotate(
            evidence=Count("proofs"),
            late=Case(When(_overdue(today), then=Value(True)), default=Value(False)),
        )
        .order_by("finding__number", "number")
        .values(
            "finding__number", "number", "attempt", "owner_unit__code", "what_zh", "what_en", "first_due_on", "due_on", "state", "done_on",
            "late", "evidence",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {
            "finding": row["finding__number"],
            "action": row["number"],
            "attempt": row["attempt"],
            "unit": row["owner_unit__code"],
            "what_zh": row["what_zh"],
            "what_en": row["what_en"] or None,
            "first_due_on": row["first_due_on"],
            "due_on": row["due_on"],
            "state": row["state"],
            "done_on": row["done_on"],
            "is_overdue": row["late"],
            "evidence": row["evidence"],
        }


def instruments(now: datetime) -> Iterator[Row]:
    """Public instruments in use. The number of a certificate stays inside."""
    today = timezone.localdate(now)
    last = Calibration.objects.filter(instrument=OuterRef("pk")).order_by("-calibrated_on", "-pk")
    row: Any
    rows = (
        Instrument.objects.published()
        .with_calibration()
        .annotate(**{name: Subquery(last.values(name)[:1]) for name in ("calibrated_on", "by_whom_zh", "by_whom_en")})
        .order_by("unit__code", "code")
    )
    for row in rows.select_related("unit").iterator(chunk_size=_CHUNK):
        yield {
            "code": row.code,
            "unit": row.unit.code,
            "name_zh": row.name_zh,
            "name_en": row.name_en or None,
            "model": row.model or None,
            "is_shared": row.is_shared,
            "open_hours_zh": row.open_hours_zh or None,
            "open_hours_en": row.open_hours_en or None,
            "needs_calibration": row.needs_calibration,
            "calibrated_on": row.calibrated_on,
            "calibrated_by_zh": row.by_whom_zh or None,
            "calibrated_by_en": row.by_whom_en or None,
            "valid_until": row.valid_until,
            "is_overdue": row.needs_calibration and instrument_rules.is_overdue(row.valid_until, today=today),
        }


def instrument_hours(_now: datetime) -> Iterator[Row]:
    names = ("instrument", "period_from", "period_to", "available", "used", "for_others", "out_of_order")
    rows = _public_hours().order_by("instrument__unit__code", "instrument__code", "period_from", "period_to")
    return (dict(zip(names, row, strict=True)) for row in rows.values_list("instrument__code", *names[1:]).iterator(chunk_size=_CHUNK))


# ---- Since when -----------------------------------------------------------------------------


def first_finding() -> date | None:
    moment = Finding.objects.published().order_by("recorded_at").values_list("recorded_at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def first_hours() -> date | None:
    return _public_hours().order_by("period_from").values_list("period_from", flat=True).first()


def _public_hours() -> Any:
    return InstrumentHours.objects.filter(instrument__in=Instrument.objects.published())


def _overdue(today: date) -> Q:
    """As the page of the finding says it: only while the finding is being put right."""
    return Q(finding__state=State.CORRECTING, state=ActionState.OPEN, due_on__lt=today)


def _actions(wanted: Q) -> Any:
    """How many actions of the finding fit; a subquery each, for joins would multiply the counts."""
    rows = CorrectiveAction.objects.filter(wanted, finding=OuterRef("pk")).order_by().values("finding").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n"), output_field=IntegerField()), 0)
