"""Deeds of registration. Every one runs in one transaction; its letter leaves after commit.

Locks are always taken in this order: session, pools by primary key, registrations. Two deeds
that meet then wait for each other and never block each other (PostgreSQL would end one of
them with a deadlock error; SQLite lets one transaction write at a time anyway).

A session is locked FOR NO KEY UPDATE: whoever commits a row that points to it needs its key, with a pool locked already.

One file per subject; callers say `actions.register(...)`.
"""

from openday.registrations.actions.cancelling import cancel, close_queues
from openday.registrations.actions.changing import change_party
from openday.registrations.actions.coming import ask_if_coming, release_unconfirmed, say_coming, thank
from openday.registrations.actions.consenting import withdraw_consent
from openday.registrations.actions.erasing import erase
from openday.registrations.actions.moving import move
from openday.registrations.actions.offers import accept, decline, expire_offers
from openday.registrations.actions.registering import Contact, register
from openday.registrations.actions.session_deeds import cancel_session
from openday.registrations.actions.waiting import as_offered, choose, promote, waking_hours
from openday.registrations.actions.writing import remind, send_again

__all__ = [
    "Contact",
    "accept",
    "as_offered",
    "ask_if_coming",
    "cancel",
    "cancel_session",
    "change_party",
    "choose",
    "close_queues",
    "decline",
    "erase",
    "expire_offers",
    "move",
    "promote",
    "register",
    "release_unconfirmed",
    "remind",
    "say_coming",
    "send_again",
    "thank",
    "waking_hours",
    "withdraw_consent",
]
