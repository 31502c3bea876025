"""The rule about missed visits, off until somebody switches it on; and the marks it needs, which end by themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from openday.accounts.encryption import EncryptedTextField, derive_token
from openday.accounts.personal_data import PersonalField, mask_contact
from openday.registrations.absences.rules import LATE, PAUSE

TOKEN_PURPOSE = "registrations.absence"  # noqa: S105 - the name of a use, not a secret


class Effect(models.TextChoices):
    LATE = LATE, _("registers only in the last hours before a session, if places are left")
    PAUSE = PAUSE, _("does not register for some days after the last missed visit")


class AbsenceRule(models.Model):
    """What follows from missed visits: for one open day, or for the whole site where an open day has no rule of its own."""

    wagtail_reference_index_ignore = True

    Effect = Effect

    # None: the whole site.
    open_day = models.OneToOneField(
        "events.OpenDay",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="absence_rule",
        verbose_name=_("open day"),
        help_text=_("Empty: all open days without a rule of their own."),
    )
    is_on = models.BooleanField(
        _("in force"), default=False, help_text=_("Off, nothing is noted about anybody. The rule is published as long as it is in force.")
    )
    missed = models.PositiveSmallIntegerField(_("missed visits"), default=2, help_text=_("From so many on the rule applies, 1 to 10."))
    months = models.PositiveSmallIntegerField(
        _("within months"), default=6, help_text=_("After so many months a missed visit is erased, 1 to 24.")
    )
    effect = models.CharField(_("who missed so many"), max_length=5, choices=Effect, default=Effect.LATE)
    hours = models.PositiveSmallIntegerField(
        _("last hours before a session"), default=48, help_text=_("For the first choice above, 1 to 336.")
    )
    days = models.PositiveSmallIntegerField(_("days of the pause"), default=30, help_text=_("For the second choice above, 1 to 180."))

    class Meta:
        ordering = ["open_day", "pk"]
        verbose_name = _("rule about missed visits")
        verbose_name_plural = _("rules about missed visits")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    missed__gte=1, missed__lte=10, months__gte=1, months__lte=24, hours__gte=1, hours__lte=336, days__gte=1, days__lte=180
                ),
                name="absence_rule_has_sensible_numbers",
                violation_error_message=_("Please keep to the numbers named beside each field."),
            ),
            models.CheckConstraint(condition=Q(effect__in=Effect.values), name="absence_effect_is_known"),
        ]

    class PersonalData:
        none = "A rule of the organiser"

    def __str__(self) -> str:
        return str(self.open_day or _("Whole site"))


class AbsenceState(models.TextChoices):
    STANDS = "stands", pgettext_lazy("state of a missed visit", "Noted")
    APPEALED = "appealed", pgettext_lazy("state of a missed visit", "Appeal to be answered")
    KEPT = "kept", pgettext_lazy("state of a missed visit", "Appeal refused")
    LIFTED = "lifted", pgettext_lazy("state of a missed visit", "Removed")


class Absence(models.Model):
    """A party was expected and did not come, and nobody had said so. Found by the keyed hash of its contact alone."""

    wagtail_reference_index_ignore = True

    State = AbsenceState

    registration = models.OneToOneField(
        "registrations.Registration", models.PROTECT, related_name="absence", verbose_name=_("registration")
    )
    open_day = models.ForeignKey("events.OpenDay", models.PROTECT, related_name="absences", verbose_name=_("open day"))
    missed_on = models.DateField(_("missed on"))
    # Lasts longer than the registration's own, which ends 30 days after the visit.
    contact_hash = models.CharField(_("contact, hashed"), max_length=64, null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=AbsenceState, default=AbsenceState.STANDS)
    language = models.CharField(_("language of letters"), max_length=8, choices=settings.LANGUAGES)
    secret_nonce = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    noted_at = models.DateTimeField(_("noted at"))
    # From this day on it is not there any more.
    expires_on = models.DateField(_("erased on"))

    appeal = EncryptedTextField(_("appeal"), blank=True)
    # Where the answer goes; only while there is one to give.
    contact = EncryptedTextField(_("contact"), blank=True)
    contact_kind = models.CharField(_("kind of contact"), max_length=6, blank=True)
    appealed_at = models.DateTimeField(_("appealed at"), null=True, blank=True)
    due_on = models.DateField(_("answer due on"), null=True, blank=True)
    # Our reason, in the visitor's language.
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    class Meta:
        ordering = ["-missed_on", "-pk"]
        verbose_name = _("missed visit")
        verbose_name_plural = _("missed visits")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AbsenceState.values), name="absence_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="appealed") | Q(appealed_at__isnull=False, due_on__isnull=False), name="appeal_has_its_clock"
            ),
            models.CheckConstraint(condition=~Q(state="lifted") | Q(contact_hash=None), name="removed_mark_names_nobody"),
            models.CheckConstraint(condition=Q(contact="") | Q(state="appealed"), name="contact_is_kept_for_the_answer_only"),
        ]
        indexes = [
            models.Index(fields=["contact_hash"], name="missed_visits_of_a_contact", condition=~Q(contact_hash=None)),
            models.Index(fields=["expires_on"], name="missed_visits_to_erase"),
            models.Index(fields=["state", "due_on"], name="appeals_by_their_clock"),
        ]

    class PersonalData:
        erase: ClassVar = {
            "contact_hash": PersonalField(
                purpose=_("To apply the published rule about missed visits."),
                basis=_("Fair use of public places, by a rule published before registration"),
                seen_by=_("Nobody; only compared by the computer"),
                keep_for=_("The months of the published rule, 24 at most"),
            ),
            "appeal": PersonalField(
                purpose=_("To decide about the appeal."),
                basis=_("Appeal of the visitor"),
                seen_by=_("Organisers of the unit"),
                keep_for=_("The months of the published rule, 24 at most"),
            ),
            "contact": PersonalField(
                purpose=_("To answer the appeal."),
                basis=_("Appeal of the visitor"),
                seen_by=_("Organisers of the unit"),
                keep_for=_("Until the appeal is answered"),
                mask=mask_contact,
            ),
        }
        keep: ClassVar = {
            "id", "registration", "open_day", "missed_on", "state", "language", "secret_nonce", "secret_hash", "noted_at", "expires_on",
            "contact_kind", "appealed_at", "due_on", "answer", "decided_at", "decided_by",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.registration_id} {self.missed_on}"

    @property
    def token(self) -> str:
        """The secret of the appeal link."""
        return derive_token(self.secret_nonce, purpose=TOKEN_PURPOSE)
