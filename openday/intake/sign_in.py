"""The staff's sign-in page, slowed down for guessers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import LoginView

from openday.intake import limits

WINDOW_SECONDS = 15 * 60
TRIES_PER_NAME = 10
TRIES_PER_ADDRESS = 60


class SignIn(LoginView):
    """Wagtail's view. Ten tries per name and address, sixty per address, in a quarter of an hour; then 429 for everybody,
    with the right password, too: otherwise the answer would tell when a guess was right.

    There is no limit per name alone, or any stranger could lock a member of staff out.
    """

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["password"].label = _("Password")  # Wagtail leaves it in English.
        # Password managers, and people who cannot remember, need to know which box is which.
        form.fields["username"].widget.attrs["autocomplete"] = "username"
        form.fields["password"].widget.attrs["autocomplete"] = "current-password"
        return form

    def post(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        address = limits.client_address(request)
        name = request.POST.get("username", "")[:150].strip().lower()
        # Both are counted, whatever the first one says.
        allowed = [
            limits.allow("sign-in", address, limit=TRIES_PER_ADDRESS, seconds=WINDOW_SECONDS),
            limits.allow("sign-in-name", f"{address} {name}", limit=TRIES_PER_NAME, seconds=WINDOW_SECONDS),
        ]
        if not all(allowed):
            answer = render(request, "429.html", {"status": 429}, status=429)
            answer["Retry-After"] = str(WINDOW_SECONDS)
            return answer
        return super().post(request, *args, **options)
