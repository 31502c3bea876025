"""What hangs on a case: the log of moves, the two-way messages, the pictures."""

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.encryption import EncryptedTextField
from openday.accounts.personal_data import PersonalField
from openday.accounts.sealed_files import SealedFileField
from openday.oversight.models.append_only import AppendOnly
from openday.oversight.models.cases import Case
from openday.oversight.states import Deed, State


class CaseEvent(AppendOnly):
    """One entry in the log of a case. Names states and deeds; carries nothing the citizen wrote."""

    # Wagtail would note for each saved row what it points to, with five queries and rows of its own: meant for
    # editors who delete a picture, not for what visitors write by the thousand.
    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", verbose_name=_("case"))
    deed = models.CharField(_("deed"), max_length=20, choices=Deed)
    from_state = models.CharField(_("state before"), max_length=10, choices=State, blank=True)
    to_state = models.CharField(_("state after"), max_length=10, choices=State)
    at = models.DateTimeField(_("when"))
    # None: the citizen by receipt, or a timer.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    public_note = models.CharField(_("note for the citizen"), max_length=500, blank=True)
    internal_note = models.CharField(_("internal note"), max_length=500, blank=True)

    class PersonalData:
        erase: dict[str, PersonalField] = {}
        keep = {"case", "deed", "from_state", "to_state", "at", "by", "public_note", "internal_note"}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("entry in the log")
        verbose_name_plural = _("log of the case")
        indexes = [models.Index(fields=["case", "at"])]
        constraints = [
            # "Once" holds even where two requests pass every check in the same moment.
            models.UniqueConstraint(
                fields=["case", "deed"],
                condition=Q(deed__in=[Deed.ASK_REDO, Deed.ASK_APPEAL]),
                name="a_case_is_asked_for_again_once_each_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.deed}"

    @property
    def is_move(self) -> bool:
        return self.from_state != self.to_state


class CaseMessage(models.Model):
    """A message between the citizen and the office, by receipt; no account, no email needed."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages", verbose_name=_("case"))
    from_citizen = models.BooleanField(_("from the citizen"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    is_question = models.BooleanField(_("question"), default=False)
    text = EncryptedTextField(_("text"))
    at = models.DateTimeField(_("when"))

    class PersonalData:
        erase = {
            "text": PersonalField(
                purpose=_("To work on the case."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer, the citizen"),
                keep_for=_("6 years after closing"),
            ),
        }
        keep = {"case", "from_citizen", "by", "is_question", "at"}

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(from_citizen=True, by=None, is_question=False) | Q(from_citizen=False, by__isnull=False),
                name="message_is_from_the_citizen_or_from_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at:%Y-%m-%d}"


def private_storage() -> Storage:
    """Where pictures of cases lie: outside /media/, served only by a view that checks who asks."""
    return storages["private"]


def evidence_path(evidence: "Evidence", filename: str) -> str:
    # A name of our own: the citizen's file name can carry a person's name or a place.
    return f"evidence/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()[:5]}"


class Evidence(models.Model):
    """A picture that the citizen sent, already re-encoded and without metadata (intake.pictures); encrypted where it lies."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence", verbose_name=_("case"))
    file = SealedFileField(_("picture"), upload_to=evidence_path, storage=private_storage, max_length=120)
    sha256 = models.CharField(max_length=64, editable=False)
    added_at = models.DateTimeField(_("added at"))

    class PersonalData:
        erase = {
            "file": PersonalField(
                purpose=_("To work on the case."),
                basis=_("Statutory duty to handle complaints (PIPL article 13(3))"),
                seen_by=_("Quality office, handling unit, reviewer"),
                keep_for=_("6 years after closing"),
            ),
        }
        keep = {"case", "sha256", "added_at"}

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = _("picture of a case")
        verbose_name_plural = _("pictures of cases")

    def __str__(self) -> str:
        return f"{self.case} {self.pk}"

    @property
    def content_type(self) -> str:
        return self.content_type_of(self.file.name)

    @staticmethod
    def content_type_of(name: str | None) -> str:
        """Derived from the name we gave: only our own encoder's formats are ever stored."""
        known = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".avif": "image/avif"}
        return known.get(PurePosixPath(name or "").suffix, "application/octet-stream")
