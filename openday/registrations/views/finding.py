"""Find a ticket again with the code and the contact of the registration."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from openday.intake import limits
from openday.registrations import queries
from openday.registrations.forms import FindForm
from openday.registrations.groups import queries as group_queries
from openday.registrations.views.answers import SeeOther, page, private, too_many

_TRIES_PER_CODE = 10
_TRIES_PER_ADDRESS = 60


@private
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Answer a wrong code and a wrong contact with the same words, after the same work."""
    if request.method != "POST":
        return page(request, "find", {"form": FindForm(request=request)})
    form = FindForm(request.POST, request=request)
    if not form.is_valid():
        return page(request, "find", {"form": form}, status=422)
    code, contact = form.cleaned_data["code"], form.cleaned_data["contact"]
    address = limits.client_address(request)
    # By code: a code of 40 bits is not guessed in ten tries an hour, whatever addresses they come from.
    within = limits.allow("registrations.find.address", address, limit=_TRIES_PER_ADDRESS, seconds=3600)
    if not within or not limits.allow("registrations.find.code", code, limit=_TRIES_PER_CODE, seconds=3600):
        return too_many(request)
    hashed = queries.contact_hash(contact.kind, contact.value)
    registration = queries.by_code_and_contact(code, hashed)
    visit = group_queries.by_code_and_contact(code, hashed)
    if visit is not None:
        return SeeOther(reverse("registrations:group_swap", args=[visit.token]))
    if registration is None:
        form.add_error(
            None, ValidationError(_("We found no registration with this code and this contact. Please check both."), code="unknown")
        )
        return page(request, "find", {"form": form}, status=422)
    return SeeOther(reverse("registrations:swap", args=[registration.token]))
