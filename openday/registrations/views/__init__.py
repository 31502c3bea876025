"""What visitors open in a browser. Nothing here needs an account or JavaScript."""

from openday.registrations.views.finding import find
from openday.registrations.views.moving import move
from openday.registrations.views.own_data import erase, my_data, my_data_file
from openday.registrations.views.printing import paper
from openday.registrations.views.registering import register
from openday.registrations.views.session_moved import time_suits
from openday.registrations.views.tickets import again, calendar, cancel, party, swap, ticket, withdraw_consent
from openday.registrations.views.waiting import answer, choices, coming, waiting_list

__all__ = [
    "again",
    "answer",
    "calendar",
    "cancel",
    "choices",
    "coming",
    "erase",
    "find",
    "move",
    "my_data",
    "my_data_file",
    "paper",
    "party",
    "register",
    "swap",
    "ticket",
    "time_suits",
    "waiting_list",
    "withdraw_consent",
]
