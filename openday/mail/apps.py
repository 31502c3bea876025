from datetime import timedelta

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MailConfig(AppConfig):
    """The room of letters out."""

    name = "openday.mail"
    label = "mail"
    timers = {"purge": timedelta(days=1)}
    retention = "openday.mail.retention.sweep"

    def ready(self) -> None:
        # Rooms above declare their kinds of letters there; a worker never calls the actions that would import them.
        autodiscover_modules("emails", "letter_kinds")
