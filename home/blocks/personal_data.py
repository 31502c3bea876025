"""The list of personal data, read from the declarations of the models: it cannot say anything else than what is done."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from openday.accounts.personal_data import registry


class PersonalDataBlock(blocks.StaticBlock):
    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["entries"] = registry()
        return context

    class Meta:
        icon = "lock"
        label = _("List of personal data")
        admin_text = _("A table of everything this system keeps about people, written by the system itself.")
        template = "blocks/personal_data.html"
