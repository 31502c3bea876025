"""Letters out: every e-mail and text message is a row first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A letter, written in the transaction of the deed that causes it and delivered after commit."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
