"""The glossary in the staff area: a list, a form, and a sentence to try an entry on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from home.glossary.forms import GlossaryForm
from home.glossary.words import words_of_staff
from home.models import GlossaryEntry
from openday.language.traditional import by_rule, keep_up


def _take_effect() -> None:
    """At once in this process; the others ask within `settings.REMEMBER_SECONDS`."""
    words_of_staff.forget()  # type: ignore[attr-defined]
    keep_up()


class _TryingOut:
    """The button "Try it" shows how a sentence will read and saves nothing."""

    template_name = "home/glossary/form.html"

    def post(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "try" not in request.POST:
            answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            return answer
        self.object = self.get_object() if self.kwargs.get("pk") else None
        form = self.get_form()
        readings = form.readings() if form.is_valid() else None
        shown: HttpResponse = self.render_to_response(self.get_context_data(form=form, readings=readings, has_unsaved_changes=True))
        return shown

    def save_action(self: Any) -> Any:
        saved = super().save_action()  # type: ignore[misc]
        _take_effect()
        return saved


class GlossaryCreateView(_TryingOut, generic.CreateView):
    frame = "wagtailadmin/generic/create.html"


class GlossaryEditView(_TryingOut, generic.EditView):
    frame = "wagtailadmin/generic/edit.html"


class GlossaryDeleteView(generic.DeleteView):
    def delete_action(self) -> Any:
        deleted = super().delete_action()
        _take_effect()
        return deleted


class GlossaryViewSet(ModelViewSet):
    model = GlossaryEntry
    name = "traditional-words"
    url_prefix = "traditional-words"
    icon = "globe"
    menu_label = _("Words for Traditional pages")
    menu_order = 595
    add_to_settings_menu = True
    add_view_class = GlossaryCreateView
    edit_view_class = GlossaryEditView
    delete_view_class = GlossaryDeleteView
    search_fields = ["simplified", "traditional", "note"]
    list_per_page = 100
    copy_view_enabled = False
    list_display = [
        TitleColumn("simplified", label=pgettext_lazy("script", "Simplified"), url_name="traditional-words:edit"),
        Column("traditional", label=pgettext_lazy("script", "Traditional")),
        Column("by_rule", label=_("Without this entry"), accessor=lambda entry: by_rule(entry.simplified)),
        Column("note", label=_("Why this entry")),
        DateColumn("changed_at", label=_("Changed at"), sort_key="changed_at"),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return GlossaryForm
