from typing import Any

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The room of the pages that any visitor reads."""

    name = "home"
    label = "home"

    def ready(self) -> None:
        from wagtail.signals import page_published  # noqa: PLC0415 - models are not loaded when this file is

        from home.glossary.words import words_of_staff  # noqa: PLC0415 - see above
        from openday.language.traditional import add_glossary  # noqa: PLC0415 - see above

        add_glossary(words_of_staff)
        page_published.connect(_warm, dispatch_uid="home.warm")


def _warm(instance: Any, **_more: Any) -> None:
    from home.pictures import warm_page  # noqa: PLC0415 - see above

    warm_page(instance.specific)
