"""A unit that was given a case says that it is not the one (承办单位异议); the quality office decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.models import Unit
from openday.accounts.personal_data import PersonalField
from openday.oversight.models.cases import Case


class AssignmentDispute(models.Model):
    """One objection to one assignment. The citizen's clock runs on: who answers is our business, not theirs."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="disputes", verbose_name=_("case"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    reason = models.CharField(_("reason"), max_length=500)
    proposed_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit that is responsible instead")
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    raised_at = models.DateTimeField(_("raised at"))
    assigned_at = models.DateTimeField(_("assigned at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    is_upheld = models.BooleanField(_("upheld"), null=True, blank=True)
    decision = models.CharField(_("reason of the decision"), max_length=300, blank=True)

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {
            "case", "unit", "reason", "proposed_unit", "raised_by", "raised_at", "assigned_at", "decided_by", "decided_at", "is_upheld",
            "decision",
        }  # fmt: skip

    class Meta:
        ordering = ["-raised_at", "-pk"]
        verbose_name = _("dispute about an assignment")
        verbose_name_plural = _("disputes about assignments")
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at=None), name="one_open_dispute_of_a_case"),
            models.UniqueConstraint(fields=["case", "assigned_at"], name="an_assignment_is_disputed_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, is_upheld=None, decision="")
                | (Q(decided_at__isnull=False, decided_by__isnull=False, is_upheld__isnull=False) & ~Q(decision="")),
                name="dispute_is_decided_with_a_reason",
            ),
            models.CheckConstraint(condition=~Q(decided_by=models.F("raised_by")), name="who_disputes_does_not_decide"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.unit}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None
