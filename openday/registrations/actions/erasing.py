"""A visitor takes all personal data back; the bare numbers of the visit stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from openday.events.models import Pool
from openday.mail import actions as mail_actions
from openday.registrations import emails
from openday.registrations.actions import rows, waiting
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.roster.models import GroupRoster
from openday.registrations.models import Absence, Consent, Identity, Invitation, Registration
from openday.registrations.questions import actions as question_actions
from openday.registrations.states import CAN_BE_CANCELLED, HOLDS_PLACES, IN_CALENDARS, Ending, State


@transaction.atomic
def erase(*, registration: Registration, now: datetime) -> Registration:
    """Erase name, contact, needs and all letters of a registration, on the visitor's wish.

    A visit that has not begun is cancelled with it: without a contact nobody could be told of changes. One last letter says
    what was done (with the calendar's CANCEL) and is itself erased as soon as it is delivered. State, session and the
    numbers by age band stay, and name nobody: places and statistics keep adding up. Safe to repeat.
    """
    pools = rows.locked_pools(registration)
    fresh = rows.fresh(registration, pools)
    if fresh.anonymised_at is not None:
        return fresh
    old, hashed = fresh.state, fresh.contact_hash
    ends_now = old in CAN_BE_CANCELLED and now < fresh.session.starts_at
    ended = {"cancelled_at": now, "ending": Ending.VISITOR, "sequence": fresh.sequence + 1} if ends_now else {}
    new = State.CANCELLED if ends_now else old
    free = waiting.let_go(fresh, now=now)
    rows.reflect(fresh, state=new, **ended)
    # Before the last letter is written, which is not to be erased unsent.
    mail_actions.forget(keys_begin=emails.key_of(fresh), now=now)
    emails.erased(fresh, was_in_calendar=ends_now and old in IN_CALENDARS, now=now)
    erased = {"name": "", "contact": "", "contact_hash": None, "access_needs": None, "anonymised_at": now}
    Registration.objects.move(fresh.pk, old=old, new=new, **ended, **erased)
    rows.reflect(fresh, **erased)
    for visit in GroupVisit.objects.filter(registration=fresh):
        # The request that the group's places came from says the same about the same people.
        mail_actions.forget(keys_begin=f"group:{visit.pk}:", now=now)
        GroupRoster.objects.filter(visit=visit).delete()
        # Where it was only offered places: nobody is left who could answer, or be offered others.
        GroupVisit.objects.move(visit.pk, "withdraw", registration=None, offered_until=None, decided_at=now)
        GroupVisit.objects.filter(pk=visit.pk).update(**GroupVisit.NOBODY, anonymised_at=now)
    # Whoever wants to get around the rule takes another contact: it is no reason to keep what somebody wants erased.
    Absence.objects.filter(registration=fresh).delete()
    # Also one that came back from this visit and knows the same person.
    came_with = Q(registration=fresh) | Q(open_day=fresh.session.open_day_id, contact_hash=hashed, came_back__gt=0)
    for invitation in Invitation.objects.filter(came_with).exclude(contact=""):
        mail_actions.forget(keys_begin=f"invitation:{invitation.pk}:", now=now)
        Invitation.objects.filter(pk=invitation.pk).update(**Invitation.NOBODY, anonymised_at=now)
    question_actions.erase_answers(fresh)
    Identity.objects.filter(registration=fresh).delete()
    Consent.objects.filter(registration=fresh, withdrawn_at=None).update(withdrawn_at=now)
    if ends_now and old in HOLDS_PLACES:
        Pool.objects.give_back(fresh.pool_id, places=fresh.places)
        free.add(fresh.pool_id)
    for pool_id in sorted(free):
        waiting.serve_queue(pools[pool_id], now=now)
    return fresh
