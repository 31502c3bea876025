"""Answers to an offer with their guards taken away: no lock, and it is ended as it was seen, without looking again."""

import time

from django.db.models import QuerySet

from openday.events.models import Pool
from openday.registrations.actions import waiting
from openday.registrations.models import Offer
from openday.registrations.states import OfferState


def _end_what_was_seen(offer, *, state, now):
    if offer.state != OfferState.OPEN:
        return False
    Offer.objects.filter(pk=offer.pk).update(state=state, ended_at=now)
    time.sleep(0.05)
    Pool.objects.give_back(offer.pool_id, places=offer.places)
    return True


QuerySet.select_for_update = lambda self, **_how: self
waiting.end_offer = _end_what_was_seen
