"""The ticket on paper."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openday.intake import limits
from openday.registrations import tickets
from openday.registrations.ticket_pdf import ticket_pdf
from openday.registrations.views.answers import private, too_many
from openday.registrations.views.tickets import mine, stranger

# Drawing one takes a hundred times as long as a page.
MOST_AN_HOUR = 20


@private
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The ticket as a PDF; only for parties that have places."""
    registration = mine(request, code)
    if registration is None or not registration.is_confirmed:
        return stranger(request)
    if not limits.allow("registrations.paper", str(registration.pk), limit=MOST_AN_HOUR, seconds=3600):
        return too_many(request)
    response = HttpResponse(ticket_pdf(registration, qr_text=tickets.text_of(registration)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="ticket-{registration.code}.pdf"'
    return response
