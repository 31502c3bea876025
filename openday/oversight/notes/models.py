"""What colleagues write to each other about a case; never to the citizen, never to the public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField
from openday.oversight.models.cases import Case


class CaseNote(models.Model):
    """An internal note. Not in the log, which is kept for ever: a note may hold what a citizen said, and ends with it."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", verbose_name=_("case"))
    text = EncryptedTextField(_("note"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))

    class PersonalData:
        erase: ClassVar = {
            "text": PersonalField(
                purpose=_("To work on the case."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit"),
                keep_for=_("6 years after closing"),
            ),
        }
        keep: ClassVar = {"case", "by", "at"}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"
