"""Letters that organisers write themselves, to everybody whom a filter of the registrations leaves.

What is kept is the filter and not the people: a party that cancels while a letter can still be taken back does not get it.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.personal_data import PersonalField


class MailingQuerySet(models.QuerySet["Mailing"]):
    def due(self, now: datetime) -> "MailingQuerySet":
        """Those whose time to be taken back is over and that have not been written to everybody, the oldest first."""
        return self.filter(state__in=Mailing.OPEN, leave_at__lte=now).order_by("leave_at", "pk")

    def move(self, pk: int, *, old: str, new: str, **values: object) -> bool:
        """Change the state if it still is `old`; False when somebody else got there first."""
        return self.filter(pk=pk, state=old).update(state=new, **values) == 1


class Mailing(models.Model):
    """One letter of an organiser to parties of one open day."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("mailing", "Can still be taken back")
        WRITING = "writing", pgettext_lazy("mailing", "Letters are being written")
        WRITTEN = "written", pgettext_lazy("mailing", "Everybody is written to")
        UNDONE = "undone", pgettext_lazy("mailing", "Taken back")

    OPEN = (State.WAITING, State.WRITING)

    open_day = models.ForeignKey("events.OpenDay", models.PROTECT, related_name="mailings", verbose_name=_("open day"))
    # What `queries.recipients` reads: registrations that were ticked, or a filter; and the last that there was at the press.
    chosen = models.JSONField(_("recipients"), default=dict)
    up_to = models.BigIntegerField(editable=False)
    subject_zh = models.CharField(_("subject in Simplified Chinese"), max_length=120, blank=True)
    body_zh = models.TextField(_("text in Simplified Chinese"), max_length=4000, blank=True)
    sms_zh = models.CharField(_("text message in Simplified Chinese"), max_length=400, blank=True)
    subject_en = models.CharField(_("subject in English"), max_length=120, blank=True)
    body_en = models.TextField(_("text in English"), max_length=4000, blank=True)
    sms_en = models.CharField(_("text message in English"), max_length=600, blank=True)

    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))
    # Until then it can be taken back; from then on letters are written.
    leave_at = models.DateTimeField(_("letters leave at"))
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # People whom the filter left at the press, and those written to so far.
    people = models.PositiveIntegerField(_("recipients"), default=0)
    written = models.PositiveIntegerField(_("written to"), default=0)
    # Whoever goes on after a crash begins behind this registration.
    last_written = models.BigIntegerField(default=0, editable=False)
    request_key = models.CharField(max_length=64, unique=True, editable=False)

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("letter to visitors")
        verbose_name_plural = _("letters to visitors")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "writing"], ended_at=None) | Q(state__in=["written", "undone"], ended_at__isnull=False),
                name="ended_mailing_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["leave_at"], name="mailings_still_to_write", condition=Q(state__in=["waiting", "writing"])),
            models.Index(fields=["open_day", "-made_at"], name="mailings_of_an_open_day"),
        ]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        # The words of staff to everybody; who wrote them acted in office.
        keep: ClassVar = {
            "open_day", "chosen", "up_to", "subject_zh", "body_zh", "sms_zh", "subject_en", "body_en", "sms_en", "state", "made_at",
            "made_by", "leave_at", "ended_at", "people", "written", "last_written", "request_key",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.subject_zh or self.subject_en or self.sms_zh

    def words(self) -> dict[str, str]:
        """Its texts as `emails.from_organiser` and the preview take them."""
        return {name: getattr(self, name) for name in ("subject_zh", "body_zh", "sms_zh", "subject_en", "body_en", "sms_en")}


class MailingLetter(models.Model):
    """That one party was written to in one mailing, and the letter that tells how delivery went."""

    wagtail_reference_index_ignore = True

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="letters")
    registration = models.ForeignKey("registrations.Registration", models.CASCADE, related_name="+")
    message = models.ForeignKey("mail.Message", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["mailing", "pk"]
        verbose_name = _("letter of a mailing")
        verbose_name_plural = _("letters of a mailing")
        constraints = [models.UniqueConstraint(fields=["mailing", "registration"], name="one_letter_per_party_and_mailing")]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"mailing", "registration", "message"}

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.registration_id}"
