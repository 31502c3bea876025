from django.apps import AppConfig


class LanguageConfig(AppConfig):
    """The room of languages: names, dates, numbers, Traditional characters."""

    name = "openday.language"
    label = "language"
