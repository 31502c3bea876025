"""A citizen asks that something is put right: the own text, or the summary that was published."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField
from openday.oversight.models.cases import Case


class About(models.TextChoices):
    OWN = "own", pgettext_lazy("correction", "What I wrote myself")
    PUBLISHED = "published", pgettext_lazy("correction", "The published summary or answer")


class Correction(models.Model):
    """A wish to correct and what the quality office decided. The original is never overwritten: the correction stands beside it."""

    wagtail_reference_index_ignore = True

    About = About

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections", verbose_name=_("case"))
    about = models.CharField(_("what is to be corrected"), max_length=9, choices=About)
    text = EncryptedTextField(_("what is right"))
    asked_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("due on"))
    due_provisional = models.BooleanField(_("due date is provisional"), default=False)
    is_accepted = models.BooleanField(_("accepted"), null=True, blank=True)
    # The citizen reads this; a refusal needs a reason (PIPL 50).
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class PersonalData:
        erase: ClassVar = {
            "text": PersonalField(
                purpose=_("To correct what is wrong."),
                basis=_("Right to correction (PIPL article 46)"),
                seen_by=_("Quality office, handling unit, reviewer, the citizen"),
                keep_for=_("6 years after closing"),
            ),
        }
        keep: ClassVar = {
            "id", "case", "about", "asked_at", "due_on", "due_provisional", "is_accepted", "answer", "decided_at", "decided_by",
        }  # fmt: skip

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [models.Index(fields=["due_on"], condition=Q(decided_at=None), name="corrections_to_decide")]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="correction_is_about_something_known"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_accepted=None, answer="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False, is_accepted__isnull=False) & ~Q(answer="")),
                name="correction_is_decided_by_someone_with_an_answer",
            ),
            models.UniqueConstraint(fields=["case", "about"], condition=Q(decided_at=None), name="one_open_correction_of_a_case_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.about}"
