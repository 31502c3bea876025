"""The request behind a registration that staff have to approve: its clock, and what was decided.

The registration keeps its places in the state "to be approved" until the letter leaves: what can be taken back has changed
nothing yet (docs/decisions/0013, 0016).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.personal_data import PersonalField


class Verdict(models.TextChoices):
    OPEN = "", pgettext_lazy("verdict on a request", "To be decided")
    APPROVED = "approved", pgettext_lazy("verdict on a request", "Approved")
    REFUSED = "refused", pgettext_lazy("verdict on a request", "Refused")
    LAPSED = "lapsed", pgettext_lazy("verdict on a request", "Not decided in time")


class Asking(models.Model):
    """A party asks to come to an open day that admits by approval."""

    wagtail_reference_index_ignore = True

    Verdict = Verdict

    registration = models.OneToOneField("registrations.Registration", models.CASCADE, related_name="asking", verbose_name=_("registration"))
    asked_at = models.DateTimeField(_("asked at"))
    # Published to the visitor: places are held until then.
    decide_by = models.DateTimeField(_("decide by"))
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, default=Verdict.OPEN, blank=True)
    # In the visitor's language; becomes the registration's own when the letter leaves.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    letters_at = models.DateTimeField(_("letter leaves at"), null=True, blank=True)
    # Places that staff approved; None while nothing is. Who wants more later asks again (growing.py).
    approved = models.PositiveSmallIntegerField(_("places approved"), null=True, blank=True)
    # The larger party that somebody with places asks for, counts by age band; the places it lacks are `Registration.saved`.
    grows_to = models.JSONField(_("would become"), null=True, blank=True)
    # The decision has been carried out, or there was nothing left to decide about.
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        ordering = ["decide_by", "pk"]
        verbose_name = _("request to come")
        verbose_name_plural = _("requests to come")
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="verdict_is_known"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None, decided_by=None, letters_at=None, reason="")
                | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="verdict_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(grows_to=None) | Q(settled_at=None), name="settled_request_wants_nothing_more"),
            models.CheckConstraint(condition=~Q(verdict="refused") | ~Q(reason=""), name="refused_request_has_its_reason"),
        ]
        indexes = [
            models.Index(fields=["decide_by"], name="requests_to_decide", condition=Q(verdict="", settled_at=None)),
            models.Index(fields=["letters_at"], name="verdicts_to_tell", condition=Q(settled_at=None)),
        ]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        # Staff act in office; the visitor's row behind `registration` loses its person by itself.
        keep: ClassVar = {
            "id", "registration", "asked_at", "decide_by", "verdict", "reason", "decided_at", "decided_by", "letters_at",
            "approved", "grows_to", "settled_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.registration_id} {self.verdict}"
