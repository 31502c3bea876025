"""Where editors keep the words that stand for others in the search."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import SynonymGroup


class SynonymViewSet(SnippetViewSet):
    """With the preview of the editor: what each word finds without the group and with it, before it is saved."""

    model = SynonymGroup
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
