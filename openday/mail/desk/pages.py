"""What every page of the letters desk shares: administrators only."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from openday.accounts.models import User
from openday.accounts.roles import ADMINISTRATOR, has_role
from openday.language.names import ALL
from openday.mail import kinds
from openday.mail.kinds import Kind


def staff(request: HttpRequest) -> User:
    """The signed-in member of staff; the guard below lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


class AdministratorsOnly(View):
    """Letters show how people are addressed and which mail fails: not for every editor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(request.user, ADMINISTRATOR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class DeskPage(WagtailAdminTemplateMixin, AdministratorsOnly):
    """A page with the header of the desk."""

    header_icon = "mail"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("letters:index"), "label": _("Letters")},
            {"url": "", "label": self.get_page_title()},
        ]


class KindPage(DeskPage):
    """A page about one kind of letter in one language; 404 for kinds nobody declared."""

    @cached_property
    def kind(self) -> Kind:
        found = next((kind for kind in kinds.everything() if kind.code == self.kwargs["kind"]), None)
        if found is None or self.kwargs["language"] not in ALL:
            raise Http404
        return found

    @property
    def language(self) -> str:
        return str(self.kwargs["language"])

    @property
    def own_url(self) -> str:
        return reverse("letters:kind", args=[self.kind.code, self.language])

    def get_page_title(self) -> str:
        return f"{self.kind.label} · {dict(settings.LANGUAGES)[self.language]}"
