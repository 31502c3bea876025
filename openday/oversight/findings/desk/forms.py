"""What staff write when they act on a finding. Shape only; the actions decide."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from home.models.images import make_safe
from openday.accounts.models import Unit, User
from openday.accounts.roles import QUALITY_OFFICE, has_role, units_of
from openday.events.models import OpenDay
from openday.intake.fields import LineField
from openday.intake.pictures import BrokenPicture, PictureTooLarge
from openday.oversight.desk.forms import PersonChoiceField, check_works_for, handlers, offer, text_field
from openday.oversight.desk.widgets import day_input
from openday.oversight.findings import rules
from openday.oversight.findings.models import CorrectiveAction, Finding, Proof
from openday.oversight.findings.rules import Severity, Source
from openday.oversight.instruments.models import Instrument
from openday.oversight.models import Case, CheckItem, Indicator
from openday.oversight.queries import case_by_number

MAX_FILE_BYTES = 20 * 1024 * 1024
# What is opened by an office programme or a browser without running anything: pages, tables without macros, pictures.
FILE_KINDS = (".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".txt", ".csv", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic")
PUBLIC = _("Everyone reads this in the ledger: no names of people.")


class CasesField(LineField):
    """Numbers of cases, separated by commas or spaces."""

    def clean(self, value: Any) -> list[Case]:
        typed = super().clean(value).replace("，", " ").replace(",", " ").replace("、", " ").split()
        cases = {number: case_by_number(number) for number in typed[:20]}
        if unknown := [number for number, case in cases.items() if case is None]:
            raise ValidationError(_("No case has this number: %(number)s."), params={"number": ", ".join(unknown)[:60]})
        return [case for case in cases.values() if case is not None]


def cases_field() -> CasesField:
    return CasesField(label=_("Cases that led to it"), max_length=300, required=False, help_text=_("For example FK-2026-000123."))


class InstrumentChoiceField(forms.ModelChoiceField):
    """Instruments with their codes: two balances have one name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.code})"


def instrument_field() -> InstrumentChoiceField:
    return InstrumentChoiceField(
        label=_("Instrument"),
        queryset=Instrument.objects.none(),
        required=False,
        help_text=_("One of the unit concerned. The ledger names it when it is public."),
    )


def instruments_of(units: Any) -> Any:
    """Also those that are out of use: that may be the finding."""
    return Instrument.objects.filter(unit__in=units).order_by("unit__code", "code")


class RecordForm(forms.Form):
    """A finding as it is written into the ledger."""

    source = forms.ChoiceField(label=_("Where it comes from"), choices=[("", "---------"), *Source.choices])
    source_note = LineField(
        label=_("Which one (internal)"),
        max_length=200,
        required=False,
        help_text=_("The audit, the round of the test, the number of the device."),
    )
    open_day = forms.ModelChoiceField(label=_("Open day"), queryset=OpenDay.objects.none(), required=False)
    cases = cases_field()
    unit = forms.ModelChoiceField(label=pgettext_lazy("finding", "Unit concerned"), queryset=Unit.objects.none())
    check_item = forms.ModelChoiceField(label=_("Check"), queryset=CheckItem.objects.all())
    severity = forms.ChoiceField(label=_("Severity"), choices=[("", "---------"), *Severity.choices])
    instrument = instrument_field()
    indicator = forms.ModelChoiceField(label=_("Indicator that it bears on"), queryset=Indicator.objects.all(), required=False)
    title_zh = LineField(label=_("Title in Simplified Chinese"), max_length=80, help_text=PUBLIC)
    title_en = LineField(label=_("Title in English"), max_length=160, required=False)
    found_zh = text_field(_("What was found, in Simplified Chinese"), max_length=2000, help_text=PUBLIC)
    found_en = text_field(_("What was found, in English"), max_length=3000, required=False)
    found_internal = text_field(_("What only the office knows"), required=False, help_text=_("Stays inside the office."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = has_role(user, QUALITY_OFFICE)
        own = units_of(user)
        offer(self, "unit", Unit.objects.all() if office else Unit.objects.filter(pk__in=own))
        offer(self, "open_day", OpenDay.objects.all() if office else OpenDay.objects.filter(unit__in=own))
        offer(self, "instrument", instruments_of(Unit.objects.all() if office else own))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") == Source.CASE and not cleaned.get("cases") and "cases" not in self.errors:
            self.add_error("cases", _("Name the case that led to it."))
        if cleaned.get("source") == Source.OPEN_DAY and not cleaned.get("open_day"):
            self.add_error("open_day", _("Choose the open day."))
        unit, instrument = cleaned.get("unit"), cleaned.get("instrument")
        if unit and instrument and instrument.unit_id not in Unit.objects.with_all_below(unit.pk):
            self.add_error("instrument", _("This instrument belongs to another unit."))
        return cleaned


class FindingForm(forms.Form):
    """A form about one finding. `seen` is the revision on the screen when the form was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, finding: Finding, action: CorrectiveAction | None, user: User, **kwargs: Any) -> None:
        self.finding, self.action, self.user = finding, action, user
        kwargs["initial"] = {"seen": finding.revision, **self.initial_from(finding, action), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        return {}

    def arguments(self) -> dict[str, Any]:
        """What the action of this deed takes: everything but `seen` and what was only ticked."""
        ticked = {name for name, field in self.fields.items() if isinstance(field, forms.BooleanField)}
        return {name: value for name, value in self.cleaned_data.items() if name not in {"seen", *ticked}}


class ConfirmForm(FindingForm):
    """Nothing to write: the deed is confirmed."""


class CauseForm(FindingForm):
    cause_zh = text_field(_("Cause in Simplified Chinese"), max_length=2000, help_text=PUBLIC)
    cause_en = text_field(_("Cause in English"), max_length=3000, required=False)
    cause_internal = text_field(_("What only the office knows"), required=False, help_text=_("Stays inside the office."))

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        return {name: getattr(finding, name) for name in ("cause_zh", "cause_en", "cause_internal")}


class PlanForm(FindingForm):
    what_zh = LineField(label=_("What is done, in Simplified Chinese"), max_length=300, help_text=PUBLIC)
    what_en = LineField(label=_("What is done, in English"), max_length=500, required=False)
    owner_unit = forms.ModelChoiceField(label=_("Unit that does it"), queryset=Unit.objects.all())
    owner = PersonChoiceField(
        label=_("Person who sees to it"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Empty: every handler of the unit is written to. The public reads the unit only."),
    )
    due_on = forms.DateField(label=_("Due on"), widget=day_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", handlers())

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        return {"owner_unit": finding.unit_id}

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return self.cleaned_data["due_on"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        check_works_for(self, person="owner", unit="owner_unit")
        return self.cleaned_data


class ProofForm(FindingForm):
    text_zh = LineField(label=_("What the evidence is, in Simplified Chinese"), max_length=200, help_text=PUBLIC)
    text_en = LineField(label=_("What the evidence is, in English"), max_length=300, required=False)
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(FILE_KINDS)}),
        help_text=_("Stays inside the office. PDF, office documents or pictures, at most 20 MB; pictures lose place and device data."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        if PurePosixPath(file.name).suffix.lower() not in FILE_KINDS:
            raise ValidationError(_("Please send a PDF, an office document without macros, or a picture."))
        if file.size > MAX_FILE_BYTES:
            raise ValidationError(_("Please send a file of at most 20 MB."))
        proof = Proof(file=file)
        try:
            make_safe(proof, "file", only_pictures=True)
        except (BrokenPicture, PictureTooLarge) as fact:
            raise ValidationError(fact.message) from None
        return proof.file.file


class DoneForm(FindingForm):
    done_on = forms.DateField(label=_("Done on"), widget=day_input())

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        return {"done_on": timezone.localdate()}

    def clean_done_on(self) -> Any:
        if self.cleaned_data["done_on"] > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return self.cleaned_data["done_on"]


class ReasonForm(FindingForm):
    reason_zh = text_field(_("Reason in Simplified Chinese"), max_length=500, help_text=PUBLIC)
    reason_en = text_field(_("Reason in English"), max_length=800, required=False)


class DueForm(ReasonForm):
    due_on = forms.DateField(label=_("New day"), widget=day_input())

    field_order = ["seen", "due_on"]

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return self.cleaned_data["due_on"]


class InsideReasonForm(FindingForm):
    reason_zh = text_field(_("Reason"), max_length=500, help_text=_("Stays inside the office."))


class SendBackForm(FindingForm):
    note_zh = text_field(_("What is missing, in Simplified Chinese"), max_length=500, help_text=PUBLIC)
    note_en = text_field(_("What is missing, in English"), max_length=800, required=False)


class SubmitForm(FindingForm):
    verify_from = forms.DateField(
        label=_("Effect checked from"),
        widget=day_input(),
        help_text=_("At least two weeks after the last action was done: the new way of working must have been used for a while."),
    )

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        return {"verify_from": rules.usual_check_day(finding.severity, submitted_on=timezone.localdate())}


class VerifyForm(FindingForm):
    text_zh = text_field(_("What you looked at and saw, in Simplified Chinese"), max_length=500, help_text=PUBLIC)
    text_en = text_field(_("What you looked at and saw, in English"), max_length=800, required=False)
    uninvolved = forms.BooleanField(label=_("I had no part in this finding nor in what was done about it."))


class LinkForm(FindingForm):
    cases = cases_field()
    instrument = instrument_field()
    indicator = forms.ModelChoiceField(label=_("Indicator that it bears on"), queryset=Indicator.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "instrument", instruments_of(Unit.objects.with_all_below(self.finding.unit_id)))

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        numbers = finding.cases.order_by("number").values_list("number", flat=True)
        return {"cases": ", ".join(numbers), "indicator": finding.indicator_id, "instrument": finding.instrument_id}


class RewordForm(ReasonForm):
    title_zh = LineField(label=_("Title in Simplified Chinese"), max_length=80)
    title_en = LineField(label=_("Title in English"), max_length=160, required=False)
    found_zh = text_field(_("What was found, in Simplified Chinese"), max_length=2000)
    found_en = text_field(_("What was found, in English"), max_length=3000, required=False)

    field_order = ["seen", "title_zh", "title_en", "found_zh", "found_en"]

    @staticmethod
    def initial_from(finding: Finding, action: CorrectiveAction | None) -> dict[str, Any]:
        return {name: getattr(finding, name) for name in ("title_zh", "title_en", "found_zh", "found_en")}


class PublishForm(FindingForm):
    neutral = forms.BooleanField(label=_("The public texts name no person, and point to none."))
