"""What staff write when they act on a case. Shape only; the actions decide."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from openday.accounts.models import Unit, User
from openday.accounts.roles import HANDLER
from openday.intake.fields import BlockField, LineField
from openday.oversight import commitments, rules
from openday.oversight.desk.widgets import day_input
from openday.oversight.disclosure import acknowledging
from openday.oversight.disclosure.acknowledging import Marked
from openday.oversight.disputes import actions as disputes
from openday.oversight.models import Case, CheckItem, Indicator, Measurement, RedactedPicture
from openday.oversight.queries import case_by_number
from openday.oversight.vocabulary import Category, Outcome

LONG = 8000
SHORT = 300


def text_field(label: Any, *, max_length: int = LONG, required: bool = True, help_text: Any = "") -> BlockField:
    """A text of several lines in the staff area's own look, cleaned like a stranger's."""
    widget = AdminAutoHeightTextInput()
    return BlockField(label=label, max_length=max_length, rows=4, required=required, help_text=help_text, widget=widget)


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field offer these rows and no others."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class DeedForm(forms.Form):
    """A form about one case. `seen` is the revision on the screen when the form was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        self.case, self.user = case, user
        kwargs["initial"] = {"seen": case.revision, **self.initial_from(case), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {}

    def arguments(self) -> dict[str, Any]:
        """What the action of this deed takes, from a valid form: everything but `seen` and what was only ticked."""
        ticked = {name for name, field in self.fields.items() if isinstance(field, forms.BooleanField)}
        return {name: value for name, value in self.cleaned_data.items() if name not in {"seen", *ticked}}


class ConfirmForm(DeedForm):
    """Nothing to write: the deed is confirmed."""


class PeopleChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.unit})" if obj.unit else str(obj)


class NamesPeople(DeedForm):
    """Whom the message names (回避): the triage reads it, and says so here."""

    staff = PeopleChoiceField(
        label=_("Staff named in the message"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("They neither see nor handle nor decide this case, and no letter about it goes to them."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
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
        _offer(self, "staff", User.objects.filter(is_active=True).select_related("unit").order_by("unit__code", "username"))

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


class PersonChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj} ({obj.unit})" if obj.unit else str(obj)


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
        handlers = User.objects.filter(groups__name=HANDLER, is_active=True, unit__isnull=False).select_related("unit")
        handlers = handlers.exclude(pk__in=self.case.named_staff_ids)
        _offer(self, "handler", handlers.order_by("unit__code", "username").distinct())

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {"unit": case.handling_unit_id or case.concerned_unit_id, "handler": case.handler_id}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        unit, handler = cleaned.get("unit"), cleaned.get("handler")
        if unit and handler and unit.pk not in Unit.objects.with_all_below(handler.unit_id):
            self.add_error("handler", _("This person doesn't work for that unit."))
        return cleaned


class UnmergeForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("The citizen reads this."))


class ProgressForm(DeedForm):
    text = text_field(
        _("How far the case is"), max_length=SHORT, help_text=_("The citizen reads this. It counts as the note of half time.")
    )


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


class AskBackForm(DeedForm):
    question = text_field(_("Question to the citizen"), help_text=_("The citizen reads this. The clock stands still until the answer."))


class CarryOnForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("The citizen reads this."))


class ExtendForm(DeedForm):
    reason = text_field(_("Public reason"), max_length=SHORT, help_text=_("Everyone may read this. The limit can be extended once."))


class DraftForm(DeedForm):
    text = text_field(_("Draft answer"))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {"text": case.draft_answer}


class MarksPassages(DeedForm):
    """A form whose texts will be public: passages that may point to a person are ticked one by one, or taken out.

    The ticks are drawn beside the passages (oversight/desk/passages.html); `marked` is what to draw.
    """

    marked: list[tuple[Marked, bool]] = []
    # A look at what everybody would read decides nothing.
    is_preview = False

    def texts_to_judge(self) -> dict[str, str]:
        raise NotImplementedError

    def mark(self, texts: dict[str, str]) -> frozenset[str]:
        """Find the passages, remember which are ticked, and give their keys."""
        ticked = set(self.data.getlist("acknowledged")) if hasattr(self.data, "getlist") else set(self.data.get("acknowledged", ()))
        passages = acknowledging.marked(self.case, texts)
        self.marked = [(one, one.key in ticked) for one in passages]
        return frozenset(one.key for one, is_ticked in self.marked if is_ticked)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["acknowledged"] = self.mark(self.texts_to_judge())
        if not self.is_preview and not all(is_ticked for _one, is_ticked in self.marked):
            self.add_error(None, _("Some passages may point to a person. Remove each, or tick that it may stay."))
        return cleaned


class PublicTexts(DeedForm):
    """The neutral texts that everyone may read, in both languages."""

    summary_zh = text_field(
        _("Public summary in Simplified Chinese"),
        max_length=2000,
        help_text=_("Neutral, without names, dates or places that point to a person."),
    )
    summary_en = text_field(_("Public summary in English"), max_length=3000, required=False)
    public_answer_zh = text_field(_("Public answer in Simplified Chinese"), max_length=4000)
    public_answer_en = text_field(_("Public answer in English"), max_length=6000, required=False)

    PUBLIC = ("summary_zh", "summary_en", "public_answer_zh", "public_answer_en")

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {
            "summary_zh": case.public_summary_zh,
            "summary_en": case.public_summary_en,
            "public_answer_zh": case.public_answer_zh,
            "public_answer_en": case.public_answer_en,
        }


class SubmitForm(PublicTexts):
    text = text_field(_("Answer to the citizen"))
    outcome = forms.TypedChoiceField(label=_("Outcome"), choices=[("", "---------"), *Outcome.choices], coerce=Outcome)

    field_order = ["seen", "text", "outcome", *PublicTexts.PUBLIC]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.PUBLIC:
            # Without consent nothing is published, so nobody writes texts for it.
            if self.case.has_consent:
                self.fields[name].required = False
            else:
                del self.fields[name]

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return {"text": case.draft_answer, "outcome": case.outcome, **PublicTexts.initial_from(case)}


class ReturnForm(DeedForm):
    note = text_field(_("Note for the handler"), max_length=500, help_text=_("Stays inside the office."))


class ApproveForm(MarksPassages):
    uninvolved = forms.BooleanField(
        label=_("I had no part in this case, I am not named in it, and I have no interest in its outcome."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.mark(self.texts_to_judge())

    def texts_to_judge(self) -> dict[str, str]:
        return acknowledging.public_texts(self.case)


class PictureChoiceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.description)


class PublishForm(MarksPassages, PublicTexts):
    pictures = PictureChoiceField(
        label=_("Redacted pictures"),
        queryset=RedactedPicture.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only copies that somebody else has blacked out. Look at each before you choose it."),
    )
    neutral = forms.BooleanField(label=_("The texts point to no person."))

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        return PublicTexts.initial_from(case)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copies = self.case.redacted_pictures.exclude(made_by=self.user)
        if copies.exists():
            _offer(self, "pictures", copies)
        else:
            del self.fields["pictures"]
        if not self.is_bound:
            self.mark(acknowledging.public_texts(self.case))

    def texts_to_judge(self) -> dict[str, str]:
        texts = {name: self.cleaned_data.get(name, "") for name in acknowledging.PUBLIC}
        return {**texts, "pictures": acknowledging.descriptions(self.cleaned_data.get("pictures", ()))}

    field_order = ["seen", *PublicTexts.PUBLIC, "pictures", "neutral"]


class RefusePublicationForm(DeedForm):
    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("The citizen reads this."))


class NoteForm(forms.Form):
    text = text_field(
        _("Note"),
        max_length=2000,
        help_text=_("For colleagues of the office and of the unit at work. Never shown to the citizen or the public."),
    )


class WithdrawPublicationForm(MarksPassages):
    """The reason stands on the page that remains, so it is read like every public text."""

    reason = text_field(_("Reason"), max_length=SHORT, help_text=_("Everyone may read this on the page that remains. Name nobody."))

    def texts_to_judge(self) -> dict[str, str]:
        return {"reason": self.cleaned_data.get("reason", "")}


class RevealForm(forms.Form):
    reason = LineField(label=_("Why do you need the contact?"), max_length=SHORT, help_text=_("Your look is recorded with this reason."))


class ReadingForm(forms.Form):
    """A reading of an indicator, as a unit enters it."""

    indicator = forms.ModelChoiceField(label=_("Indicator"), queryset=Indicator.objects.all())
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    period_from = forms.DateField(label=_("Period from"), widget=day_input())
    period_to = forms.DateField(label=_("Period to"), widget=day_input())
    numerator = forms.IntegerField(label=_("Counted"), min_value=0, max_value=2_000_000_000)
    denominator = forms.IntegerField(label=_("Out of"), min_value=1, max_value=2_000_000_000)
    evidence_zh = text_field(_("Evidence in Simplified Chinese"), max_length=300)
    evidence_en = text_field(_("Evidence in English"), max_length=300, required=False)
    reason_zh = text_field(_("Reason of a miss and what is done, in Simplified Chinese"), max_length=500, required=False)
    reason_en = text_field(_("Reason of a miss and what is done, in English"), max_length=500, required=False)
    corrects = forms.ModelChoiceField(label=_("Corrects the reading"), queryset=Measurement.objects.none(), required=False)

    def __init__(self, *args: Any, unit_ids: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", Unit.objects.filter(pk__in=unit_ids))
        open_to_correction = Measurement.objects.filter(unit__in=unit_ids, corrected_by=None).select_related("indicator", "unit")
        _offer(self, "corrects", open_to_correction)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period ends before it starts."))
        counted, whole = cleaned.get("numerator"), cleaned.get("denominator")
        if counted is not None and whole is not None and counted > whole:
            self.add_error("numerator", _("More were counted than there are."))
        corrected = cleaned.get("corrects")
        if corrected and (corrected.indicator, corrected.unit) != (cleaned.get("indicator"), cleaned.get("unit")):
            self.add_error("corrects", _("A correction is of the same indicator and unit."))
        if not self.errors and not cleaned.get("reason_zh") and commitments.would_miss(**self._figure(cleaned)):
            self.add_error("reason_zh", _("This misses the target: say why, and what is done about it."))
        return cleaned

    @staticmethod
    def _figure(cleaned: dict[str, Any]) -> dict[str, Any]:
        return {name: cleaned[name] for name in ("indicator", "unit", "period_to", "numerator", "denominator")}
