"""An invitation: a code and a secret link that admit one party, to one session or to any of an open day.

Places reserved with it are counted in `Pool.taken` while it is open; with its use they become those of the registration.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField, derive_token
from openday.accounts.personal_data import PersonalField, mask_contact

TOKEN_PURPOSE = "registrations.invitation"  # noqa: S105 - the name of a use, not a secret


class InvitationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of an invitation", "Not used yet")
    USED = "used", pgettext_lazy("state of an invitation", "Used")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an invitation", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("state of an invitation", "Run out")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, *, now: datetime) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.OPEN, valid_until__gt=now)

    def end(self, pk: int, *, state: str, **values: object) -> bool:
        """Close an invitation if it still is open; False when somebody else got there first. Its reserved places are the caller's."""
        return self.filter(pk=pk, state=InvitationState.OPEN).update(state=state, places=0, **values) == 1

    def come_back(self, registration_id: int, *, now: datetime) -> bool:
        """Open the invitation of a party again that gave its places back in time; False when it had none, or it has run out.

        One UPDATE that names the party: of two cancellations one changes the row, and a guest who has used it anew meanwhile keeps it.
        """
        used = self.filter(registration=registration_id, state=InvitationState.USED, valid_until__gt=now)
        values = {"state": InvitationState.OPEN, "ended_at": None, "registration": None, "came_back": models.F("came_back") + 1}
        return used.update(**values) == 1


class Invitation(models.Model):
    """One party may come, once."""

    wagtail_reference_index_ignore = True

    State = InvitationState

    open_day = models.ForeignKey("events.OpenDay", models.PROTECT, related_name="invitations", verbose_name=_("open day"))
    # None: any session of the open day.
    session = models.ForeignKey(
        "events.Session", models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("session")
    )
    state = models.CharField(_("state"), max_length=9, choices=InvitationState, default=InvitationState.OPEN)
    party_max = models.PositiveSmallIntegerField(_("largest party"))
    # Places reserved until it is used or ends, in `pool`; 0 when none are.
    pool = models.ForeignKey("events.Pool", models.PROTECT, null=True, blank=True, related_name="invitations")
    places = models.PositiveSmallIntegerField(_("places reserved"), default=0)
    valid_until = models.DateTimeField(_("valid until"))
    # What staff call it: "Partners 2026". Never a name.
    label = models.CharField(_("for whom"), max_length=60, blank=True)

    contact = EncryptedTextField(_("email address"), blank=True)
    contact_hash = models.CharField(_("contact, hashed"), max_length=64, null=True, blank=True, editable=False)
    language = models.CharField(_("language of letters"), max_length=8, choices=settings.LANGUAGES)

    code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    secret_nonce = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)

    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    # How often a party that used it cancelled in time, so that it counts again.
    came_back = models.PositiveSmallIntegerField(_("came back"), default=0, editable=False)
    registration = models.OneToOneField(
        "registrations.Registration", models.PROTECT, null=True, blank=True, related_name="invitation", verbose_name=_("registration")
    )
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    NOBODY: ClassVar[dict[str, object]] = {"contact": "", "contact_hash": None}

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InvitationState.values), name="invitation_state_is_known"),
            models.CheckConstraint(condition=Q(party_max__gte=1, party_max__lte=60), name="invitation_is_for_1_to_60"),
            models.CheckConstraint(
                condition=Q(places=0) | Q(state="open", pool__isnull=False), name="places_are_reserved_while_it_is_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="invitation_that_ended_has_its_moment",
            ),
            # An invitation is used for one registration, and a registration uses one: the database decides of two at once.
            models.CheckConstraint(
                condition=Q(state="used", registration__isnull=False) | (~Q(state="used") & Q(registration=None)),
                name="used_invitation_has_its_registration",
            ),
        ]
        indexes = [
            models.Index(fields=["valid_until"], name="invitations_that_are_open", condition=Q(state="open")),
            models.Index(fields=["valid_until"], name="invitations_to_anonymise", condition=~Q(contact_hash=None)),
        ]

    class PersonalData:
        erase: ClassVar = {
            "contact": PersonalField(
                purpose=_("To send the invitation, and to say when it is withdrawn."),
                basis=_("Invitation by the authority to people it works with"),
                seen_by=_("Organisers of the unit, data-protection officer"),
                keep_for=_("30 days after it was used or has ended"),
                on_expiry="anonymise",
                mask=mask_contact,
            ),
            "contact_hash": PersonalField(
                purpose=_("To notice a second invitation of the same address without reading it."),
                basis=_("Invitation by the authority to people it works with"),
                seen_by=_("Nobody; only compared by the computer"),
                keep_for=_("30 days after it was used or has ended"),
                on_expiry="anonymise",
            ),
        }
        keep: ClassVar = {
            "id", "open_day", "session", "state", "party_max", "pool", "places", "valid_until", "label", "language", "code",
            "secret_nonce", "secret_hash", "made_at", "made_by", "ended_at", "came_back",
            "registration", "anonymised_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.code

    @property
    def token(self) -> str:
        """The secret of the link in the letter."""
        return derive_token(self.secret_nonce, purpose=TOKEN_PURPOSE)
