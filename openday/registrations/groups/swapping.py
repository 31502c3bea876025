"""A group that has places is asked to come at another time: those it has are kept until the leader accepts others.

The places elsewhere are held by an ordinary offer (models/queues.py), so that every deed that ends a registration, changes
it or moves it lets go of them too; accepting, declining and running out are those of `actions.offers` (docs/decisions/0014).
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from openday.accounts import audit
from openday.events.models import Pool, Session
from openday.registrations import queries as registration_queries
from openday.registrations.actions import rows
from openday.registrations.facts import AlreadyRegistered, SessionFull
from openday.registrations.groups import emails, queries, rules
from openday.registrations.groups.facts import GotThereFirst, NoGroupPlaces, TooNear
from openday.registrations.groups.models import GroupVisit
from openday.registrations.groups.states import GroupState
from openday.registrations.models import Offer, Registration
from openday.registrations.states import State


def offer_instead(*, visit: GroupVisit, session: Session, word: str, by: Any, now: datetime) -> Offer:
    """Hold places in another session for a group that has some, and ask the leader; the letter says until when.

    Raises SessionFull with the places left, NoGroupPlaces when the session takes no groups, TooNear when nobody could answer in time,
    AlreadyRegistered when the contact has another registration there, GotThereFirst when the visit was cancelled or asked meanwhile.
    """
    try:
        return _offer_instead(visit, session, word=word, by=by, now=now)
    except IntegrityError:
        # One open offer per party: a colleague was quicker.
        raise GotThereFirst from None


@transaction.atomic
def _offer_instead(visit: GroupVisit, session: Session, *, word: str, by: Any, now: datetime) -> Offer:
    there = Pool.objects.filter(session=session, kind=Pool.Kind.GROUPS).first()
    asked = queries.with_all().get(pk=visit.pk)
    if there is None or session.open_day_id != asked.open_day_id:
        raise NoGroupPlaces
    if asked.registration is None or asked.state != GroupState.PLACED:
        raise GotThereFirst
    pools = rows.locked_pools(asked.registration, there.pk)
    party = rows.fresh(asked.registration, pools)
    if party.state != State.CONFIRMED or registration_queries.open_offer(party) is not None:
        raise GotThereFirst
    # Read under the lock of its pool: the session may have been cancelled since the page was shown.
    target = Session.objects.select_related("open_day").get(pk=session.pk)
    if target.state != Session.State.OPEN or target.starts_at <= now or target.pk == party.session_id:
        raise NoGroupPlaces
    until = rules.swap_answer_by(now, old_starts_at=party.session.starts_at, new_starts_at=target.starts_at)
    if until is None:
        raise TooNear
    if Registration.objects.active().filter(session=target, contact_hash=party.contact_hash).exists():
        raise AlreadyRegistered
    if not Pool.objects.take(there.pk, places=party.places):
        raise SessionFull(left=pools[there.pk].left)
    offer = Offer.objects.create(registration=party, pool=there, places=party.places, made_at=now, answer_by=until)
    # With the word of this offer, and a turn of its own: an answer to an earlier page is no answer to this one.
    values = {"word": word[:300], "turn": asked.turn + 1}
    if not GroupVisit.objects.filter(pk=asked.pk, turn=asked.turn, state=GroupState.PLACED).update(**values):
        raise GotThereFirst
    rows.reflect(asked, **values)
    offer.pool.session = target
    emails.offered_instead(asked, party, offer, now=now)
    audit.note("registrations.group_swap", by=by, about=asked, now=now, session=target.pk)
    return offer
