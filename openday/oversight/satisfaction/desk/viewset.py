"""Call-backs in the staff area, their panel on its front page, and the promise about ratings beside the other promises."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet

from openday.oversight.desk.promises import NotedCreateView, PromiseViewSet
from openday.oversight.desk.staff import QualityOfficeMenuItem, in_quality_office
from openday.oversight.desk.widgets import day_input
from openday.oversight.models import SatisfactionStandard
from openday.oversight.satisfaction import queries
from openday.oversight.satisfaction.desk.views import CallBackIndexView, CallBackView

_SHOWN = 5


class CallBackDesk(ViewSet):
    name = "call_backs"
    url_prefix = "oversight/call-backs"
    icon = "comment"
    menu_label = _("Call-backs")
    menu_name = "call-backs"
    menu_order = 155
    add_to_admin_menu = True
    menu_item_class = QualityOfficeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", CallBackIndexView.as_view(), name="index"),
            path("results/", CallBackIndexView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", CallBackView.as_view(), name="call"),
        ]


class CallBackPanel(Component):
    """Who waits for a call, the next due first; not there when nobody does."""

    order = 55
    template_name = "oversight/satisfaction/desk/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        calls = list(queries.call_backs_to_make()[: _SHOWN + 1])
        today = timezone.localdate()
        return {
            "calls": [(call, call.due_on < today) for call in calls[:_SHOWN]],
            "has_more": len(calls) > _SHOWN,
            "more_url": f"{reverse('call_backs:index')}?waiting=yes",
        }


def panels_for(request: HttpRequest) -> list[CallBackPanel]:
    return [CallBackPanel()] if in_quality_office(request) else []


class StandardForm(WagtailAdminModelForm):
    class Meta:
        model = SatisfactionStandard
        fields = [
            "valid_from",
            "rating_days",
            "call_back_days",
            "call_attempts",
            "redo_days",
            "fewest_for_an_average",
            "source",
            "source_en",
        ]
        widgets = {"valid_from": day_input()}

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("A promise holds from today on or later: cases of the past keep theirs."))
        return day

    def save(self, commit: bool = True) -> SatisfactionStandard:
        newest = SatisfactionStandard.objects.order_by("-version").first()
        self.instance.version = newest.version + 1 if newest else 1
        saved: SatisfactionStandard = super().save(commit=commit)
        return saved


class StandardCreateView(NotedCreateView):
    def get_success_buttons(self) -> list[Any]:
        # Versions are not edited.
        return []


class SatisfactionStandardViewSet(PromiseViewSet):
    """A new promise is a new version; ratings that were asked for keep theirs."""

    model = SatisfactionStandard
    name = "satisfaction-standards"
    url_prefix = "oversight/satisfaction-standards"
    icon = "comment"
    menu_label = _("Promise about ratings")
    menu_order = 45
    add_view_class = StandardCreateView
    without = frozenset({"delete", "usage", "edit", "history", "history_results"})
    list_display = [
        Column("version", label=_("version"), sort_key="version"),
        Column("valid_from", label=_("valid from"), sort_key="valid_from"),
        Column("rating_days", label=_("days to rate")),
        Column("call_back_days", label=_("working days to call back")),
        Column("call_attempts", label=_("days on which to call")),
        Column("redo_days", label=_("working days to answer again")),
        Column("fewest_for_an_average", label=_("fewest ratings for an average")),
        Column("source", label=_("source")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(_("A new version holds for answers that leave from its first day on. Averages are never shown below 10 ratings.")),
            FieldPanel("valid_from"),
            FieldRowPanel([FieldPanel("rating_days"), FieldPanel("call_back_days"), FieldPanel("call_attempts"), FieldPanel("redo_days")]),
            FieldPanel("fewest_for_an_average"),
            FieldPanel("source"),
            FieldPanel("source_en"),
        ],
        base_form_class=StandardForm,
    )
