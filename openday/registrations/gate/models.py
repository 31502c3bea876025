"""What the gate keeps: the keys that sign tickets, and what was done with people at the door.

No row here names a visitor: a check-in points to its registration, whose name and contact end on their own day.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField
from openday.registrations.gate.states import BRINGS_PEOPLE, TAKES_AWAY, Kind, Reason, Trouble


class TicketKey(models.Model):
    """One pair of keys that signs tickets and lists. The newest signs; all that are not retired are believed."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    # The secret scalar of P-256 in hex, sealed like personal data and re-sealed with it when FIELD_KEYS rotate.
    private = EncryptedTextField(editable=False)
    # The uncompressed point in base64, as WebCrypto imports it.
    public = models.CharField(max_length=96, editable=False)
    made_at = models.DateTimeField(_("made at"))
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["number"]
        verbose_name = _("key of tickets")
        verbose_name_plural = _("keys of tickets")
        constraints = [
            # One byte of the code holds it.
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=255), name="ticket_key_number_is_1_to_255"),
        ]

    class PersonalData:
        none = "Keys that sign tickets"

    def __str__(self) -> str:
        return str(self.number)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def that_count(self) -> "CheckInQuerySet":
        """What brought people in and was neither undone nor refused."""
        about = CheckIn.objects.filter(about=OuterRef("pk"))
        return self.filter(kind__in=BRINGS_PEOPLE).filter(
            Q(counts=True) & ~Exists(about.filter(kind__in=TAKES_AWAY)) | Q(counts=False) & Exists(about.filter(kind=Kind.COUNTED))
        )

    def to_settle(self) -> "CheckInQuerySet":
        """What a supervisor has not decided yet, the oldest first."""
        return self.exclude(trouble="").filter(~Exists(CheckIn.objects.filter(about=OuterRef("pk")))).order_by("received_at", "pk")


class CheckIn(models.Model):
    """One deed at the gate. Rows are added and never changed: an undo is a row about an earlier row."""

    wagtail_reference_index_ignore = True

    # Drawn by the device: the same scan sent twice is one row.
    scan_id = models.UUIDField(unique=True)
    session = models.ForeignKey("events.Session", models.PROTECT, related_name="check_ins", verbose_name=_("session"))
    registration = models.ForeignKey(
        "registrations.Registration", models.PROTECT, null=True, related_name="check_ins", verbose_name=_("registration")
    )
    kind = models.CharField(_("what happened"), max_length=9, choices=Kind)
    people = models.PositiveSmallIntegerField(_("people"), default=0)
    # What a walk-in took from its pool; 0 when it was let in although nothing was left.
    pool = models.ForeignKey("events.Pool", models.PROTECT, null=True, related_name="+")
    places_taken = models.PositiveSmallIntegerField(default=0)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    # Whether the people are in the headcount unless a later row says otherwise.
    counts = models.BooleanField(default=False)
    trouble = models.CharField(_("to settle"), max_length=17, choices=Trouble, blank=True)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason, blank=True)
    # A random name that the device gave itself when it downloaded the list.
    device = models.CharField(_("device"), max_length=36, blank=True)
    at = models.DateTimeField(_("at"))
    received_at = models.DateTimeField(_("received at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["arrived", "walk_in"], people__gte=1, about=None)
                | Q(kind__in=["undone", "counted", "dismissed"], people=0, about__isnull=False),
                name="check_in_brings_people_or_is_about_one",
            ),
            # Two supervisors, or two taps on undo: the second one finds the first.
            models.UniqueConstraint(fields=["about"], condition=Q(about__isnull=False), name="one_decision_about_a_check_in"),
            models.CheckConstraint(condition=Q(places_taken=0) | Q(pool__isnull=False), name="places_are_taken_from_a_pool"),
        ]
        indexes = [models.Index(fields=["session", "kind"], name="check_ins_of_a_session")]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        # Staff act in office; the visitor's row behind `registration` loses its person by itself.
        keep: ClassVar = {
            "id", "scan_id", "session", "registration", "kind", "people", "pool", "places_taken", "about", "counts", "trouble",
            "reason", "device", "at", "received_at", "by",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.people}"
