"""The documents that people bring to a gate."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.TextChoices):
    RESIDENT = "resident", _("Resident identity card of the mainland")
    HOME_RETURN = "home", _("Mainland travel permit for Hong Kong and Macao residents")
    TAIWAN = "taiwan", _("Mainland travel permit for Taiwan residents")
    PASSPORT = "passport", _("Passport")
