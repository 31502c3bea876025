from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The room of the pages that any visitor reads."""

    name = "home"
    label = "home"
