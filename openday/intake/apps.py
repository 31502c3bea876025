from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room of what strangers send in."""

    name = "openday.intake"
    label = "intake"
