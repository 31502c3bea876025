"""The ledger in the staff area: a menu item and its addresses."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet

from openday.oversight.desk.viewset import OfficeMenuItem
from openday.oversight.findings.desk.listing import ActionIndexView, FindingIndexView
from openday.oversight.findings.desk.views import DeedView, FindingView, ProofView, RecordView


class FindingDesk(ViewSet):
    name = "findings_desk"
    url_prefix = "oversight/findings"
    icon = "warning"
    menu_label = _("Rectification ledger")
    menu_name = "findings"
    menu_order = 155
    add_to_admin_menu = True
    menu_item_class = OfficeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", FindingIndexView.as_view(), name="index"),
            path("results/", FindingIndexView.as_view(results_only=True), name="index_results"),
            path("record/", RecordView.as_view(), name="record"),
            path("actions/", ActionIndexView.as_view(), name="actions"),
            path("actions/results/", ActionIndexView.as_view(results_only=True), name="actions_results"),
            path("<int:pk>/", FindingView.as_view(), name="finding"),
            path("<int:pk>/files/<int:proof_pk>/", ProofView.as_view(), name="proof"),
            path("<int:pk>/actions/<int:action_pk>/<slug:deed>/", DeedView.as_view(), name="action_deed"),
            path("<int:pk>/<slug:deed>/", DeedView.as_view(), name="deed"),
        ]
