"""The prepared texts in the staff area; retired, never deleted."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from openday.accounts import audit
from openday.oversight.models import Wording

_WITHOUT = frozenset({"delete", "usage", "copy", "history", "history_results"})


class WordingCreateView(generic.CreateView):
    def save_instance(self) -> Any:
        made = super().save_instance()
        audit.note("wording.add", by=self.request.user, about=made, now=timezone.now())
        return made


class WordingEditView(generic.EditView):
    def save_instance(self) -> Any:
        changed = super().save_instance()
        audit.note("wording.change", by=self.request.user, about=changed, now=timezone.now(), fields=list(self.form.changed_data))
        return changed


class WordingViewSet(ModelViewSet):
    model = Wording
    name = "wordings"
    url_prefix = "oversight/wordings"
    icon = "doc-full"
    menu_label = gettext_lazy("Prepared texts")
    menu_name = "wordings"
    menu_order = 165
    add_to_admin_menu = True
    add_view_class = WordingCreateView
    edit_view_class = WordingEditView
    copy_view_enabled = False
    search_fields = ["name", "text_zh", "text_en"]
    list_filter = ["purpose", "is_in_use"]
    list_display = [
        "__str__",
        Column("purpose", label=gettext_lazy("purpose"), accessor="get_purpose_display", sort_key="purpose"),
        BooleanColumn("is_in_use", label=gettext_lazy("in use"), sort_key="is_in_use"),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(
                gettext_lazy(
                    "Placeholders, in either language: {number} {编号}, {category} {类别}, {received_on} {收到日期}, {due_on} {答复期限}, "
                    "{unit} {承办单位}, {today} {今天}. What only the writer knows is {fill} or {请填写}: the text doesn't leave "
                    "before it is filled in."
                )
            ),
            FieldRowPanel([FieldPanel("purpose"), FieldPanel("name"), FieldPanel("is_in_use")]),
            FieldPanel("text_zh"),
            FieldPanel("text_en"),
        ],
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        undefined = {f"{name}_url_name": self.UNDEFINED for name in _WITHOUT - {"copy"}}
        return super().get_common_view_kwargs(**{**undefined, **kwargs})

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in _WITHOUT]
