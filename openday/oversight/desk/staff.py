"""Who is at the desk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from openday.accounts.models import User


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
