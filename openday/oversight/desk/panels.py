"""What waits, on the front page of the staff area."""

from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from openday.oversight import clock, states
from openday.oversight.desk.staff import signed_in
from openday.oversight.models import Case
from openday.oversight.numbering import FEW_CASE_NUMBERS, case_numbers_left
from openday.oversight.queries import cases_for, offices_of
from openday.oversight.states import State, Who

SHOWN = 5


class NumbersPanel(Component):
    """An alarm: the year runs out of case numbers. Not there while there are enough."""

    order = 54
    template_name = "oversight/desk/numbers_panel.html"

    def __init__(self, left: int) -> None:
        self.left = left

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"left": self.left}


class CasesPanel(Component):
    """Up to five cases, the next due first, and how many there are."""

    order = 60
    template_name = "oversight/desk/panel.html"

    def __init__(self, *, code: str, heading: Promise, cases: QuerySet[Case], more: str) -> None:
        self.code, self.heading, self.cases, self.more = code, heading, cases, more

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = clock.local_day(timezone.now())
        rows = list(self.cases.select_related("handling_unit").order_by(F("due_on").asc(nulls_last=True), "pk")[: SHOWN + 1])
        return {
            "code": self.code,
            "heading": self.heading,
            "cases": [(case, case.is_overdue(today=today)) for case in rows[:SHOWN]],
            "count": self.cases.count() if len(rows) > SHOWN else len(rows),
            # Who has nothing to do should see that, and not an empty page. That nothing is late goes without saying.
            "is_shown_empty": self.code != "overdue",
            "more_url": f"{reverse('oversight_desk:index')}?{self.more}",
        }


def panels_for(request: HttpRequest) -> list[Component]:
    """The panels of this person's offices; none for everybody else."""
    user = signed_in(request)
    offices = offices_of(user)
    if not offices:
        return []
    mine = cases_for(user)
    panels: list[Component] = []
    if Who.QUALITY_OFFICE in offices:
        left = case_numbers_left(now=timezone.now())
        if left <= FEW_CASE_NUMBERS:
            panels.append(NumbersPanel(left))
        triage = mine.filter(state__in=states.UNASSIGNED)
        more = "&".join(f"state={state}" for state in sorted(states.UNASSIGNED))
        panels.append(CasesPanel(code="triage", heading=_("Waiting for triage or a unit"), cases=triage, more=more))
        answered = mine.filter(state=State.ANSWERED)
        panels.append(CasesPanel(code="answered", heading=_("Answered, to be closed"), cases=answered, more="state=answered"))
        heading = _("To be published or not")
        panels.append(CasesPanel(code="publication", heading=heading, cases=mine.undecided(), more="publication=undecided"))
    if Who.HANDLER in offices:
        queue = mine.filter(state=State.WORKING)
        panels.append(CasesPanel(code="queue", heading=_("In the hands of your unit"), cases=queue, more="state=working"))
    if Who.REVIEWER in offices:
        review = mine.filter(state=State.REVIEW)
        panels.append(CasesPanel(code="review", heading=_("Waiting for your review"), cases=review, more="state=review"))
    late = mine.overdue(today=clock.local_day(timezone.now()))
    panels.append(CasesPanel(code="overdue", heading=_("Overdue"), cases=late, more="overdue=yes"))
    return panels
