"""Where a list is pasted or uploaded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openday.intake.fields import BlockField
from openday.intake.forms import PublicForm
from openday.intake.text import sendable
from openday.registrations.groups.roster import files, rules, wording
from openday.registrations.groups.roster.rules import Reading

_LONGEST_TEXT = 20_000


class PastedField(BlockField):
    """What was pasted, with its tabs and empty lines: cells are cleaned one by one."""

    clean_text = staticmethod(sendable)


class ListFields(forms.Form):
    """Lines, or a file. After cleaning, `reading` is what was understood, and `shown` the text with the lines of a file."""

    text = PastedField(
        label=gettext_lazy("One line for each person: name, age, role"),
        max_length=_LONGEST_TEXT,
        rows=12,
        required=False,
        help_text=gettext_lazy("Paste it from a table, or type it with commas between. The order does not matter."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or an Excel file (.xlsx)"),
        required=False,
        help_text=gettext_lazy("At most 1 MB. We read the first sheet."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["text"].widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
        self.reading = Reading()
        self.shown = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        rows = self._rows(cleaned)
        if not self.errors:
            self.reading = rules.read(rows)
            if not self.reading.members and not self.reading.slips:
                self.add_error("text", ValidationError(_("Please paste the list, or choose a file."), code="required"))
        return cleaned

    def _rows(self, cleaned: dict[str, Any]) -> list[list[str]]:
        if not (file := cleaned.get("file")):
            self.shown = cleaned.get("text") or ""
            return rules.rows_of(self.shown)
        try:
            rows = files.read_file(file)
        except files.NotAList as fact:
            self.add_error("file", ValidationError(wording.not_a_list(fact), code=fact.code))
            return []
        self.shown = files.as_text(rows)
        return rows


class ListForm(ListFields, PublicForm):
    """The leader's."""
