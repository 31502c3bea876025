"""The questions of an organiser as fields of a form, and what was typed as answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.intake.fields import BlockField, LineField
from openday.language.sentences import joined
from openday.registrations.questions.answers import Given
from openday.registrations.questions.rules import BLOCK_LETTERS, LARGEST_NUMBER, LINE_LETTERS, Asked
from openday.registrations.questions.states import NO, YES, Kind
from openday.registrations.widgets import LineInput

_UNANSWERED = gettext_lazy("Please answer this question.")
_NOT_OFFERED = gettext_lazy("Please choose from what is offered.")
_OFF = {"autocomplete": "off"}


def fields_for(questions: Sequence[Asked]) -> dict[str, forms.Field]:
    """One field for each question, labelled in the active language.

    Whether a party is asked at all, only the whole form knows: it has to `check` them.
    """
    return {one.field: _field(one) for one in questions}


def _field(asked: Asked) -> forms.Field:
    made: forms.Field = _MAKERS[Kind(asked.kind)](asked)
    made.label = asked.label
    made.help_text = _help(asked)
    made.required = asked.is_required
    # The summary names them: "Please answer this question" alone does not say which.
    made.is_named_in_summary = True  # type: ignore[attr-defined]
    made.error_messages["required"] = _UNANSWERED
    if asked.with_children:
        # js/questions.js hides it while no minor is entered.
        made.widget.attrs["data-with-children"] = ""
    return made


def _help(asked: Asked) -> str:
    words = [asked.help] if asked.help else []
    if asked.with_children:
        words.append(_("Only if children or young people come along."))
    if asked.kind == Kind.NUMBER and (asked.least is not None or asked.most is not None):
        words.append(_range(asked))
    return joined(*words)


def _range(asked: Asked) -> str:
    if asked.most is None:
        return _("%(least)d or more.") % {"least": asked.least}
    return _("A number from %(least)d to %(most)d.") % {"least": asked.least or 0, "most": asked.most}


def _line(_asked: Asked) -> forms.Field:
    return LineField(max_length=LINE_LETTERS, required=False, widget=LineInput(attrs=dict(_OFF)))


def _block(_asked: Asked) -> forms.Field:
    return BlockField(max_length=BLOCK_LETTERS, rows=3, required=False, widget=forms.Textarea(attrs=dict(_OFF)))


def _one(asked: Asked) -> forms.Field:
    return _radios(asked, [(code, asked.choice(code)) for code in asked.codes])


def _yes_no(asked: Asked) -> forms.Field:
    return _radios(asked, [(YES, _("Yes")), (NO, _("No"))])


def _radios(asked: Asked, choices: list[tuple[str, str]]) -> forms.Field:
    if not asked.is_required:
        # What was chosen by mistake can be taken back without JavaScript.
        choices = [*choices, ("", _("No answer"))]
    return forms.ChoiceField(choices=choices, required=False, widget=forms.RadioSelect, error_messages={"invalid_choice": _NOT_OFFERED})


def _several(asked: Asked) -> forms.Field:
    choices = [(code, asked.choice(code)) for code in asked.codes]
    errors = {"invalid_choice": _NOT_OFFERED, "invalid_list": _NOT_OFFERED}
    return forms.MultipleChoiceField(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, error_messages=errors)


def _number(asked: Asked) -> forms.Field:
    return forms.IntegerField(
        min_value=0 if asked.least is None else asked.least,
        max_value=LARGEST_NUMBER if asked.most is None else asked.most,
        required=False,
        # Not type=number: browsers throw away what is no number in it, and a wheel changes what was typed.
        widget=LineInput(attrs={**_OFF, "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter a whole number, such as 2."),
            "min_value": _("The number cannot be smaller than %(limit_value)d."),
            "max_value": _("The number cannot be larger than %(limit_value)d."),
        },
    )


_MAKERS: dict[Kind, Callable[[Asked], forms.Field]] = {
    Kind.LINE: _line,
    Kind.BLOCK: _block,
    Kind.ONE: _one,
    Kind.SEVERAL: _several,
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
}


def check(form: forms.Form, questions: Sequence[Asked], *, children: int) -> None:
    """Do not judge answers to questions that do not concern the party, nor keep them."""
    for one in questions:
        if not one.concerns(children=children):
            form.errors.pop(one.field, None)
            form.cleaned_data.pop(one.field, None)


def given(cleaned: Mapping[str, Any], questions: Sequence[Asked], *, children: int) -> list[Given]:
    """The answers of a valid form; what was left open is none."""
    found = [(one, cleaned.get(one.field)) for one in questions if one.concerns(children=children)]
    return [Given(one.pk, one.version, value) for one, value in found if value not in (None, "", [])]
