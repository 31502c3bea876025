"""Who is at the desk, and what is for the quality office alone."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.menu import MenuItem

from openday.accounts.models import User
from openday.accounts.roles import QUALITY_OFFICE, has_role


def signed_in(request: HttpRequest) -> User:
    """The member of staff who asks; Wagtail turns everybody else away before the desk is reached."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user


class AtTheDesk:
    """For the views of the desk: `self.staff` is the member of staff who asks."""

    request: HttpRequest

    @property
    def staff(self) -> User:
        return signed_in(self.request)


def in_quality_office(request: HttpRequest) -> bool:
    return has_role(signed_in(request), QUALITY_OFFICE)


class ForQualityOffice(AtTheDesk):
    """For views of the quality office: nobody else learns that the page exists."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not in_quality_office(request):
            raise Http404
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view beside it
        return answer


class QualityOfficeMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return in_quality_office(request)
