"""Deeds of registration. Every one runs in one transaction; its letter leaves after commit.

Locks are always taken in this order: session, pools by primary key, registrations. Two deeds
that meet then wait for each other and never block each other (PostgreSQL would end one of
them with a deadlock error; SQLite lets one transaction write at a time anyway).

One file per subject; callers say `actions.register(...)`.
"""

from openday.registrations.actions.cancelling import cancel, cancel_session, close_queues
from openday.registrations.actions.changing import change_party
from openday.registrations.actions.consenting import withdraw_consent
from openday.registrations.actions.erasing import erase
from openday.registrations.actions.moving import move
from openday.registrations.actions.registering import Contact, register
from openday.registrations.actions.waiting import promote
from openday.registrations.actions.writing import remind, send_again

__all__ = [
    "Contact",
    "cancel",
    "cancel_session",
    "change_party",
    "close_queues",
    "erase",
    "move",
    "promote",
    "register",
    "remind",
    "send_again",
    "withdraw_consent",
]
