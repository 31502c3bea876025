"""Letters out: every e-mail and text message is a row first."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Message(models.Model):
    """A letter, written in the transaction of the deed that causes it and delivered after commit."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter state", "Waiting")
        SENDING = "sending", pgettext_lazy("letter state", "Being sent")
        SENT = "sent", pgettext_lazy("letter state", "Sent")
        FAILED = "failed", pgettext_lazy("letter state", "Failed")
        SUPPRESSED = "suppressed", pgettext_lazy("letter state", "Held back")

    OPEN = (State.WAITING, State.SENDING)
    DONE = (State.SENT, State.FAILED, State.SUPPRESSED)

    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)
    to = models.TextField(_("recipient"), blank=True)
    to_hash = models.CharField(_("recipient, hashed"), max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    context = models.JSONField(_("contents"), default=dict, blank=True)
    calendar = models.TextField(_("calendar entry"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message_id = models.CharField(_("Message-ID"), max_length=255, editable=False)
    not_before = models.DateTimeField(_("not before"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    # What makes the deed's letter one letter, such as "registration:17:confirmed:2".
    key = models.CharField(_("key"), max_length=200, unique=True)
    purge_after = models.DateTimeField(_("contents erased after"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            # The deliverer asks for this every few seconds; finished letters are not in it.
            models.Index(fields=["not_before", "id"], name="letters_still_to_send", condition=Q(state__in=["waiting", "sending"])),
            models.Index(fields=["to_hash", "sent_at"], name="letters_of_one_recipient", condition=Q(state="sent")),
            models.Index(fields=["purge_after"], name="letters_still_to_erase", condition=Q(erased_at=None)),
            models.Index(fields=["-created_at", "-id"], name="letters_newest_first"),
            models.Index(fields=["-created_at"], name="letters_that_failed", condition=Q(state="failed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", claimed_until__isnull=False) | (~Q(state="sending") & Q(claimed_until=None)),
                name="letter_being_sent_has_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="sent_letter_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(erased_at__isnull=False, to="", to_hash="", calendar=""),
                name="erased_letter_has_no_recipient",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state__in=["sent", "failed", "suppressed"]),
                name="only_finished_letters_are_erased",
            ),
            models.CheckConstraint(condition=Q(channel__in=["email", "sms"]), name="letter_goes_by_a_known_channel"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
