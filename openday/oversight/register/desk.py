"""The state of the register for the quality office: what waits, what is sealed, and what the last check found."""

from datetime import date
from typing import Any

from django.db.models import Min
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from openday.language.names import in_language
from openday.oversight.desk.staff import ForQualityOffice, QualityOfficeMenuItem, in_quality_office
from openday.oversight.register import keys, proofs, sealed_days
from openday.oversight.register.checking import Flaw
from openday.oversight.register.models import RegisterCheck, RegisterEnd, RegisterSeal, SealingKey, Unentered

SEALS_SHOWN = CHECKS_SHOWN = 10


class RegisterView(ForQualityOffice, WagtailAdminTemplateMixin, TemplateView):
    template_name = "oversight/desk/register.html"
    page_title = _("Public register")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = list(RegisterCheck.objects.all()[:CHECKS_SHOWN])
        return super().get_context_data(
            end=RegisterEnd.objects.as_read(),
            waiting=Unentered.objects.count(),
            waiting_since=Unentered.objects.aggregate(at=Min("event__at"))["at"],
            seal=proofs.newest_seal(),
            seals=RegisterSeal.objects.order_by("-day")[:SEALS_SHOWN],
            checks=checks,
            unsealed=sealed_days.missing(now=timezone.now()),
            flaws=_in_words(checks[0]) if checks else [],
            keys=[(key, key.line in keys.public_lines()) for key in SealingKey.objects.all()],
            **kwargs,
        )


def _in_words(check: RegisterCheck) -> list[str]:
    found = (Flaw(*flaw).words() for flaw in check.flaws)
    return [in_language(zh=chinese, en=english) for chinese, english in found]


class RegisterPanel(Component):
    """On the first page of the staff area: the register is not whole, or was not sealed. Not there while all is well."""

    order = 55
    template_name = "oversight/desk/register_panel.html"

    def __init__(self, check: RegisterCheck | None, unsealed: list[date]) -> None:
        self.check, self.unsealed = check, unsealed

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"flaws": _in_words(self.check) if self.check else [], "unsealed": self.unsealed}


def panels_for(request: HttpRequest) -> list[RegisterPanel]:
    if not in_quality_office(request):
        return []
    newest = RegisterCheck.objects.first()
    broken = newest if newest is not None and not newest.is_whole else None
    unsealed = sealed_days.missing(now=timezone.now())
    return [RegisterPanel(broken, unsealed)] if broken or unsealed else []


class RegisterDesk(ViewSet):
    name = "oversight_register"
    url_prefix = "oversight/register"
    icon = "lock"
    menu_label = _("Public register")
    menu_name = "register"
    menu_order = 180
    add_to_admin_menu = True
    menu_item_class = QualityOfficeMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", RegisterView.as_view(), name="index")]
