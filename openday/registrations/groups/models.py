"""A group asks to come: one request, the sessions it wishes, and the registration that it becomes.

Places are never held here. A group that gets places, or is offered some, is ONE row of Registration in the pool
for groups (docs/decisions/0014): gate, reminders, cancelled sessions and calendars know nothing of groups.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedJSONField, EncryptedTextField, derive_token
from openday.accounts.personal_data import PersonalField, mask_contact, mask_name
from openday.registrations.groups.states import MOVES, GroupState, OrganisationKind
from openday.registrations.rules import Party

TOKEN_PURPOSE = "registrations.group"  # noqa: S105 - the name of a use, not a secret


def _declared(purpose: object, *, mask: object = None, keep_for: object = _("30 days after the visit")) -> PersonalField:
    return PersonalField(
        purpose=purpose,  # type: ignore[arg-type]
        basis=_("Consent to the registration of the visit"),
        seen_by=_("Organisers of the unit, data-protection officer"),
        keep_for=keep_for,  # type: ignore[arg-type]
        on_expiry="anonymise",
        **({"mask": mask} if mask else {}),  # type: ignore[arg-type]
    )


class GroupVisitQuerySet(models.QuerySet["GroupVisit"]):
    def move(self, pk: int, deed: str, **values: object) -> bool:
        """Do one deed of states.MOVES if the request still is where it starts from; False when somebody else got there first."""
        old, new = MOVES[deed]
        return self.filter(pk=pk, state__in=old).update(state=new, **values) == 1


class GroupVisit(models.Model):
    """A school, company or other group that asks for places on an open day."""

    wagtail_reference_index_ignore = True

    open_day = models.ForeignKey("events.OpenDay", models.PROTECT, related_name="group_visits", verbose_name=_("open day"))
    state = models.CharField(_("state"), max_length=9, choices=GroupState, default=GroupState.RECEIVED)
    kind = models.CharField(_("who comes"), max_length=8, choices=OrganisationKind)
    organisation = EncryptedTextField(_("organisation"), blank=True)
    # Unified social credit code, 18 letters and digits; a public number, not a secret.
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)

    adults = models.PositiveSmallIntegerField(_("adults"))
    children_0_5 = models.PositiveSmallIntegerField(_("children aged 0 to 5"), default=0)
    children_6_13 = models.PositiveSmallIntegerField(_("children aged 6 to 13"), default=0)
    youths_14_17 = models.PositiveSmallIntegerField(_("young people aged 14 to 17"), default=0)
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    supervisors = models.PositiveSmallIntegerField(_("supervisors among the adults"), default=0)
    purpose = EncryptedTextField(_("purpose of the visit"), blank=True)
    other_dates = EncryptedTextField(_("other dates that would suit"), blank=True)

    name = EncryptedTextField(_("leader's name"), blank=True)
    contact_kind = models.CharField(_("kind of contact"), max_length=6, choices=[("email", _("Email")), ("mobile", _("Mobile"))])
    contact = EncryptedTextField(_("leader's contact"), blank=True)
    contact_hash = models.CharField(_("contact, hashed"), max_length=64, null=True, editable=False)
    access_needs = EncryptedJSONField(_("access needs"), null=True, blank=True)
    language = models.CharField(_("language of letters"), max_length=8, choices=settings.LANGUAGES)
    # {purpose: version of the notice}; they become Consent rows with the registration.
    consents = models.JSONField(_("consents"), default=dict)

    code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    secret_nonce = models.CharField(max_length=64, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    request_key = models.CharField(max_length=64, unique=True, editable=False)

    received_at = models.DateTimeField(_("received at"))
    # The clock: the last working day on which the office answers.
    due_on = models.DateField(_("answer due on"))
    # The last day that the group wished, later the day of its visit: from then on retention counts.
    last_day = models.DateField(_("last day wished"), editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    # What the office wrote last (question, reason of a refusal, word with an offer), and what the leader answered.
    word = models.CharField(_("our last word"), max_length=300, blank=True)
    reply = EncryptedTextField(_("the leader's answer"), blank=True)
    offered_until = models.DateTimeField(_("offer held until"), null=True, blank=True)
    # Counts letters and registrations made for this request, so that each has a key of its own.
    turn = models.PositiveSmallIntegerField(default=0, editable=False)
    registration = models.OneToOneField(
        "registrations.Registration", models.PROTECT, null=True, blank=True, related_name="group_visit", verbose_name=_("registration")
    )
    anonymised_at = models.DateTimeField(null=True, blank=True, editable=False)

    # What is left of the person and the organisation after anonymisation.
    NOBODY: ClassVar[dict[str, object]] = {
        "organisation": "", "purpose": "", "other_dates": "", "reply": "", "name": "", "contact": "",
        "contact_hash": None, "access_needs": None,
    }  # fmt: skip

    objects = GroupVisitQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("group visit")
        verbose_name_plural = _("group visits")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GroupState.values), name="group_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["placed", "offered"], registration__isnull=False)
                | (~Q(state__in=["placed", "offered"]) & Q(registration=None)),
                name="group_has_a_registration_exactly_when_it_has_places",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offered_until__isnull=False) | (~Q(state="offered") & Q(offered_until=None)),
                name="offer_to_a_group_has_its_end",
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at=None) | Q(name="", contact="", contact_hash=None, organisation="", purpose=""),
                name="anonymised_group_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="groups_by_their_clock"),
            models.Index(fields=["last_day"], name="groups_to_anonymise", condition=Q(anonymised_at=None)),
        ]

    class PersonalData:
        erase: ClassVar = {
            "organisation": _declared(_("To know who comes.")),
            "purpose": _declared(_("To prepare the visit for the group.")),
            "other_dates": _declared(_("To find a day for the visit.")),
            "reply": _declared(_("To prepare the visit for the group.")),
            "name": _declared(_("To find the party in the list at the gate."), mask=mask_name),
            "contact": _declared(_("To answer the request, and to send the ticket and changes."), mask=mask_contact),
            "contact_hash": _declared(_("To notice a second registration of the same contact without reading it.")),
            "access_needs": PersonalField(
                purpose=_("To prepare help for people who need it."),
                basis=_("Separate consent to special assistance"),
                seen_by=_("Organisers of the unit, reception"),
                keep_for=_("7 days after the visit"),
                sensitive=True,
            ),
        }
        keep: ClassVar = {
            "id", "open_day", "state", "kind", "uscc", "adults", "children_0_5", "children_6_13", "youths_14_17", "companions",
            "supervisors", "contact_kind", "language", "consents", "code", "secret_nonce", "secret_hash", "request_key", "received_at",
            "due_on", "last_day", "decided_at", "decided_by", "word", "offered_until", "turn", "registration", "anonymised_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.code

    @property
    def party(self) -> Party:
        return Party.of(self)

    @property
    def token(self) -> str:
        """The secret of the link; whoever holds it may follow, change and withdraw the request."""
        return derive_token(self.secret_nonce, purpose=TOKEN_PURPOSE)


class GroupWish(models.Model):
    """A session that a group would like, in its order of preference."""

    wagtail_reference_index_ignore = True

    visit = models.ForeignKey(GroupVisit, models.CASCADE, related_name="wishes")
    session = models.ForeignKey("events.Session", models.PROTECT, related_name="group_wishes", verbose_name=_("session"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        ordering = ["visit", "rank"]
        verbose_name = _("session wished by a group")
        verbose_name_plural = _("sessions wished by groups")
        constraints = [
            models.UniqueConstraint(fields=["visit", "rank"], name="one_wish_of_a_group_per_rank"),
            models.UniqueConstraint(fields=["visit", "session"], name="one_wish_of_a_group_per_session"),
        ]

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {"id", "visit", "session", "rank"}

    def __str__(self) -> str:
        return f"{self.visit_id} {self.rank}"
