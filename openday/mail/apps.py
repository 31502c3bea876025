from datetime import timedelta

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The room of letters out."""

    name = "openday.mail"
    label = "mail"
    timers = {"purge": timedelta(days=1)}
    retention = "openday.mail.retention.sweep"
