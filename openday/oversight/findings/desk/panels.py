"""What waits for this person, on the first page of the staff area."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from openday.accounts.models import User
from openday.oversight.desk.staff import signed_in
from openday.oversight.findings import rules
from openday.oversight.findings.queries import actions_for, findings_for
from openday.oversight.findings.states import State
from openday.oversight.queries import offices_of
from openday.oversight.states import Who

SHOWN = 5


class ActionsPanel(Component):
    """Up to five actions under way, the next due first. Not there when nothing is under way."""

    order = 70
    template_name = "oversight/findings/desk/panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = actions_for(self.user)
        shown = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:SHOWN])
        return {
            "code": "actions",
            "heading": _("Corrective actions, the next due first"),
            "rows": [(action.finding, action.what_in(), action.due_on, action.is_overdue(today=today)) for action in shown],
            "count": rows.count() if len(shown) == SHOWN else len(shown),
            "more": "findings_desk:actions",
        }


class ChecksPanel(Component):
    """Findings whose effect this person may look at now."""

    order = 71
    template_name = "oversight/findings/desk/panel.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        waiting = findings_for(self.user).filter(state=State.VERIFYING).order_by("verify_from", "pk")
        due = [finding for finding in waiting[:50] if not rules.is_too_soon(finding.verify_from, today=today)]
        return {
            "code": "checks",
            "heading": _("Did it help? Look on the spot"),
            "rows": [(finding, finding.title_in(), finding.verify_from, False) for finding in due[:SHOWN]],
            "count": len(due),
            "more": "findings_desk:index",
        }


def panels_for(request: HttpRequest) -> list[Component]:
    user = signed_in(request)
    offices = offices_of(user)
    panels: list[Component] = []
    if offices & {Who.QUALITY_OFFICE, Who.HANDLER, Who.HEAD}:
        panels.append(ActionsPanel(user))
    if Who.REVIEWER in offices:
        panels.append(ChecksPanel(user))
    return panels
