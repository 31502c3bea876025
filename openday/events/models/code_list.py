"""A field for several answers out of a fixed list, kept as a JSON list of codes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeListField(models.JSONField):
    """Codes out of `choices_of` (a TextChoices class), in the order of that class."""

    def __init__(self, *args: Any, choices_of: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.choices_of = choices_of
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    # `choices_of` stays out of deconstruct(): a new choice must not ask for a migration.

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=self.choices_of.choices if self.choices_of else [],
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            initial=self.get_default(),
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> list[str]:
        value = super().clean(value, model_instance)
        known = list(self.choices_of.values) if self.choices_of else []
        if not isinstance(value, list) or any(code not in known for code in value):
            raise ValidationError(_("Choose from the list."), code="unknown_code")
        return [code for code in known if code in value]
