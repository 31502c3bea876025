"""What citizens send in: the shape of it, nothing written.

The first question ("what is it about?") is asked on a page of its own, so that every later
question fits the answer, also without JavaScript.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from openday.accounts.models import Unit
from openday.intake.captcha import CaptchaField
from openday.intake.codes import normalise_code
from openday.intake.fields import BlockField, ContactField, LineField
from openday.intake.forms import PublicForm
from openday.intake.pictures import BrokenPicture, PictureTooLarge, sanitise
from openday.intake.visits import VisitMark, read_visit
from openday.oversight import rules
from openday.oversight.instruments import catalogue
from openday.oversight.instruments.models import Instrument
from openday.oversight.models import Case, CheckItem
from openday.oversight.vocabulary import Category, Identity, SidePath

PICTURES_PER_MESSAGE = 3
TEXT_MAX = 4000

# A browser must neither remember nor correct what stands on a receipt.
_AS_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

CATEGORY_HINTS = {
    Category.ENQUIRY: _("You want to know something about our work."),
    Category.SUGGESTION: _("You have an idea how something could be done better."),
    Category.PRAISE: _("Someone or something was good, and should hear it."),
    Category.SERVICE: _("Booking, reception, guide, times, place, access, the counter."),
    Category.QUALITY: _("Sampling, staff, equipment, rules, delays: how a test was done."),
    Category.PERSONAL_DATA: _("See, correct or delete what we keep about you, or withdraw a consent."),
    Category.SITE_ERROR: _("Something here is wrong, out of date or does not work."),
    SidePath.OBJECTION: _("You think that the result in a test report is wrong. The law has a way of its own for this."),
    SidePath.MISCONDUCT: _("Bribes, forged reports, abuse of office. This goes to an independent authority."),
}


class AboutForm(PublicForm):
    """Step one: what is it about? Sent by GET; the two legal side-paths are among the answers."""

    category = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[*Category.choices, *SidePath.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("Choose what it is about.")},
    )


class CodeChoiceField(forms.ModelChoiceField):
    """A choice of rows by code; what can't be a code never reaches the database (PostgreSQL fails on NUL)."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and not re.fullmatch(r"[-a-zA-Z0-9_]{1,50}", value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""})
        return super().to_python(value)


class CheckField(CodeChoiceField):
    """The six checks, each with the question it asks."""

    def label_from_instance(self, obj: Any) -> str:
        return _("%(check)s: %(question)s") % {"check": obj.name, "question": obj.question}


class PicturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PicturesField(forms.FileField):
    """Up to three pictures, each re-encoded; one bad picture is named and does not hide the others' errors."""

    widget = PicturesInput(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[ContentFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if isinstance(file, UploadedFile)]
        if len(files) > PICTURES_PER_MESSAGE:
            raise forms.ValidationError(
                ngettext(
                    "You can send %(max)d picture at most; you chose %(chosen)d.",
                    "You can send %(max)d pictures at most; you chose %(chosen)d.",
                    PICTURES_PER_MESSAGE,
                )
                % {"max": PICTURES_PER_MESSAGE, "chosen": len(files)}
            )
        pictures: list[ContentFile] = []
        errors: list[str] = []
        for file in files:
            try:
                picture = sanitise(file)
                picture.sent = file
                pictures.append(picture)
            except PictureTooLarge:
                errors.append(_("The picture “%(name)s” is too large. Send a smaller one.") % {"name": _short(file.name)})
            except BrokenPicture:
                errors.append(
                    _("We couldn't read “%(name)s” as a picture. Send a photo as JPEG, PNG or WebP.") % {"name": _short(file.name)}
                )
        if errors:
            raise forms.ValidationError(errors)
        return pictures


def _short(name: str | None) -> str:
    return (name or "?")[-60:]


class SealOriginalsField(forms.BooleanField):
    """封存原件作为证据: unticked, and never asked for again; without it no untouched file is kept."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Also keep my untouched photos, sealed as evidence."),
            help_text=_(
                "Only if the place, the time or the device could prove something. The files are encrypted, opened only for a written "
                "reason that is noted, and destroyed when the case is closed. You can have them destroyed earlier at any time."
            ),
            required=False,
        )


class FeedbackForm(PublicForm):
    """Step two: the message itself, for a category already chosen."""

    category = forms.ChoiceField(choices=Category.choices, widget=forms.HiddenInput)
    visit = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    instrument = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    request_key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    check_item = CheckField(
        label=_("Which part of the work is it about?"),
        queryset=CheckItem.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("These are the six checks by which we inspect our own work."),
        error_messages={"required": _("Choose the part of the work it is about."), "invalid_choice": _("Choose one of the six checks.")},
    )
    unit = CodeChoiceField(
        label=_("Which unit is it about?"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("I don't know"),
        help_text=_("That unit never reviews the answer itself."),
    )
    text = BlockField(
        label=_("Your message"),
        max_length=TEXT_MAX,
        rows=8,
        help_text=_("What happened, when and where? Leave out other people's names and numbers where you can."),
        error_messages={"required": _("Write your message.")},
    )
    pictures = PicturesField(
        label=_("Pictures"),
        required=False,
        help_text=_("Up to three photos. We remove the place, the time and the device from the file."),
    )
    seals_originals = SealOriginalsField()
    identity = forms.ChoiceField(
        label=_("Who may know who you are?"),
        choices=Identity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may know who you are.")},
    )
    name = LineField(
        label=_("Your name"),
        max_length=60,
        autocomplete="name",
        help_text=_("Leave it empty if you chose another way than your name."),
        error_messages={"required": _("Enter your name, or choose another way to be known.")},
    )
    contact = ContactField(
        label=_("Email or mobile number"),
        help_text=_("For the answer and for questions about the matter, nothing else. Leave it empty if you stay without a name."),
        error_messages={"required": _("Enter an email address or a mobile number, or choose to send it without a name.")},
    )
    consent = forms.BooleanField(
        label=_("You may publish a neutral summary of my message and your answer."),
        required=False,
        help_text=_("Without my name or anything that points to me. I can take this back at any time."),
    )
    captcha = CaptchaField(action="feedback")

    field_order = (
        "category", "visit", "instrument", "request_key", "check_item", "unit", "text", "pictures", "seals_originals", "identity", "name",
        "contact", "consent", "captcha",
    )  # fmt: skip

    def __init__(self, *args: Any, category: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = self._known_category(category)
        if rules.needs_check_item(self.chosen):
            self.fields["check_item"].required = True
        else:
            del self.fields["check_item"]
        self._ask_only_what_the_identity_needs()
        self.fields["unit"].queryset = Unit.objects.exclude(kind=Unit.Kind.OFFICE).order_by("kind", "code")  # type: ignore[attr-defined]

    def _known_category(self, category: str) -> str:
        sent = self.data.get("category", category) if self.is_bound else category
        return sent if sent in Category.values else ""

    @property
    def category_label(self) -> str:
        return str(Category(self.chosen).label) if self.chosen else ""

    def _ask_only_what_the_identity_needs(self) -> None:
        """Name and contact are optional only for those who chose to leave them out."""
        identity = self.data.get("identity") if self.is_bound else Identity.NAMED
        self.fields["name"].required = identity == Identity.NAMED
        self.fields["contact"].required = identity in {Identity.NAMED, Identity.CONTACT_HIDDEN}

    def clean(self) -> dict[str, Any]:
        """Drop what was typed before the mind was changed: it is neither judged nor kept against the choice."""
        cleaned = super().clean() or self.cleaned_data
        unneeded = {"name": "", "contact": None}
        if cleaned.get("identity") == Identity.NAMED:
            return cleaned
        if cleaned.get("identity") == Identity.CONTACT_HIDDEN:
            del unneeded["contact"]
        for field, nothing in unneeded.items():
            self.errors.pop(field, None)
            cleaned[field] = nothing
        return cleaned

    def clean_request_key(self) -> str:
        """The form's one-time key; one that we can't have made is replaced, for the secret code hangs on it."""
        key = self.cleaned_data["request_key"]
        return key if re.fullmatch(r"[-\w]{43}", key, re.ASCII) else secrets.token_urlsafe(32)

    def clean_instrument(self) -> Instrument | None:
        """The shared instrument that somebody asks for; one that is shared no more is no reason to refuse a message."""
        return catalogue.shared(self.cleaned_data["instrument"])

    def clean_visit(self) -> VisitMark | None:
        """Read the signed mark of a visit; a broken, forged or old one is no reason to refuse a message."""
        return read_visit(self.cleaned_data["visit"])


class ReceiptField(LineField):
    """A code as people type it: blanks, hyphens, small letters and look-alikes are forgiven."""

    def clean(self, value: Any) -> str:
        return normalise_code(super().clean(value))


class FindCaseForm(PublicForm):
    """Number and code from the receipt. Guessing is limited by the view, so no captcha stands here."""

    number = LineField(
        label=_("Case number"),
        max_length=40,
        widget=forms.TextInput(attrs=_AS_TYPED),
        help_text=_("For example FK-2026-000123."),
        error_messages={"required": _("Enter the case number from your receipt.")},
    )
    code = ReceiptField(
        label=_("Secret code"),
        max_length=40,
        widget=forms.TextInput(attrs=_AS_TYPED),
        help_text=_("Twelve letters and digits. Small letters and spaces make no difference."),
        error_messages={"required": _("Enter the secret code from your receipt.")},
    )

    def clean_number(self) -> str:
        return self.cleaned_data["number"].upper().replace(" ", "")


class SavedForm(PublicForm):
    """The receipt is saved: the code typed once more, on the page that shows it."""

    code = ReceiptField(
        label=_("Type the secret code from what you saved"),
        max_length=40,
        widget=forms.TextInput(attrs=_AS_TYPED),
        error_messages={"required": _("Type the secret code.")},
    )


class MessageForm(PublicForm):
    """More information, or the answer to a question of the office."""

    text = BlockField(
        label=_("What you want to tell us"), max_length=TEXT_MAX, rows=8, error_messages={"required": _("Write your message.")}
    )
    pictures = PicturesField(label=_("Pictures"), required=False, help_text=_("Up to three photos."))
    seals_originals = SealOriginalsField()


class AgainForm(PublicForm):
    """Not content with the answer: once more, or by another unit."""

    REDO, APPEAL = "redo", "appeal"

    how = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=[
            (REDO, _("The same office should work on it once more")),
            (APPEAL, _("Another unit should review the answer")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask for.")},
    )
    reason = BlockField(
        label=_("What is wrong or missing in the answer?"),
        max_length=TEXT_MAX,
        rows=8,
        error_messages={"required": _("Write what is wrong or missing.")},
    )

    def __init__(self, *args: Any, ways: Sequence[str] = (REDO, APPEAL), **kwargs: Any) -> None:
        """`ways` are those still open: each may be asked for once."""
        super().__init__(*args, **kwargs)
        self.fields["how"].choices = [choice for choice in self.fields["how"].choices if choice[0] in ways]  # type: ignore[attr-defined]


class PublishedFilter(PublicForm):
    """Narrow the list of published cases by what there is to find."""

    category = forms.ChoiceField(label=pgettext_lazy("case", "About"), required=False)
    unit = CodeChoiceField(
        label=pgettext_lazy("case", "Unit"), queryset=Unit.objects.none(), to_field_name="code", required=False, empty_label=_("All units")
    )
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = Case.objects.published()
        years = [moment.year for moment in shown.datetimes("published_at", "year", order="DESC")]
        self.fields["category"].choices = [("", _("Everything")), *Category.choices]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("All years")), *((year, year) for year in years)]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.filter(cases_in_hand__in=shown).distinct().order_by("code")  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen and exists; anything else narrows nothing."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
