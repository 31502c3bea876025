"""What was found, what is done about it, and whether it helped: the rectification ledger (整改台账)."""

import uuid
from datetime import date
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from home.models.images import check_safe, make_safe
from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField
from openday.accounts.sealed_files import SealedFileField
from openday.language.names import in_language
from openday.oversight.findings import rules, states
from openday.oversight.findings.rules import Severity, Source
from openday.oversight.findings.states import ActionState, Deed, State
from openday.oversight.models.append_only import AppendOnly
from openday.oversight.models.records import private_storage

_ABOUT: dict[str, Any] = {
    "purpose": _("To find the cause of what went wrong and to put it right."),
    "basis": _("Statutory duty of testing bodies to correct nonconforming work (ISO/IEC 17025 clause 8.7)"),
    "seen_by": _("Quality office, the unit concerned, whoever checks the effect"),
    "keep_for": _("6 years after closing"),
}


class FindingCounter(models.Model):
    """The last number given out in a year."""

    MOST: ClassVar = 9_999

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class PersonalData:
        none = "A counter"

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__lte=9_999), name="finding_numbers_have_four_digits")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def still_open(self) -> "FindingQuerySet":
        return self.filter(state__in=states.OPEN)

    def published(self) -> "FindingQuerySet":
        """Findings that any visitor may read, in their public wording only."""
        return self.filter(published_at__isnull=False)


class Finding(index.Indexed, models.Model):
    """Something that is not as it should be. The public wording is kept apart from the internal one."""

    # Wagtail would note for each saved row what it points to, with queries and rows of its own.
    wagtail_reference_index_ignore = True

    number = models.CharField(_("number"), max_length=12, unique=True, editable=False)
    source = models.CharField(_("where it comes from"), max_length=15, choices=Source)
    source_note = models.CharField(_("which one (internal)"), max_length=200, blank=True)
    open_day = models.ForeignKey(
        "events.OpenDay", models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("open day")
    )
    unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="findings", verbose_name=pgettext_lazy("finding", "unit concerned")
    )
    check_item = models.ForeignKey("oversight.CheckItem", models.PROTECT, related_name="findings", verbose_name=_("check"))
    severity = models.CharField(_("severity"), max_length=11, choices=Severity)
    cases = models.ManyToManyField("oversight.Case", blank=True, related_name="findings", verbose_name=_("cases"))
    indicator = models.ForeignKey(
        "oversight.Indicator", models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("indicator")
    )

    instrument = models.ForeignKey(
        "oversight.Instrument", models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("instrument")
    )

    title_zh = models.CharField(_("title in Simplified Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    found_zh = models.TextField(_("what was found, in Simplified Chinese"))
    found_en = models.TextField(_("what was found, in English"), blank=True)
    found_internal = EncryptedTextField(_("what was found, internal"), blank=True, default="")
    cause_zh = models.TextField(_("cause in Simplified Chinese"), blank=True)
    cause_en = models.TextField(_("cause in English"), blank=True)
    cause_internal = EncryptedTextField(_("cause, internal"), blank=True, default="")
    # Where a finding is taken from something that is printed elsewhere.
    citation_zh = models.CharField(_("source in Simplified Chinese"), max_length=200, blank=True)
    citation_en = models.CharField(_("source in English"), max_length=200, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECORDED)
    # Rises with every deed: who acts on an older sight of the finding is told that someone was faster.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # Which attempt to put it right this is; rises when the last one did not help.
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    verify_from = models.DateField(_("effect checked from"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text_erased_at = models.DateTimeField(_("texts erased at"), null=True, blank=True, editable=False)

    objects = FindingQuerySet.as_manager()

    # The public wording and nothing else. A finding enters and leaves the index with its publication (moving.py).
    search_auto_update = False
    search_fields: ClassVar[list[Any]] = [
        index.SearchField("number"),
        *(index.SearchField(f"title_{language}", boost=2) for language in ("zh", "en")),
        *(index.SearchField(f"{text}_{language}") for text in ("found", "cause") for language in ("zh", "en")),
        *(index.AutocompleteField(f"title_{language}") for language in ("zh", "en")),
    ]

    class PersonalData:
        erase = {"found_internal": PersonalField(**_ABOUT), "cause_internal": PersonalField(**_ABOUT)}
        keep = {
            "number", "source", "source_note", "open_day", "unit", "check_item", "severity", "cases", "indicator", "instrument", "title_zh",
            "title_en",
            "found_zh", "found_en", "cause_zh", "cause_en", "citation_zh", "citation_en", "state", "revision", "attempt", "recorded_at",
            "recorded_by", "verify_from", "closed_at", "closed_by", "published_at", "published_by", "text_erased_at",
        }  # fmt: skip

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [models.Index(fields=["state", "unit"]), models.Index(fields=["-published_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="finding_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.RECORDED, State.REOPENED, State.SET_ASIDE]) | ~Q(cause_zh=""),
                name="finding_at_work_names_its_cause",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.VERIFYING, State.VERIFIED, State.CLOSED]) | Q(verify_from__isnull=False),
                name="effect_is_checked_from_a_day_on",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.CLOSED) & Q(closed_at__isnull=False, closed_by__isnull=False))
                | (~Q(state=State.CLOSED) & Q(closed_at=None, closed_by=None)),
                name="closed_finding_has_a_moment_and_a_person",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None) | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_finding_has_a_moment_and_a_person",
            ),
            models.CheckConstraint(condition=~Q(published_by=F("recorded_by")), name="finding_is_published_by_someone_else"),
            models.CheckConstraint(condition=Q(attempt__gte=1), name="finding_attempts_start_at_one"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def get_indexed_objects(cls) -> FindingQuerySet:
        """What `update_index` takes: published findings, without what stays inside."""
        rows: FindingQuerySet = cls.objects.published().defer("found_internal", "cause_internal")
        return rows

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def title_in(self, language: str | None = None) -> str:
        return in_language(zh=self.title_zh, en=self.title_en, language=language)

    def found_in(self, language: str | None = None) -> str:
        return in_language(zh=self.found_zh, en=self.found_en, language=language)

    def cause_in(self, language: str | None = None) -> str:
        return in_language(zh=self.cause_zh, en=self.cause_en, language=language)

    def citation_in(self, language: str | None = None) -> str:
        return in_language(zh=self.citation_zh, en=self.citation_en, language=language)


class CorrectiveActionQuerySet(models.QuerySet["CorrectiveAction"]):
    def at_work(self) -> "CorrectiveActionQuerySet":
        return self.filter(state=ActionState.OPEN, finding__state=State.CORRECTING)

    def overdue(self, *, today: date) -> "CorrectiveActionQuerySet":
        return self.at_work().filter(due_on__lt=today)


class CorrectiveAction(models.Model):
    """One thing that is done about a finding: by whom, until when."""

    wagtail_reference_index_ignore = True

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="corrective_actions", verbose_name=_("finding"))
    number = models.PositiveSmallIntegerField(_("number"))
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    what_zh = models.CharField(_("what is done, in Simplified Chinese"), max_length=300)
    what_en = models.CharField(_("what is done, in English"), max_length=500, blank=True)
    owner_unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="corrective_actions", verbose_name=_("unit that does it"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person who sees to it")
    )
    # None only where a printed source names the action and no day.
    due_on = models.DateField(_("due on"), null=True, blank=True)
    # The first promise stays in sight when the day moves.
    first_due_on = models.DateField(_("first due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=ActionState, default=ActionState.OPEN)
    planned_at = models.DateTimeField(_("planned at"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reported by")
    )
    told_owner_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_office_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CorrectiveActionQuerySet.as_manager()

    class PersonalData:
        erase: dict[str, PersonalField] = {}
        keep = {
            "finding", "number", "attempt", "what_zh", "what_en", "owner_unit", "owner", "due_on", "first_due_on", "state", "planned_at",
            "planned_by", "done_on", "done_by", "told_owner_at", "told_office_at",
        }  # fmt: skip

    class Meta:
        ordering = ["finding", "number"]
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(fields=["finding", "number"], name="one_action_of_a_number_per_finding"),
            models.CheckConstraint(
                condition=(Q(state=ActionState.DONE) & Q(done_on__isnull=False, done_by__isnull=False))
                | (~Q(state=ActionState.DONE) & Q(done_on=None, done_by=None)),
                name="done_action_has_a_day_and_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding}/{self.number}"

    def what_in(self, language: str | None = None) -> str:
        return in_language(zh=self.what_zh, en=self.what_en, language=language)

    def is_overdue(self, *, today: date) -> bool:
        return self.state == ActionState.OPEN and rules.is_overdue(self.due_on, today=today)


def proof_path(proof: "Proof", filename: str) -> str:
    # A name of our own: a file name can carry the name of a person.
    return f"proofs/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()[:5]}"


class Proof(models.Model):
    """Evidence that an action was done: words that everybody may read, and a file that stays inside."""

    wagtail_reference_index_ignore = True

    action = models.ForeignKey(CorrectiveAction, models.PROTECT, related_name="proofs", verbose_name=_("action"))
    text_zh = models.CharField(_("what the evidence is, in Simplified Chinese"), max_length=200)
    text_en = models.CharField(_("what the evidence is, in English"), max_length=300, blank=True)
    # Encrypted where it lies: lists of who was trained, minutes, photos of people at work.
    file = SealedFileField(_("file"), upload_to=proof_path, storage=private_storage, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by"))

    class PersonalData:
        erase = {"file": PersonalField(**_ABOUT)}
        keep = {"action", "text_zh", "text_en", "sha256", "added_at", "added_by"}

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        # A photo of a notice board knows who took it and where (home/models/images.py).
        make_safe(self, "file", only_pictures=True)
        super().save(*args, **options)

    def clean(self) -> None:
        super().clean()
        check_safe(self, "file", only_pictures=True)

    def text_in(self, language: str | None = None) -> str:
        return in_language(zh=self.text_zh, en=self.text_en, language=language)


class Verification(AppendOnly):
    """What someone uninvolved found when they looked whether it helped. The database checks who, from where and when."""

    wagtail_reference_index_ignore = True

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="verifications", verbose_name=_("finding"))
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    is_effective = models.BooleanField(pgettext_lazy("corrective action", "effective"))
    text_zh = models.CharField(_("what was looked at and found, in Simplified Chinese"), max_length=500)
    text_en = models.CharField(_("what was looked at and found, in English"), max_length=800, blank=True)
    verified_on = models.DateField(_("checked on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    by_unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    at = models.DateTimeField(_("when"))

    class PersonalData:
        erase: dict[str, PersonalField] = {}
        keep = {"finding", "attempt", "is_effective", "text_zh", "text_en", "verified_on", "by", "by_unit", "at"}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("check of the effect")
        verbose_name_plural = _("checks of the effect")
        constraints = [models.UniqueConstraint(fields=["finding", "attempt"], name="one_check_of_each_attempt")]

    def __str__(self) -> str:
        return f"{self.finding} {self.attempt}"

    def text_in(self, language: str | None = None) -> str:
        return in_language(zh=self.text_zh, en=self.text_en, language=language)


class FindingEvent(AppendOnly):
    """One entry in the log of a finding; the database refuses changes."""

    wagtail_reference_index_ignore = True

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="events", verbose_name=_("finding"))
    action = models.ForeignKey(
        CorrectiveAction, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("corrective action")
    )
    deed = models.CharField(_("deed"), max_length=20, choices=Deed)
    from_state = models.CharField(_("state before"), max_length=10, choices=State, blank=True)
    to_state = models.CharField(_("state after"), max_length=10, choices=State)
    at = models.DateTimeField(_("when"))
    # None: a timer.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    note_zh = models.CharField(_("public note in Simplified Chinese"), max_length=500, blank=True)
    note_en = models.CharField(_("public note in English"), max_length=800, blank=True)
    # What stood there before: days, wordings. Inside the office only.
    before = models.JSONField(default=dict, blank=True)

    class PersonalData:
        erase: dict[str, PersonalField] = {}
        keep = {"finding", "action", "deed", "from_state", "to_state", "at", "by", "note_zh", "note_en", "before"}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("entry in the log")
        verbose_name_plural = _("log of the finding")
        indexes = [models.Index(fields=["finding", "at"])]

    def __str__(self) -> str:
        return f"{self.finding} {self.deed}"

    @property
    def is_move(self) -> bool:
        return self.from_state != self.to_state

    def note_in(self, language: str | None = None) -> str:
        return in_language(zh=self.note_zh, en=self.note_en, language=language)
