"""What goes wrong in the staff area in the same way for every kind of row."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


class StillInUse:
    """Deleting a row that others need: say so on the page instead of failing. Wagtail's delete view gives 500."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ProtectedError | RestrictedError) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(request, _("This cannot be deleted, because other entries still need it."))
        return HttpResponseRedirect(request.get_full_path())
