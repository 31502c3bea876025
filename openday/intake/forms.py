"""The form that every public page builds on."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from openday.intake.captcha import CaptchaField

_NOT_OFFERED = gettext_lazy("Please choose from what is offered.")
_CHOICE_ERRORS = ("invalid_choice", "invalid_list")


def _is_djangos(field: forms.ChoiceField, key: str) -> bool:
    """Say whether the field has no sentence of its own for this error."""
    return field.error_messages.get(key) in (
        forms.ChoiceField.default_error_messages.get(key),
        forms.MultipleChoiceField.default_error_messages.get(key),
        forms.ModelChoiceField.default_error_messages.get(key),
    )


class Renderer(TemplatesSetting):
    """Fields look as the site draws them."""

    field_template_name = "components/field.html"


class PublicForm(forms.Form):
    """A form for people without an account: no browser pop-ups, everything typed is kept, fields in our own dress.

    Pass `request` so that the captcha can be judged. Show `components/error_summary.html` above the
    form and `{{ form.name.as_field_group }}` for each field.
    """

    default_renderer = Renderer()
    # The browser's own bubbles speak the browser's language, vanish, and stop people before our summary can help.
    use_required_attribute = False

    def __init__(self, *args: Any, request: HttpRequest | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request = request
        self.label_suffix = ""
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                # Django's sentence repeats what was sent, which no page of ours offers.
                field.error_messages.update({key: _NOT_OFFERED for key in _CHOICE_ERRORS if _is_djangos(field, key)})
        for field in self.captchas():
            field.bind(request=request, data=self.data if self.is_bound else None)

    def captchas(self) -> list[CaptchaField]:
        return [field for field in self.fields.values() if isinstance(field, CaptchaField)]

    @property
    def captcha_pass(self) -> str:
        """A proof for the next step of the same visitor (review page), after `is_valid()`; empty when there is no captcha."""
        return next((field.pass_on() for field in self.captchas()), "")
