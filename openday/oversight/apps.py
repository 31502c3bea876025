from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The room of what citizens tell us."""

    name = "openday.oversight"
    label = "oversight"
