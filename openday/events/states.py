"""The states of a session, as staff set them and as visitors see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("session state", "Takes place")
    CANCELLED = "cancelled", _("Cancelled")


class PlacesState(models.TextChoices):
    """What a visitor can do about a session; the codes are those of /api/places/ (CONTRACT.md)."""

    OPEN = "open", pgettext_lazy("places", "Places left")
    FULL = "full", pgettext_lazy("places", "Full")
    WAITING = "waiting", pgettext_lazy("places", "Full, waiting list open")
    INVITED = "invited", pgettext_lazy("places", "By invitation")
    CLOSED = "closed", pgettext_lazy("places", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("places", "Cancelled")


# A visitor can fill in the form: for places, or for the queue.
CAN_REGISTER = {PlacesState.OPEN, PlacesState.WAITING}
