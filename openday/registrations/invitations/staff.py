"""Invitations in the admin: a list by what became of them, making one or many, withdrawing."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.auth import PermissionPolicyChecker
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from openday.accounts.personal_data import masked
from openday.events.staff.own_units import ListedViewSet, OwnUnitsIndexView, own_open_days
from openday.intake.codes import grouped
from openday.language import formats
from openday.registrations import wording
from openday.registrations.facts import RegistrationClosed, SessionFull
from openday.registrations.invitations import actions, emails, queries
from openday.registrations.invitations.forms import InviteForm
from openday.registrations.models import Invitation
from openday.registrations.staff.listing import FoundByCodeOrContact, NoStockExport


class InvitationFilterSet(WagtailFilterSet):
    state = MultipleChoiceFilter(choices=Invitation.State.choices, label=gettext_lazy("state"))
    open_day = ModelChoiceFilter(queryset=own_open_days, label=gettext_lazy("open day"))

    class Meta:
        model = Invitation
        fields = ["state", "open_day"]


class CodeColumn(TitleColumn):
    def get_value(self, instance: Invitation) -> str:
        return grouped(instance.code)


def _where(invitation: Invitation) -> str:
    return invitation.session.when() if invitation.session else str(_("any session"))


class InvitationIndexView(NoStockExport, FoundByCodeOrContact, OwnUnitsIndexView):
    any_permission_required = ["view"]
    show_export_buttons = False

    @cached_property
    def columns(self) -> list[Column]:
        return [self._get_title_column("code", CodeColumn, classname="whole"), *COLUMNS]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("registrations.add_invitation"):
            return []
        return [HeaderButton(_("Invite"), url=reverse("invitations-staff:invite"), icon_name="plus")]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related("open_day", "session")


COLUMNS = [
    Column("state", label=gettext_lazy("state"), accessor="get_state_display", sort_key="state", classname="whole"),
    Column("open_day", label=gettext_lazy("open day"), accessor="open_day.name"),
    Column("session", label=gettext_lazy("session"), accessor=_where),
    Column("party_max", label=gettext_lazy("largest party"), sort_key="party_max"),
    Column("places", label=gettext_lazy("places reserved"), accessor=lambda row: row.places or "–"),
    Column("contact", label=gettext_lazy("email address"), accessor=lambda row: masked(row, "contact") or "–", classname="whole"),
    Column("label", label=gettext_lazy("for whom")),
    Column("valid_until", label=gettext_lazy("valid until"), accessor=lambda row: formats.moment(row.valid_until), sort_key="valid_until"),
]


@require_safe
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """One invitation. The secret link stands here for who may change it: staff may hand it over by themselves."""
    invitation = get_object_or_404(queries.with_visit(), pk=pk)
    may_change = request.user.has_perm("registrations.change_invitation")
    is_open = invitation.state == Invitation.State.OPEN
    context = {
        "invitation": invitation,
        "contact": masked(invitation, "contact"),
        "where": _where(invitation),
        "code": grouped(invitation.code),
        "link": emails.link_to(invitation) if may_change and is_open else "",
        "may_withdraw": may_change and is_open,
        "header_title": grouped(invitation.code),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("invitations-staff:index"), "label": _("Invitations")},
            {"url": "", "label": grouped(invitation.code)},
        ],
    }
    response = TemplateResponse(request, "registrations/invitations/staff/inspect.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(queries.with_visit(), pk=pk)
    if actions.withdraw(invitation=invitation, by=request.user, now=timezone.now()):
        messages.success(request, _("The invitation is withdrawn. Its places are free, and the guest is told if the letter had left."))
    else:
        messages.error(request, _("The invitation was used or has ended meanwhile. Nothing was changed."))
    return redirect("invitations-staff:inspect", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make invitations, all or none; 422 with an error for each bad line, 409 when places are too few."""
    data = request.POST if request.method == "POST" else None
    initial = {"open_day": request.GET.get("open_day", "")[:18]}
    form = InviteForm(data, open_days=own_open_days(request), languages=settings.LANGUAGES, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = _invite(form, by=request.user)
        except SessionFull as fact:
            status = 409
            form.add_error("reserve", _("There are too few places for all of them.") + " " + wording.places_left(fact.left))
        except RegistrationClosed:
            status = 409
            form.add_error("session", _("This session takes no registrations any more."))
        else:
            words = ngettext("%(count)d invitation is made.", "%(count)d invitations are made.", len(made)) % {"count": len(made)}
            messages.success(request, words + " " + _("Letters leave in ten minutes; until then they are withdrawn without a word."))
            return redirect("invitations-staff:inspect", made[0].pk) if len(made) == 1 else redirect("invitations-staff:index")
    context = {
        "form": form,
        "header_title": _("Invite"),
        "header_icon": "mail",
        "breadcrumbs_items": [{"url": reverse("invitations-staff:index"), "label": _("Invitations")}, {"url": "", "label": _("Invite")}],
    }
    return TemplateResponse(request, "registrations/invitations/staff/invite.html", context, status=status)


def _invite(form: InviteForm, *, by: Any) -> list[Invitation]:
    said = form.cleaned_data
    return actions.invite(
        open_day=said["open_day"],
        session=said["session"],
        guests=said["guests"],
        reserve=said["reserve"],
        label=said["label"],
        valid_until=form.valid_until_at(),
        by=by,
        now=timezone.now(),
    )


class InvitationViewSet(ListedViewSet):
    model = Invitation
    name = "invitations-staff"
    url_prefix = "invitations"
    icon = "mail"
    menu_label = gettext_lazy("Invitations")
    menu_order = 123
    index_view_class = InvitationIndexView
    filterset_class = InvitationFilterSet
    ordering = "-made_at"

    def get_urlpatterns(self) -> list[Any]:
        may = PermissionPolicyChecker(self.permission_policy)
        return [
            *super().get_urlpatterns(),
            path("invite/", may.require("add")(invite), name="invite"),
            path("<int:pk>/", self.guarded(may.require("view")(inspect)), name="inspect"),
            path("<int:pk>/withdraw/", self.guarded(may.require("change")(withdraw)), name="withdraw"),
        ]
