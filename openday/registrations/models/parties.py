"""Who comes: parties that registered for a session, and the parties that wait.

A waiting party is a row of the same table and not one of its own: it has the same people,
contact, code and secret link before and after its promotion, so that promoting is a
compare-and-set of one column, nothing is copied, and "one registration per contact" is one
constraint over both.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from openday.accounts.encryption import EncryptedJSONField, EncryptedTextField, derive_token
from openday.accounts.personal_data import PersonalField, mask_contact, mask_name
from openday.events.models import Pool, Session
from openday.registrations.rules import Party
from openday.registrations.states import ACTIVE, CAN_BE_CANCELLED, Ending, Purpose, State

TOKEN_PURPOSE = "registrations.ticket"  # noqa: S105 - the name of a use, not a secret


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        return self.filter(state__in=ACTIVE)

    def waiting(self) -> "RegistrationQuerySet":
        """Parties that wait, in the order in which places are offered to them."""
        return self.filter(state=State.WAITING).order_by("waiting_since", "pk")

    def with_visit(self) -> "RegistrationQuerySet":
        """Together with all that a letter or a ticket says about the visit."""
        return self.select_related("session__open_day", "pool")

    def move(self, pk: int, *, old: str, new: str, **values: object) -> bool:
        """Change the state if it still is `old`; False when someone else got there first."""
        return self.filter(pk=pk, state=old).update(state=new, **values) == 1


class Registration(models.Model):
    """A party that comes to a session, or waits for places in it."""

    # Wagtail would note for each saved row what it points to, with five queries and rows of its own: meant for
    # editors who delete a picture, not for what visitors write by the thousand.
    wagtail_reference_index_ignore = True

    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations", verbose_name=_("session"))
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="registrations", verbose_name=_("pool of places"))
    state = models.CharField(_("state"), max_length=9, choices=State)

    adults = models.PositiveSmallIntegerField(_("adults"))
    children_0_5 = models.PositiveSmallIntegerField(_("children aged 0 to 5"), default=0)
    children_6_13 = models.PositiveSmallIntegerField(_("children aged 6 to 13"), default=0)
    youths_14_17 = models.PositiveSmallIntegerField(_("young people aged 14 to 17"), default=0)
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    # What the party takes from its pool; companions are free of capacity.
    places = models.PositiveSmallIntegerField(_("places"))

    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True)
    contact_kind = models.CharField(_("kind of contact"), max_length=6, choices=[("email", _("Email")), ("mobile", _("Mobile"))])
    contact = EncryptedTextField(_("contact"), blank=True)
    # Keyed, so that duplicates are found without reading; None after anonymisation.
    contact_hash = models.CharField(_("contact, hashed"), max_length=64, null=True, editable=False)
    access_needs = EncryptedJSONField(_("access needs"), null=True, blank=True)
    language = models.CharField(_("language of letters"), max_length=8, choices=settings.LANGUAGES)
    guide_language = models.CharField(_("language of the guide"), max_length=8, blank=True)

    # The local day of the visit, kept here for the constraint and for retention.
    visit_on = models.DateField(_("day of the visit"))
    one_per_day = models.BooleanField(default=False, editable=False)

    code = models.CharField(pgettext_lazy("registration", "code"), max_length=12, unique=True, editable=False)
    # The secret link is HMAC(key, nonce): letters written later can carry it, a copy of the
    # database alone cannot open a ticket. The row is found by the hash of the token.
    secret_nonce = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Chosen when the form was fetched: double submit, back button and retry find the same row.
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    # Rises with each change that the visitor's calendar must learn of.
    sequence = models.PositiveIntegerField(default=0, editable=False)

    created_at = models.DateTimeField(_("registered at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    # The session moved and the party was told; and the party said that it comes at the new time.
    time_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    time_suits_at = models.DateTimeField(_("new time accepted at"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    ending = models.CharField(_("ended by"), max_length=8, choices=Ending, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("cancelled by")
    )
    # What the party was told, in its own language.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # The party it would come as when places for all do not come free: counts by age band, or None.
    smaller = models.JSONField(_("would come as a smaller party"), null=True, blank=True)
    # How often a smaller party got places first, and how many places are held until they suffice (rules.turn).
    overtaken = models.PositiveSmallIntegerField(_("overtaken"), default=0, editable=False)
    saved = models.PositiveSmallIntegerField(_("places held"), default=0, editable=False)
    offers_missed = models.PositiveSmallIntegerField(default=0, editable=False)
    coming_asked_at = models.DateTimeField(_("asked whether they come"), null=True, blank=True, editable=False)
    coming_at = models.DateTimeField(_("said that they come"), null=True, blank=True, editable=False)
    thanked_at = models.DateTimeField(_("thanked at"), null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)
    needs_erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="registration_state_is_known"),
            models.CheckConstraint(condition=Q(places__gte=1), name="registration_takes_a_place"),
            models.CheckConstraint(
                condition=Q(places=F("adults") + F("children_0_5") + F("children_6_13") + F("youths_14_17")),
                name="places_are_the_people_of_the_party",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="cancelled_registration_has_its_moment",
            ),
            models.CheckConstraint(
                condition=(Q(state="cancelled") & ~Q(ending="")) | (~Q(state="cancelled") & Q(ending="", cancelled_by=None)),
                name="cancelled_registration_has_its_ending",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "attended", "no_show"]) | Q(confirmed_at__isnull=False),
                name="confirmed_registration_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(waiting_since__isnull=False), name="waiting_party_has_its_moment"),
            # For waiting parties until they suffice, and for those with places that asked to become more (approval/growing.py).
            models.CheckConstraint(
                condition=Q(saved=0) | Q(state__in=["waiting", "confirmed", "attended", "no_show"]),
                name="places_are_held_for_parties_that_wait_or_come",
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at=None) | Q(name="", contact="", contact_hash=None),
                name="anonymised_registration_names_nobody",
            ),
            models.UniqueConstraint(
                fields=["session", "contact_hash"],
                condition=Q(state__in=ACTIVE),
                name="one_registration_per_contact_and_session",
            ),
            models.UniqueConstraint(
                fields=["contact_hash", "visit_on"],
                condition=Q(state__in=ACTIVE, one_per_day=True),
                name="one_registration_per_contact_and_day",
            ),
        ]
        indexes = [
            # With the moment: the newest of some state are found among many without reading a row.
            models.Index(fields=["session", "state", "created_at"], name="registrations_of_a_session"),
            models.Index(fields=["session", "waiting_since", "id"], name="parties_that_wait", condition=Q(state="waiting")),
            models.Index(fields=["visit_on"], name="registrations_to_anonymise", condition=Q(anonymised_at=None)),
            models.Index(fields=["-created_at", "-id"], name="registrations_newest_first"),
        ]

    class PersonalData:
        erase: ClassVar = {
            "name": PersonalField(
                purpose=_("To find the party in the list at the gate."),
                basis=_("Consent to the registration of the visit"),
                seen_by=_("Organisers of the unit, reception, data-protection officer"),
                keep_for=_("30 days after the visit"),
                on_expiry="anonymise",
                mask=mask_name,
            ),
            "contact": PersonalField(
                purpose=_("To send the ticket, changes and a reminder."),
                basis=_("Consent to the registration of the visit"),
                seen_by=_("Organisers of the unit, data-protection officer"),
                keep_for=_("30 days after the visit"),
                on_expiry="anonymise",
                mask=mask_contact,
            ),
            "contact_hash": PersonalField(
                purpose=_("To notice a second registration of the same contact without reading it."),
                basis=_("Consent to the registration of the visit"),
                seen_by=_("Nobody; only compared by the computer"),
                keep_for=_("30 days after the visit"),
                on_expiry="anonymise",
            ),
            "access_needs": PersonalField(
                purpose=_("To prepare help for people who need it."),
                basis=_("Separate consent to special assistance"),
                seen_by=_("Organisers of the unit, reception"),
                keep_for=_("7 days after the visit"),
                sensitive=True,
            ),
        }
        # Minors are a number and an age band; the staff member who cancelled acts in office.
        keep: ClassVar = {
            "id", "session", "pool", "state", "adults", "children_0_5", "children_6_13", "youths_14_17", "companions", "places",
            "contact_kind", "language", "guide_language", "visit_on", "one_per_day", "code", "secret_nonce", "secret_hash",
            "request_key", "sequence", "created_at", "confirmed_at", "waiting_since", "time_changed_at", "time_suits_at",
            "reminded_at", "cancelled_at", "ending", "cancelled_by", "reason", "anonymised_at", "needs_erased_at",
            "smaller", "overtaken", "saved", "offers_missed", "coming_asked_at", "coming_at", "thanked_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("registrations:ticket", args=[self.code])

    @property
    def spoken_code(self) -> str:
        """The code as people read it aloud: K7QM-3XVD."""
        return f"{self.code[:4]}-{self.code[4:]}"

    @property
    def party(self) -> Party:
        return Party.of(self)

    @property
    def token(self) -> str:
        """The secret of the link; whoever holds it may see and change the registration."""
        return derive_token(self.secret_nonce, purpose=TOKEN_PURPOSE)

    @property
    def calendar_sequence(self) -> int:
        """The iCalendar SEQUENCE: a change of the session and one of the party both raise it."""
        return self.sequence + self.session.sequence

    @property
    def standing(self) -> str:
        """The state in words: who waits for a draw is in no queue yet."""
        if self.is_waiting and self.session.lots_until is not None:
            return pgettext("registration state", "Takes part in the draw")
        return str(self.get_state_display())

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_confirmed(self) -> bool:
        return self.state in {State.CONFIRMED, State.ATTENDED, State.NO_SHOW}

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in CAN_BE_CANCELLED

    @property
    def smaller_party(self) -> Party | None:
        """The smaller party that may come instead; None when it is all or nobody, or not smaller any more."""
        party = Party(**self.smaller) if self.smaller else None
        return party if party and party.places < self.places else None


class Consent(models.Model):
    """A visitor agreed to one purpose, having read one version of the notice."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    # Hash of the notice as it was shown; the text itself is kept with the code.
    version = models.CharField(_("version of the notice"), max_length=16)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["registration", "purpose"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(fields=["registration", "purpose"], name="one_consent_per_purpose"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_is_withdrawn_after_it_is_given"
            ),
        ]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"id", "registration", "purpose", "version", "given_at", "withdrawn_at"}

    def __str__(self) -> str:
        return f"{self.registration_id} {self.purpose}"

    @property
    def is_given(self) -> bool:
        return self.withdrawn_at is None

    def withdraw(self, *, now: datetime) -> None:
        """Note the withdrawal; a second one keeps the first moment."""
        Consent.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=now)
