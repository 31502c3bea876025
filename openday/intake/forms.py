"""The form that every public page builds on."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from openday.intake.captcha import CaptchaField


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
        for field in self.captchas():
            field.bind(request=request, data=self.data if self.is_bound else None)

    def captchas(self) -> list[CaptchaField]:
        return [field for field in self.fields.values() if isinstance(field, CaptchaField)]

    @property
    def captcha_pass(self) -> str:
        """A proof for the next step of the same visitor (review page), after `is_valid()`; empty when there is no captcha."""
        return next((field.pass_on() for field in self.captchas()), "")
