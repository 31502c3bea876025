"""What the quality office writes when it takes a case in, gives it to a unit and settles whose it is."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from openday.accounts.models import Unit, User
from openday.intake.fields import BlockField, LineField
from openday.oversight import rules
from openday.oversight.desk.forms.base import (
    SHORT,
    DeedForm,
    PeopleChoiceField,
    PersonChoiceField,
    check_works_for,
    handlers,
    offer,
    text_field,
)
from openday.oversight.disputes import actions as disputes
from openday.oversight.models import Case, CheckItem
from openday.oversight.queries import case_by_number
from openday.oversight.vocabulary import Category


class NamesPeople(DeedForm):
    """Whom the message names (回避): the triage reads it, and says so here."""

    staff = PeopleChoiceField(
        label=_("Staff named in the message"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("They neither see nor handle nor decide this case, and no letter about it goes to them."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "case-people"}),
    )
    others = BlockField(
        label=_("Other people named"),
        max_length=500,
        rows=2,
        required=False,
        help_text=_("One name on each line. They are looked for in texts that are about to be published."),
        widget=AdminAutoHeightTextInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "staff", User.objects.filter(is_active=True).select_related("unit").order_by("unit__code", "username"))

    def clean_others(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["others"].splitlines())
        return list(dict.fromkeys(line[:80] for line in lines if line))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        others = [named.name for named in case.named_people.all() if named.person_id is None]
        return {"staff": sorted(case.named_staff_ids), "others": "\n".join(others)}


class NamePeopleForm(NamesPeople):
    """Only that, and a change of it: an entry in the log says that something changed."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        before = NamesPeople.initial_from(self.case)
        after = {"staff": sorted(person.pk for person in cleaned.get("staff", ())), "others": "\n".join(cleaned.get("others", ()))}
        if not self.errors and before == after:
            raise ValidationError(_("Nothing is changed: these people are written down already."))
        return cleaned


class AcceptForm(NamesPeople):
    category = forms.TypedChoiceField(label=_("Category"), choices=Category, coerce=Category)
    check_item = forms.ModelChoiceField(
        label=_("Check"), queryset=CheckItem.objects.all(), required=False, help_text=_("Only for a problem with testing quality.")
    )
    concerned_unit = forms.ModelChoiceField(
        label=_("Unit concerned"),
        queryset=Unit.objects.all(),
        required=False,
        help_text=_("The unit that the citizen writes about. It can never review this case."),
    )

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        known = {"category": case.category, "check_item": case.check_item_id, "concerned_unit": case.concerned_unit_id}
        return {**known, **NamesPeople.initial_from(case)}

    field_order = ["seen", "category", "check_item", "concerned_unit"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if rules.needs_check_item(cleaned.get("category", "")) and not cleaned.get("check_item"):
            self.add_error("check_item", _("Choose one of the six checks."))
        return cleaned


class RedirectForm(DeedForm):
    where = text_field(_("Where it belongs"), help_text=_("The citizen reads this: say who is responsible and how to reach them."))


class SpamForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("Stays inside the office. No letter is sent."))


class MergeForm(DeedForm):
    number = LineField(label=_("Number of the other case"), max_length=20, help_text=_("For example FK-2026-000123."))

    def clean_number(self) -> Case:
        other = case_by_number(self.cleaned_data["number"])
        if other is None or other.pk == self.case.pk:
            raise ValidationError(_("No other case has this number."))
        if not other.is_open:
            raise ValidationError(_("That case is already over."))
        return other

    def arguments(self) -> dict[str, Any]:
        return {"into": self.cleaned_data["number"]}


class UnmergeForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("The citizen reads this."))


class AssignForm(DeedForm):
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.all())
    handler = PersonChoiceField(
        label=_("Handler"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Leave empty: whoever of the unit starts to work becomes the handler."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "handler", handlers().exclude(pk__in=self.case.named_staff_ids))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {"unit": case.handling_unit_id or case.concerned_unit_id, "handler": case.handler_id}

    def clean(self) -> dict[str, Any]:
        super().clean()
        check_works_for(self, person="handler", unit="unit")
        return self.cleaned_data


class DisputeForm(DeedForm):
    reason = text_field(_("Why another unit is responsible"), max_length=500, help_text=_("The quality office reads this."))
    proposed_unit = forms.ModelChoiceField(label=_("Responsible instead, if you know"), queryset=Unit.objects.all(), required=False)


class DecideDisputeForm(DeedForm):
    upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("The unit is right: another one takes the case")), ("no", _("The case stays where it is"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(label=_("Unit that takes it"), queryset=Unit.objects.all(), required=False)
    decision = text_field(_("Reason of the decision"), max_length=SHORT, help_text=_("The unit reads this."))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        raised = disputes.open_dispute(case)
        return {"unit": raised.proposed_unit_id} if raised else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("upheld") is True and not cleaned.get("unit"):
            self.add_error("unit", _("Choose the unit that takes the case."))
        return cleaned
