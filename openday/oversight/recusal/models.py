"""People whom a complaint names (回避): staff among them have no part in the case."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField, mask_name
from openday.oversight.models.cases import Case


class NamedPerson(models.Model):
    """Somebody named in a case, as the triage read it: a member of staff by account, anybody else by name.

    `Case.named_staff` repeats the accounts in the row of the case, where its constraints can see them.
    """

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="named_people", verbose_name=_("case"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member of staff")
    )
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True, default="")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"))

    class PersonalData:
        erase: ClassVar = {
            "name": PersonalField(
                purpose=_("To keep those who are named in a complaint out of its handling."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer"),
                mask=mask_name,
                keep_for=_("6 years after closing"),
            ),
        }
        keep: ClassVar = {"case", "person", "added_by", "added_at"}

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("person named in a case")
        verbose_name_plural = _("people named in cases")
        constraints = [
            # An encrypted name is never empty in the column, so only the account can be asked for here.
            models.UniqueConstraint(fields=["case", "person"], condition=Q(person__isnull=False), name="staff_are_named_once_in_a_case"),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else self.name
