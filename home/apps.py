from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The room of the pages that any visitor reads."""

    name = "home"
    label = "home"

    def ready(self) -> None:
        from wagtail.signals import page_published, published  # noqa: PLC0415 - models are not loaded when this file is

        from home.counted import count_in_words  # noqa: PLC0415 - see above
        from home.glossary.words import words_of_staff  # noqa: PLC0415 - see above
        from openday.language.traditional import add_glossary  # noqa: PLC0415 - see above

        _name_columns_of_sites()
        count_in_words()
        add_glossary(words_of_staff)
        page_published.connect(_warm, dispatch_uid="home.warm")
        published.connect(_answer, dispatch_uid="home.answer")


def _name_columns_of_sites() -> None:
    """Wagtail's list of sites makes headings of the names of fields; until it asks its catalogue for them, we do."""
    from wagtail.sites.views import IndexView  # noqa: PLC0415 - see above

    names = {"port": _("Port"), "site_name": _("Site name"), "root_page": _("Root page")}
    for column in IndexView.columns:
        column.label = names.get(column.name, column.label)


def _warm(instance: Any, **_more: Any) -> None:
    from home.pictures import warm_page  # noqa: PLC0415 - see above
    from home.remembered import forget_everything  # noqa: PLC0415 - see above

    # Whoever publishes looks at once; the other processes follow within settings.REMEMBER_SECONDS.
    forget_everything()
    warm_page(instance.specific)


def _answer(instance: Any, revision: Any, **_more: Any) -> None:
    from wagtail.log_actions import get_active_log_context  # noqa: PLC0415 - see above
    from wagtail.models import Page  # noqa: PLC0415 - see above

    from home import actions  # noqa: PLC0415 - see above

    if isinstance(instance, Page):
        # The signal does not say who publishes. In the staff area the log knows; a command has nobody.
        actions.answer_by_publishing(page=instance, revision=revision, by=get_active_log_context().user or revision.user)
