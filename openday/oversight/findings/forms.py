"""Narrowing the public ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.models import Unit
from openday.intake.forms import PublicForm
from openday.oversight.findings.models import Finding
from openday.oversight.findings.states import OVER, State
from openday.oversight.forms import CodeChoiceField
from openday.oversight.models import CheckItem

LATE = "late"


class LedgerFilter(PublicForm):
    """State, unit and check; what does not exist narrows nothing."""

    state = forms.ChoiceField(label=_("State"), required=False)
    unit = CodeChoiceField(
        label=pgettext_lazy("case", "Unit"), queryset=Unit.objects.none(), to_field_name="code", required=False, empty_label=_("All units")
    )
    check = CodeChoiceField(
        label=_("Check"), queryset=CheckItem.objects.all(), to_field_name="code", required=False, empty_label=_("All six checks")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [("", _("Everything")), ("open", _("Not yet struck off")), (LATE, _("With an overdue action")), *State.choices]
        self.fields["state"].choices = groups  # type: ignore[attr-defined]
        units = Unit.objects.filter(findings__in=Finding.objects.published()).distinct().order_by("code")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def narrowed(self, findings: Any, *, today: Any) -> Any:
        """The rows that were asked for."""
        if not self.is_bound:
            return findings
        self.is_valid()
        chosen = self.cleaned_data
        state = chosen.get("state")
        if state == "open":
            findings = findings.exclude(state__in=OVER)
        elif state == LATE:
            late = {"state": "open", "due_on__lt": today}
            findings = findings.filter(
                state=State.CORRECTING, **{f"corrective_actions__{name}": value for name, value in late.items()}
            ).distinct()
        elif state:
            findings = findings.filter(state=state)
        if chosen.get("unit"):
            findings = findings.filter(unit=chosen["unit"])
        if chosen.get("check"):
            findings = findings.filter(check_item=chosen["check"])
        return findings

    @property
    def is_narrowing(self) -> bool:
        return self.is_bound and any(self.cleaned_data.values()) if self.is_bound and self.is_valid() else False
