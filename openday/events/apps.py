from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The room of open days and sessions."""

    name = "openday.events"
    label = "events"
