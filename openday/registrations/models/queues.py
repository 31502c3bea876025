"""What waits with a party: other sessions it would come to, places held for it, and what happened to it in the queue."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.personal_data import PersonalField
from openday.events.models import Pool, Session
from openday.registrations.models.parties import Registration
from openday.registrations.states import OfferState, Step


class OtherSession(models.Model):
    """A session that a waiting party would come to as well."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="other_sessions")
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["registration", "pool"]
        verbose_name = _("other session of a waiting party")
        verbose_name_plural = _("other sessions of waiting parties")
        constraints = [models.UniqueConstraint(fields=["registration", "pool"], name="one_wish_per_party_and_session")]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"id", "registration", "pool"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.pool_id}"


class Offer(models.Model):
    """Places held for a party until it answers; they are counted in `Pool.taken` while the offer is open."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="offers")
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="offers", verbose_name=_("pool of places"))
    places = models.PositiveSmallIntegerField(_("places"))
    # For the smaller party that the visitor named.
    is_smaller = models.BooleanField(_("for a smaller party"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=OfferState, default=OfferState.OPEN)
    made_at = models.DateTimeField(_("made at"))
    answer_by = models.DateTimeField(_("answer by"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("offer of places")
        verbose_name_plural = _("offers of places")
        constraints = [
            models.UniqueConstraint(fields=["registration"], condition=Q(state="open"), name="one_open_offer_per_party"),
            models.CheckConstraint(condition=Q(places__gte=1), name="offer_has_places"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="offer_that_ended_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="offers_that_are_open", condition=Q(state="open")),
        ]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"id", "registration", "pool", "places", "is_smaller", "state", "made_at", "answer_by", "ended_at"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.places} {self.state}"


class QueueStep(models.Model):
    """One thing that happened to a party in a queue; nothing is changed or taken back here."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="queue_steps", verbose_name=_("registration"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", verbose_name=_("session"))
    kind = models.CharField(_("what happened"), max_length=8, choices=Step)
    at = models.DateTimeField(_("when"))
    # What the party needed, what was there, and what the party before it took: numbers to explain the step with.
    needed = models.PositiveSmallIntegerField(_("places needed"), default=0)
    free = models.PositiveSmallIntegerField(_("places free"), default=0)
    other = models.PositiveSmallIntegerField(_("places of the other party"), default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("step in the queue")
        verbose_name_plural = _("steps in the queue")
        indexes = [models.Index(fields=["session", "-id"], name="steps_of_a_session")]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"id", "registration", "session", "kind", "at", "needed", "free", "other"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.kind}"
