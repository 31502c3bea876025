"""What visitors open in a browser. Nothing here needs an account or JavaScript."""

from openday.registrations.views.finding import find
from openday.registrations.views.registering import register
from openday.registrations.views.tickets import again, calendar, cancel, party, swap, ticket, withdraw_consent

__all__ = ["again", "calendar", "cancel", "find", "party", "register", "swap", "ticket", "withdraw_consent"]
