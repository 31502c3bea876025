"""A notice is written once, when a case is closed; a case that is worked on again gets another one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.models import Unit
from openday.accounts.personal_data import PersonalField
from openday.oversight.models.cases import Case
from openday.oversight.vocabulary import Outcome


class ClosingNotice(models.Model):
    """What the citizen was told at the end: the decision and its reasons, by whom, and until when to ask again."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", verbose_name=_("case"))
    position = models.PositiveSmallIntegerField(_("position"))
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    answered_at = models.DateTimeField(_("answered at"))
    outcome = models.CharField(_("outcome"), max_length=13, choices=Outcome)
    reasons = EncryptedTextField(_("decision and reasons"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("handling unit"))
    reviewer_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit of the reviewer"))
    again_until = models.DateField(_("may be asked for again until"))

    class PersonalData:
        erase: ClassVar = {
            "reasons": PersonalField(
                purpose=_("To answer the citizen."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer, the citizen"),
                keep_for=_("6 years after closing"),
            ),
        }
        keep: ClassVar = {
            "id", "case", "position", "issued_at", "issued_by", "answered_at", "outcome", "unit", "reviewer_unit", "again_until",
        }  # fmt: skip

    class Meta:
        ordering = ["case", "position"]
        verbose_name = _("notice of closing")
        verbose_name_plural = _("notices of closing")
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="notices_of_a_case_follow_one_another")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number of the document: FK-2026-000123-1."""
        return f"{self.case.number}-{self.position}"
