from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    """The room of who comes."""

    name = "openday.registrations"
    label = "registrations"
