"""A case: one thing that a citizen told us, from receipt to answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.models import Unit
from openday.accounts.personal_data import PersonalField, mask_contact, mask_name
from openday.events.models import Session
from openday.language.names import in_language
from openday.oversight import clock, rules, states
from openday.oversight.models.case_constraints import CONSTRAINTS
from openday.oversight.models.independence import UNITS, in_hand
from openday.oversight.models.standards import CheckItem, ServiceStandard
from openday.oversight.states import State
from openday.oversight.vocabulary import Category, Identity, Outcome

if TYPE_CHECKING:
    from openday.accounts.models import User


class CaseQuerySet(models.QuerySet["Case"]):
    def still_open(self) -> "CaseQuerySet":
        return self.filter(state__in=states.OPEN)

    def overdue(self, *, today: date) -> "CaseQuerySet":
        """Cases whose clock runs and whose due day has passed."""
        return self.filter(state__in=states.TIMED, due_on__lt=today)

    def undecided(self) -> "CaseQuerySet":
        """Answered cases whose citizen consents to publication, about which the office has not decided."""
        return self.filter(state__in=states.REPLIED, consented_at__isnull=False, published_at__isnull=True, publication_refused_reason="")

    def not_about(self, user: "User") -> "CaseQuerySet":
        """Cases whose complaint doesn't name this member of staff."""
        return self.exclude(named_staff__contains=rules.listed([user.pk])) if user.pk else self

    def published(self) -> "CaseQuerySet":
        """Cases that any visitor may read, in their public texts only."""
        return self.filter(published_at__isnull=False)


class Case(index.Indexed, models.Model):
    """What a citizen told us. Three texts are kept apart: the original, the answer, the public summary."""

    # Wagtail would note for each saved row what it points to, with five queries and rows of its own: meant for
    # editors who delete a picture, not for what visitors write by the thousand.
    wagtail_reference_index_ignore = True

    number = models.CharField(_("number"), max_length=14, unique=True)
    # The same form sent twice makes one case: the hash of the form's one-time key.
    request_hash = models.CharField(max_length=64, unique=True, editable=False)
    secret_hash = models.CharField(max_length=128, editable=False)
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)

    category = models.CharField(_("category"), max_length=13, choices=Category)
    check_item = models.ForeignKey(CheckItem, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("check"))
    concerned_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cases_about_it", verbose_name=_("unit concerned")
    )
    # Which one somebody asked to use, from the link on its page; a device, and nobody's.
    instrument = models.ForeignKey(
        "oversight.Instrument", models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("instrument")
    )
    # Known from a one-time signed token; never a key to the visitor (different keepers, different retention).
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("session"))
    visited = models.BooleanField(_("visited the session"), default=False)

    identity = models.CharField(_("who is known"), max_length=14, choices=Identity)
    name = EncryptedTextField(pgettext_lazy("person", "name"), blank=True, default="")
    contact_kind = models.CharField(max_length=6, choices=[("email", _("Email")), ("mobile", _("Mobile number"))], blank=True)
    contact = EncryptedTextField(_("contact"), blank=True, default="")
    contact_hash = models.CharField(_("contact, hashed"), max_length=64, blank=True, db_index=True, editable=False)
    text = EncryptedTextField(_("original text"))

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    outcome = models.CharField(_("outcome"), max_length=13, choices=Outcome, blank=True)
    # Rises with every move: who acts on an older sight of the case is told that someone was faster.
    revision = models.PositiveIntegerField(default=0, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("joined with"))

    handling_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cases_in_hand", verbose_name=_("handling unit")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handler")
    )
    handler_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    reviewer_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # Who may not decide, as lists (",3,17,") that the constraints below can read: units above and below those involved,
    # and staff whom the complaint names (回避). Kept by `save` and by actions/moving.py, never by hand.
    related_units = models.TextField(blank=True, default="", editable=False)
    named_staff = models.TextField(blank=True, default="", editable=False)
    # Every unit and every handler or reviewer that it ever passed: a redo may have moved it on. Kept in the same way.
    units_in_hand = models.TextField(blank=True, default="", editable=False)
    staff_in_hand = models.TextField(blank=True, default="", editable=False)

    standard = models.ForeignKey(ServiceStandard, models.PROTECT, related_name="cases", verbose_name=_("service standard"))
    clock_started_on = models.DateField(_("clock started on"))
    clock_days = models.PositiveSmallIntegerField(_("limit in working days"))
    paused_at = models.DateTimeField(_("clock stopped at"), null=True, blank=True)
    paused_days = models.PositiveSmallIntegerField(_("working days given back"), default=0)
    resume_state = models.CharField(max_length=10, choices=State, blank=True)
    extended_at = models.DateTimeField(_("extended at"), null=True, blank=True)
    extension_days = models.PositiveSmallIntegerField(_("working days of extension"), default=0)
    extension_reason = models.CharField(_("public reason of the extension"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    due_provisional = models.BooleanField(_("due date is provisional"), default=False)
    progress_noted_at = models.DateTimeField(null=True, blank=True, editable=False)
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)
    escalated_to_office_at = models.DateTimeField(null=True, blank=True, editable=False)

    draft_answer = EncryptedTextField(_("draft answer"), blank=True, default="")
    answer = EncryptedTextField(_("answer"), blank=True, default="")
    consented_at = models.DateTimeField(_("consented to publication at"), null=True, blank=True)
    public_summary_zh = models.TextField(_("public summary in Simplified Chinese"), blank=True)
    public_summary_en = models.TextField(_("public summary in English"), blank=True)
    public_answer_zh = models.TextField(_("public answer in Simplified Chinese"), blank=True)
    public_answer_en = models.TextField(_("public answer in English"), blank=True)
    publication_refused_reason = models.CharField(_("why it is not published"), max_length=300, blank=True)

    received_at = models.DateTimeField(_("received at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # The first answer's punctuality stays when the citizen asks to work on it again.
    answered_in_time = models.BooleanField(_("answered in time"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    redo_at = models.DateTimeField(null=True, blank=True, editable=False)
    appealed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Who made the answer that the citizen appealed against: the second review is not theirs.
    first_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # All who had it in hand before the appeal, and those units with the ones above and below them, as lists.
    earlier_units = models.TextField(blank=True, default="", editable=False)
    earlier_staff = models.TextField(blank=True, default="", editable=False)
    barred_units = models.TextField(blank=True, default="", editable=False)
    first_handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    first_reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # When retention emptied them (retention.py): an empty name may also mean that none was given.
    contact_erased_at = models.DateTimeField(_("contact erased at"), null=True, blank=True, editable=False)
    text_erased_at = models.DateTimeField(_("texts erased at"), null=True, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    # The reviewed texts and nothing else. A case enters and leaves the index with its publication (actions/moving.py):
    # receiving one must not ask whether it is public.
    search_auto_update = False
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("number"),
        *(index.SearchField(f"public_{text}_{language}") for text in ("summary", "answer") for language in ("zh", "en")),
        *(index.AutocompleteField(f"public_summary_{language}") for language in ("zh", "en")),
    ]

    class PersonalData:
        erase = {
            "name": PersonalField(
                purpose=_("To answer the citizen."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office; the handling unit of a named case"),
                mask=mask_name,
                keep_for=_("60 days after closing"),
            ),
            "contact": PersonalField(
                purpose=_("To answer the citizen."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office; the handling unit of a named case"),
                mask=mask_contact,
                keep_for=_("60 days after closing"),
            ),
            "contact_hash": PersonalField(
                purpose=_("To find several cases of one citizen."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Nobody"),
                keep_for=_("60 days after closing"),
            ),
            "text": PersonalField(
                purpose=_("To work on the case."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer"),
                keep_for=_("6 years after closing"),
            ),
            "draft_answer": PersonalField(
                purpose=_("To work on the case."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer"),
                keep_for=_("6 years after closing"),
            ),
            "answer": PersonalField(
                purpose=_("To answer the citizen."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer, the citizen"),
                keep_for=_("6 years after closing"),
            ),
        }
        keep = {
            "number", "request_hash", "secret_hash", "language", "category", "check_item", "concerned_unit", "instrument",
            "session", "visited",
            "identity", "contact_kind", "state", "outcome", "revision", "merged_into", "handling_unit", "handler", "handler_unit",
            "reviewer", "reviewer_unit", "related_units", "named_staff", "units_in_hand", "staff_in_hand",
            "standard", "clock_started_on", "clock_days", "paused_at", "paused_days", "resume_state",
            "extended_at", "extension_days", "extension_reason", "due_on", "due_provisional", "progress_noted_at", "escalated_at",
            "escalated_to_office_at", "consented_at", "public_summary_zh", "public_summary_en", "public_answer_zh", "public_answer_en",
            "publication_refused_reason", "received_at", "accepted_at", "reviewed_at", "answered_at", "answered_in_time", "closed_at",
            "redo_at", "appealed_at", "first_unit", "earlier_units", "earlier_staff",
            "barred_units", "first_handler", "first_reviewer", "published_at", "published_by",
            "contact_erased_at", "text_erased_at",
        }  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["handling_unit", "state"]),
            models.Index(fields=["-published_at"]),
            models.Index(fields=["received_at"]),
        ]
        constraints = CONSTRAINTS

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if any(getattr(self, f"{field}_id") for field in UNITS):
            kept = {"related_units": self.related_units_with({}), **in_hand(self, {})}
            for name, value in kept.items():
                setattr(self, name, value)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *kept}
        super().save(*args, **kwargs)

    def related_units_with(self, changes: Mapping[str, Any]) -> str:
        """The list of units that may not review this case once `changes` are made (1 query)."""
        units = {field: getattr(self, f"{field}_id") for field in UNITS}
        units |= {field: changes[field] and changes[field].pk for field in UNITS if field in changes}
        parents = dict(Unit.objects.values_list("pk", "parent_id"))
        earlier = rules.unlisted(changes.get("earlier_units", self.earlier_units))
        return rules.listed(rules.related_to([*units.values(), *earlier], parents))

    @classmethod
    def get_indexed_objects(cls) -> CaseQuerySet:
        """What `update_index` takes: published cases, without the columns that nobody may read."""
        names = ("number", "public_summary_zh", "public_summary_en", "public_answer_zh", "public_answer_en")
        rows: CaseQuerySet = cls.objects.published().exclude(state__in=states.SET_ASIDE).only(*names)
        return rows

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    @property
    def is_paused(self) -> bool:
        return self.state == State.CLARIFY

    @property
    def is_answered(self) -> bool:
        """The citizen may read the answer."""
        return self.state in states.REPLIED

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def has_consent(self) -> bool:
        """The citizen allows a summary to be published."""
        return self.consented_at is not None

    @property
    def may_be_redone(self) -> bool:
        """It was answered, and nobody asked yet to work on it again."""
        return self.is_answered and self.redo_at is None

    @property
    def may_be_written_to(self) -> bool:
        return bool(self.contact) and self.identity != Identity.UNNAMED

    @property
    def named_staff_ids(self) -> set[int]:
        """Members of staff whom the complaint names: they neither see nor handle nor decide it."""
        return rules.unlisted(self.named_staff)

    @property
    def limit(self) -> clock.Limit:
        return clock.Limit(self.clock_started_on, self.clock_days, self.paused_days, self.extension_days)

    def is_overdue(self, *, today: date) -> bool:
        return self.state in states.TIMED and clock.is_overdue(self.due_on, today=today)

    def involved_units(self, handler: "User | None" = None) -> set[int | None]:
        """Units that can't review this case: concerned, at work, the handler's own, and after an appeal all that had it in hand before."""
        own = handler.unit_id if handler else self.handler_unit_id
        return {self.concerned_unit_id, self.handling_unit_id, own, *rules.unlisted(self.earlier_units)}

    def involved_people(self) -> set[int | None]:
        """Who can't review this case: the handler, who is named in it, and after an appeal all who made or decided an answer before."""
        return {self.handler_id, *rules.unlisted(self.earlier_staff), *self.named_staff_ids} - {None}

    @property
    def again_until(self) -> date | None:
        """The last day on which a redo or a second review may be asked for; None before an answer."""
        return clock.local_day(self.answered_at) + timedelta(days=self.standard.again_days) if self.answered_at else None

    def public_summary_in(self, language: str | None = None) -> str:
        return in_language(zh=self.public_summary_zh, en=self.public_summary_en, language=language)

    def public_answer_in(self, language: str | None = None) -> str:
        return in_language(zh=self.public_answer_zh, en=self.public_answer_en, language=language)
