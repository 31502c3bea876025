"""Letters out: every email and text message is a row first."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedJSONField, EncryptedTextField
from openday.accounts.personal_data import PersonalField, mask_contact


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """Letters that may be claimed: their time has come and nobody holds them, or no longer."""
        unclaimed = Q(claimed_until=None) | Q(claimed_until__lte=now)
        # In these words the condition of the partial index is seen by both databases.
        return self.filter(unclaimed, state__in=Message.OPEN, not_before__lte=now)

    def claim(self, pk: int, *, now: datetime, until: datetime) -> bool:
        """Take one letter for sending; False when another deliverer was faster."""
        # One conditional UPDATE on both databases: SQLite knows no SKIP LOCKED.
        return self.filter(pk=pk).due(now).update(state=Message.State.SENDING, claimed_until=until, attempts=models.F("attempts") + 1) == 1


class Message(models.Model):
    """A letter, written in the transaction of the deed that causes it and delivered after commit."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("Email")
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
    to = EncryptedTextField(_("recipient"), blank=True)
    to_hash = models.CharField(_("recipient, hashed"), max_length=64, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    context = EncryptedJSONField(_("contents"), default=dict, blank=True)
    calendar = EncryptedTextField(_("calendar entry"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    message_id = models.CharField(_("Message-ID"), max_length=255, editable=False)
    not_before = models.DateTimeField(_("not before"))
    # Asked only when an attempt fails: a letter that was never tried still goes after a long outage.
    give_up_at = models.DateTimeField(_("tried until"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    # What makes the deed's letter one letter, such as "registration:17:confirmed:2".
    key = models.CharField(_("key of the deed"), max_length=200, unique=True)
    purge_after = models.DateTimeField(_("contents erased after"))
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

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
                condition=Q(erased_at=None) | Q(to="", to_hash="", calendar=""),
                name="erased_letter_has_no_recipient",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(state__in=["sent", "failed", "suppressed"]),
                name="only_finished_letters_are_erased",
            ),
            models.CheckConstraint(condition=Q(channel__in=["email", "sms"]), name="letter_goes_by_a_known_channel"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sending", "sent", "failed", "suppressed"]), name="letter_state_is_known"
            ),
        ]

    class PersonalData:
        erase = {
            "to": PersonalField(
                purpose=_("To send the letter."),
                basis=_("Needed to do what the recipient asked for"),
                seen_by=_("Administrators, masked"),
                keep_for=_("30 days after the letter was due, unless its kind says less"),
                mask=mask_contact,
            ),
            "to_hash": PersonalField(
                purpose=_("To count letters to one recipient, so that nobody can flood a mailbox."),
                basis=_("Protection of the recipient"),
                seen_by=_("Nobody"),
                keep_for=_("As long as the recipient"),
            ),
            "context": PersonalField(
                purpose=_("To write the letter, again if need be."),
                basis=_("Needed to do what the recipient asked for"),
                seen_by=_("Nobody"),
                keep_for=_("As long as the recipient"),
            ),
            "calendar": PersonalField(
                purpose=_("To let the visit be put into a calendar."),
                basis=_("Needed to do what the recipient asked for"),
                seen_by=_("Nobody"),
                keep_for=_("As long as the recipient"),
            ),
        }
        keep = {
            "kind",
            "channel",
            "language",
            "state",
            "attempts",
            "message_id",
            "not_before",
            "give_up_at",
            "claimed_until",
            "sent_at",
            "last_error",
            "key",
            "purge_after",
            "erased_at",
            "created_at",
        }

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class LetterText(models.Model):
    """Words of staff in place of, or around, the built-in text of one kind of letter."""

    class Language(models.TextChoices):
        # Traditional is derived from Simplified; nobody writes it twice.
        SIMPLIFIED = "zh-hans", "简体中文"
        ENGLISH = "en", "English"

    kind = models.CharField(_("kind of letter"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=Language)
    subject = models.CharField(_("subject"), max_length=120, blank=True, help_text=_("Left empty, the built-in subject is used."))
    intro = models.TextField(_("opening words"), blank=True, help_text=_("Left empty, the built-in opening is used."))
    outro = models.TextField(_("closing words"), blank=True, help_text=_("Printed after the built-in text."))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("letter text")
        verbose_name_plural = _("letter texts")
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="one_letter_text_per_kind_and_language")]

    class PersonalData:
        none = "Words of the office"

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class Timer(models.Model):
    """When a sweep that some room declared runs next; the row keeps two workers from running it twice."""

    name = models.CharField(_("command"), max_length=60, primary_key=True)
    next_at = models.DateTimeField(_("next run"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("timer")
        verbose_name_plural = _("timers")

    class PersonalData:
        none = "Times of sweeps"

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """The last sign of life of the workers: while it is fresh, web processes leave the letters to them."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class PersonalData:
        none = "A sign of life of our own processes"

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
