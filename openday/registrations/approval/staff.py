"""The desk of requests: who asks to come, until when we answer, approve or refuse several at once, and take it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from openday.accounts.personal_data import masked
from openday.accounts.roles import units_of
from openday.registrations import wording
from openday.registrations.approval import actions, queries, rules
from openday.registrations.approval.forms import DecideForm
from openday.registrations.models import Asking, Registration
from openday.registrations.states import AccessNeed

PER_PAGE = 50


def _row(asking: Asking) -> dict[str, Any]:
    """What a decision needs to know of a party; names and contacts stay masked."""
    party = asking.registration
    needs: Any = party.access_needs or {}
    return {
        "asking": asking,
        "registration": party,
        "people": wording.people(party.party),
        "wished": wording.people(larger) if (larger := queries.wished(asking)) else "",
        "name": masked(party, "name"),
        "needs": [AccessNeed(code).label for code in needs.get("choices", ()) if code in AccessNeed.values],
    }


def _page(request: HttpRequest, *, form: DecideForm | None = None, ticked: list[str] | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    units = units_of(request.user)
    page = Paginator(queries.to_decide(units, now=now), PER_PAGE).get_page(request.GET.get("p", "1")[:6])
    context = {
        "page": page,
        "rows": [_row(asking) for asking in page],
        "decided": [_row(asking) for asking in queries.to_take_back(units, now=now)[:PER_PAGE]],
        "form": form or DecideForm(askings=Asking.objects.none()),
        "ticked": ticked or [],
        "take_back_minutes": int(rules.TAKE_BACK.total_seconds() // 60),
        "may_decide": request.user.has_perm("registrations.change_registration"),
        "header_title": _("Requests to approve"),
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("registrations-staff:index"), "label": _("Registrations")},
            {"url": "", "label": _("Requests to approve")},
        ],
    }
    response = TemplateResponse(request, "registrations/approval/desk.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve or refuse what is ticked; 422 when nothing is, or a refusal has no reason."""
    approve = request.POST.get("deed") == "approve"
    now = timezone.now()
    # Requests that a colleague decided meanwhile are still on this page: they are told about below, not refused as unknown.
    form = DecideForm(request.POST, askings=queries.of_units(units_of(request.user)), needs_reason=not approve)
    if not form.is_valid():
        return _page(request, form=form, ticked=request.POST.getlist("chosen"), status=422)
    chosen = list(form.cleaned_data["chosen"])
    done = actions.decide(askings=chosen, approve=approve, by=request.user, now=now, reason=form.cleaned_data["reason"])
    _tell(request, done=len(done), of=len(chosen))
    return redirect("approvals:index")


def _tell(request: HttpRequest, *, done: int, of: int) -> None:
    minutes = int(rules.TAKE_BACK.total_seconds() // 60)
    if done:
        words = ngettext(
            "%(count)d request is decided. The letter leaves in %(minutes)d minutes; until then you can take it back.",
            "%(count)d requests are decided. The letters leave in %(minutes)d minutes; until then you can take them back.",
            done,
        )
        messages.success(request, words % {"count": done, "minutes": minutes})
    if of > done:
        messages.warning(request, _("Some had been decided, withdrawn or run out meanwhile. Nothing was changed about them."))


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Make decisions undecided again whose letters have not left."""
    form = DecideForm(request.POST, askings=queries.of_units(units_of(request.user)))
    if form.is_valid() and actions.take_back(askings=list(form.cleaned_data["chosen"]), by=request.user, now=timezone.now()):
        messages.success(request, _("Taken back: the request is to be decided again. Nobody was written to."))
    else:
        messages.error(request, _("It is too late to take this back: the letter has left, or the time to decide is over."))
    return redirect("approvals:index")


class ApprovalsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("registrations.view_registration")


class Approvals(ViewSet):
    name = "approvals"
    url_prefix = "approvals"
    icon = "check"
    menu_label = gettext_lazy("Requests to approve")
    menu_order = 122
    add_to_admin_menu = True
    menu_item_class = ApprovalsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        may = PermissionPolicyChecker(policy_registry.get_by_type(Registration))
        return [
            path("", may.require("view")(index), name="index"),
            path("decide/", may.require("change")(decide), name="decide"),
            path("take-back/", may.require("change")(take_back), name="take_back"),
        ]
