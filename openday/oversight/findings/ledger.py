"""What everybody may read of findings: one function builds every public form of them.

The public wording, the days, the units. Never a name of staff, an internal text, a file, or the number of a case that
is not published itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from openday.accounts.models import Unit
from openday.oversight import public
from openday.oversight.findings import rules
from openday.oversight.findings.models import CorrectiveAction, Finding, FindingEvent, Proof, Verification
from openday.oversight.findings.states import COUNTED, ActionState, Deed, State
from openday.oversight.models import CheckItem

# What the log tells the public; the rest is work inside the office.
_TOLD = {Deed.MOVE_DUE, Deed.DROP_ACTION, Deed.SEND_BACK, Deed.REOPEN, Deed.SET_ASIDE, Deed.REWORD}


@dataclass(frozen=True, slots=True)
class PublicAction:
    number: int
    what: str
    unit: str
    due_on: date | None
    # The day that was promised first, when it moved since.
    first_due_on: date | None
    state: str
    state_label: str
    done_on: date | None
    is_late: bool
    evidence: tuple[str, ...]
    attempt: int


@dataclass(frozen=True, slots=True)
class PublicCheck:
    """One look whether it helped, by somebody of an uninvolved unit."""

    attempt: int
    is_effective: bool
    text: str
    on: date
    unit: str


@dataclass(frozen=True, slots=True)
class PublicNote:
    on: date
    deed: str
    text: str


@dataclass(frozen=True, slots=True)
class PublicFinding:
    number: str
    title: str
    found: str
    cause: str
    source: str
    unit: str
    unit_code: str
    check: str
    check_code: str
    severity: str
    state: str
    state_label: str
    is_late: bool
    attempt: int
    recorded_on: date
    verify_from: date | None
    closed_on: date | None
    citation: str
    indicator: str
    indicator_code: str
    instrument: str
    instrument_code: str
    cases: tuple[str, ...]
    actions: tuple[PublicAction, ...]
    checks: tuple[PublicCheck, ...]
    notes: tuple[PublicNote, ...]

    @property
    def url(self) -> str:
        return reverse("oversight:finding", args=[self.number])

    @property
    def done(self) -> int:
        return sum(action.state == ActionState.DONE for action in self.actions)

    @property
    def counted_actions(self) -> int:
        return sum(action.state != ActionState.DROPPED for action in self.actions)

    @property
    def next_due_on(self) -> date | None:
        """The next day on which something has to be done; None when nothing is dated."""
        return min((action.due_on for action in self.actions if action.state == ActionState.OPEN and action.due_on), default=None)


def rows() -> QuerySet[Finding]:
    """Published findings with all that is public about them, in six queries whatever their number."""
    proofs = Prefetch("proofs", Proof.objects.only("action_id", "text_zh", "text_en").order_by("added_at", "pk"))
    return (
        Finding.objects.published()
        .select_related("unit", "check_item", "indicator", "instrument")
        .defer("found_internal", "cause_internal")
        .prefetch_related(
            Prefetch(
                "corrective_actions",
                CorrectiveAction.objects.select_related("owner_unit").prefetch_related(proofs).order_by("number"),
            ),
            Prefetch("verifications", Verification.objects.select_related("by_unit").order_by("at", "pk")),
            Prefetch("events", FindingEvent.objects.filter(deed__in=_TOLD).order_by("at", "pk")),
            Prefetch("cases", public.public_rows().order_by("number")),
        )
        .order_by("-recorded_at", "-pk")
    )


def for_everyone(finding: Finding, *, today: date) -> PublicFinding:
    """The public form, in the active language. Needs a row of `rows()`."""
    actions = tuple(_action(action, finding, today=today) for action in finding.corrective_actions.all())
    instrument = finding.instrument if finding.instrument and finding.instrument.is_published else None
    return PublicFinding(
        number=finding.number,
        title=finding.title_in(),
        found=finding.found_in(),
        cause=finding.cause_in(),
        source=finding.get_source_display(),
        unit=finding.unit.name,
        unit_code=finding.unit.code,
        check=finding.check_item.name,
        check_code=finding.check_item.code,
        severity=finding.get_severity_display(),
        state=finding.state,
        state_label=finding.get_state_display(),
        is_late=any(action.is_late for action in actions),
        attempt=finding.attempt,
        recorded_on=timezone.localdate(finding.recorded_at),
        verify_from=finding.verify_from if finding.state == State.VERIFYING else None,
        closed_on=timezone.localdate(finding.closed_at) if finding.closed_at else None,
        citation=finding.citation_in(),
        indicator=finding.indicator.name if finding.indicator else "",
        indicator_code=finding.indicator.code if finding.indicator else "",
        instrument=instrument.name_in() if instrument else "",
        instrument_code=instrument.code if instrument else "",
        cases=tuple(case.number for case in finding.cases.all()),
        actions=actions,
        checks=tuple(
            PublicCheck(check.attempt, check.is_effective, check.text_in(), check.verified_on, check.by_unit.name)
            for check in finding.verifications.all()
        ),
        notes=tuple(
            PublicNote(timezone.localdate(event.at), event.get_deed_display(), event.note_in())
            for event in finding.events.all()
            if event.note_zh
        ),
    )


def _action(action: CorrectiveAction, finding: Finding, *, today: date) -> PublicAction:
    moved = action.first_due_on != action.due_on
    return PublicAction(
        number=action.number,
        what=action.what_in(),
        unit=action.owner_unit.name,
        due_on=action.due_on,
        first_due_on=action.first_due_on if moved else None,
        state=action.state,
        state_label=action.get_state_display(),
        done_on=action.done_on,
        is_late=finding.state == State.CORRECTING and action.state == ActionState.OPEN and rules.is_overdue(action.due_on, today=today),
        evidence=tuple(proof.text_in() for proof in action.proofs.all()),
        attempt=action.attempt,
    )


# ---- The matrix unit × check -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """Published findings of one unit under one check; nothing published is not the same as nothing found."""

    check_code: str
    check: str
    found: int = 0
    closed: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    unit: str
    unit_code: str
    cells: tuple[Cell, ...]

    @property
    def found(self) -> int:
        return sum(cell.found for cell in self.cells)

    @property
    def closed(self) -> int:
        return sum(cell.closed for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    checks: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    # Recorded and not public (yet): the sum alone, so that nobody takes the ledger for all there is.
    unpublished: int

    @property
    def found(self) -> int:
        return sum(row.found for row in self.rows)

    @property
    def closed(self) -> int:
        return sum(row.closed for row in self.rows)


def matrix() -> Matrix:
    """Found and struck off, for each unit and check. The centres stand there even without a finding. Four queries."""
    counts = {
        (unit, check): (found, closed)
        for unit, check, found, closed in Finding.objects.filter(state__in=COUNTED)
        .published()
        .values_list("unit_id", "check_item_id")
        .annotate(found=Count("pk"), closed=Count("pk", filter=Q(state=State.CLOSED)))
        .order_by()
    }
    checks = tuple(CheckItem.objects.order_by("position"))
    units = Unit.objects.filter(Q(kind=Unit.Kind.CENTRE) | Q(pk__in={unit for unit, _check in counts})).order_by("code")
    address = reverse("oversight:findings")
    return Matrix(
        checks=tuple(check.name for check in checks),
        rows=tuple(
            MatrixRow(
                unit=unit.name,
                unit_code=unit.code,
                cells=tuple(
                    Cell(check.code, check.name, *counts.get((unit.pk, check.pk), (0, 0)), f"{address}?unit={unit.code}&check={check.code}")
                    for check in checks
                ),
            )
            for unit in units
        ),
        unpublished=Finding.objects.filter(published_at=None, state__in=COUNTED).count(),
    )


# ---- Beside cases and indicators ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding as it is named on the page of a case or an indicator."""

    number: str
    title: str
    unit: str
    state: str
    state_label: str
    actions: tuple[str, ...]
    cases: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse("oversight:finding", args=[self.number])


def mentions(**wanted: Any) -> tuple[Mention, ...]:
    """Published findings of a case (`cases=`), an indicator (`indicator__code=`) or an instrument, newest first.

    Three queries, one when there is none.
    """
    found: Iterable[Finding] = (
        Finding.objects.published()
        .filter(**wanted)
        .select_related("unit")
        .defer("found_internal", "cause_internal")
        .prefetch_related(
            Prefetch("corrective_actions", CorrectiveAction.objects.exclude(state=ActionState.DROPPED).order_by("number")),
            Prefetch("cases", public.public_rows().order_by("number")),
        )
        .order_by("-recorded_at", "-pk")[:50]
    )
    return tuple(
        Mention(
            number=finding.number,
            title=finding.title_in(),
            unit=finding.unit.name,
            state=finding.state,
            state_label=finding.get_state_display(),
            actions=tuple(action.what_in() for action in finding.corrective_actions.all()),
            cases=tuple(case.number for case in finding.cases.all()),
        )
        for finding in found
    )
