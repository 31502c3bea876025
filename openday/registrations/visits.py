"""Where a visitor says how it was: an address that tells the session and not who was there."""

from urllib.parse import quote

from django.urls import reverse

from openday.accounts.encryption import keyed_hash
from openday.intake.visits import VisitMark, sign_visit
from openday.registrations.models import Registration


def feedback_address(registration: Registration) -> str:
    """The feedback form of the active language, with a one-time mark of the session."""
    nonce = keyed_hash(registration.code, purpose="registrations.visit mark")[:16]
    mark = sign_visit(VisitMark(registration.session_id, nonce=nonce))
    return f"{reverse('oversight:feedback')}?category=service&visit={quote(mark)}"
