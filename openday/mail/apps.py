from django.apps import AppConfig


class MailConfig(AppConfig):
    """The room of letters out."""

    name = "openday.mail"
    label = "mail"
