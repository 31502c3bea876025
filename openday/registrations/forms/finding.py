"""Code and contact find a ticket again."""

from django.utils.translation import gettext_lazy

from openday.intake.codes import normalise_code
from openday.intake.fields import ContactField, LineField
from openday.intake.forms import PublicForm
from openday.registrations.widgets import LineInput


class FindForm(PublicForm):
    """Code and contact together find a ticket again."""

    code = LineField(
        label=gettext_lazy("Code of the registration"),
        max_length=20,
        help_text=gettext_lazy("8 letters and digits, in our message to you."),
        widget=LineInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "input--code"}),
    )
    contact = ContactField(label=gettext_lazy("Mobile number or email address"), help_text=gettext_lazy("The one you registered with."))

    def clean_code(self) -> str:
        return normalise_code(self.cleaned_data["code"])
