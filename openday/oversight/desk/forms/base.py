"""What every form about a case has: texts, choices, and the sight of the case it was opened on."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from openday.accounts.models import Unit, User
from openday.accounts.roles import HANDLER
from openday.intake.fields import BlockField, LineField
from openday.oversight.models import Case

LONG = 8000
SHORT = 300


def text_field(label: Any, *, max_length: int = LONG, required: bool = True, help_text: Any = "") -> BlockField:
    """A text of several lines in the staff area's own look, cleaned like a stranger's."""
    widget = AdminAutoHeightTextInput()
    return BlockField(label=label, max_length=max_length, rows=4, required=required, help_text=help_text, widget=widget)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let the field offer these rows and no others."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def handlers() -> QuerySet[User]:
    """Everybody to whom work can be given, by unit."""
    people = User.objects.filter(groups__name=HANDLER, is_active=True, unit__isnull=False).select_related("unit")
    return people.order_by("unit__code", "username").distinct()


def check_works_for(form: forms.Form, *, person: str, unit: str) -> None:
    """Add an error to the field `person` when they don't work for the unit of the other field. Either may be empty."""
    who, where = form.cleaned_data.get(person), form.cleaned_data.get(unit)
    if who and where and where.pk not in Unit.objects.with_all_below(who.unit_id):
        form.add_error(person, _("This person doesn't work for that unit."))


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


def _with_unit(person: User) -> str:
    return _("%(person)s (%(unit)s)") % {"person": person, "unit": person.unit} if person.unit else str(person)


class PeopleChoiceField(forms.ModelMultipleChoiceField):
    # Boxes to tick: in a list box a second choice without the right key takes the first one away.
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return _with_unit(obj)


class PersonChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return _with_unit(obj)


class NoteForm(forms.Form):
    text = text_field(
        _("Note"),
        max_length=2000,
        help_text=_("For colleagues of the office and of the unit at work. Never shown to the citizen or the public."),
    )


class RevealForm(forms.Form):
    reason = LineField(label=_("Why do you need the contact?"), max_length=SHORT, help_text=_("Your look is recorded with this reason."))
