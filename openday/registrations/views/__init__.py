"""What visitors open in a browser. Nothing here needs an account or JavaScript."""

from openday.registrations.views.finding import find
from openday.registrations.views.moving import move
from openday.registrations.views.own_data import erase, my_data, my_data_file
from openday.registrations.views.registering import register
from openday.registrations.views.tickets import again, calendar, cancel, party, swap, ticket, withdraw_consent

__all__ = [
    "again",
    "calendar",
    "cancel",
    "erase",
    "find",
    "move",
    "my_data",
    "my_data_file",
    "party",
    "register",
    "swap",
    "ticket",
    "withdraw_consent",
]
