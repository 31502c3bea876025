"""Where editors keep the words that stand for others in the search."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from home.models import SynonymGroup
from home.search.synonyms import rules


def _take_effect() -> None:
    """At once in this process; the others ask within `settings.REMEMBER_SECONDS`."""
    rules.forget()  # type: ignore[attr-defined]


class _Saving:
    def save_action(self: Any) -> Any:
        saved = super().save_action()  # type: ignore[misc]
        _take_effect()
        return saved


class SynonymCreateView(_Saving, CreateView):
    pass


class SynonymEditView(_Saving, EditView):
    pass


class SynonymDeleteView(DeleteView):
    def delete_action(self) -> Any:
        deleted = super().delete_action()
        _take_effect()
        return deleted


class SynonymViewSet(SnippetViewSet):
    """With the preview of the editor: what each word finds without the group and with it, before it is saved."""

    model = SynonymGroup
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    delete_view_class = SynonymDeleteView
    icon = "search"
    menu_label = _("Search synonyms")
    add_to_settings_menu = True
    list_display = ["__str__", "note"]
    search_fields = ["words", "also", "note"]
    list_per_page = 50
    copy_view_enabled = False
    panels = [
        FieldPanel("words"),
        FieldPanel("also"),
        FieldPanel("note"),
        HelpPanel(_("Open the preview beside this form to see what a search finds with these words.")),
    ]
