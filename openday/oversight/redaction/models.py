"""Pictures with what may not be seen blacked out: the only form in which a picture leaves the house."""

import uuid
from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from openday.accounts.personal_data import PersonalField
from openday.accounts.sealed_files import SealedFileField
from openday.language.names import in_language
from openday.oversight.models.cases import Case
from openday.oversight.models.records import Evidence, private_storage
from openday.oversight.redaction.rules import Rectangle


def redacted_path(_picture: "RedactedPicture", filename: str) -> str:
    return f"redacted/{uuid.uuid4().hex}{PurePosixPath(filename).suffix.lower()[:5]}"


class RedactedPicture(models.Model):
    """A copy of a citizen's picture with rectangles burnt in; the original stays sealed."""

    wagtail_reference_index_ignore = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="redacted_pictures", verbose_name=_("case"))
    # Empty once the original's time is over; what was published points to nobody and stays.
    original = models.ForeignKey(
        Evidence, models.SET_NULL, null=True, blank=True, related_name="redacted", verbose_name=_("original picture")
    )
    # Encrypted until somebody asks: most copies wait for a second pair of eyes, and a copy that was thrown away for what
    # still showed must not lie in a backup in clear.
    file = SealedFileField(_("picture"), upload_to=redacted_path, storage=private_storage, max_length=120)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    sha256 = models.CharField(max_length=64, editable=False)
    # [[left, top, width, height], …] in tenths of a per cent.
    rectangles = models.JSONField(_("rectangles"), default=list)
    description_zh = models.CharField(_("description in Simplified Chinese"), max_length=200)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    # Shown with the case while that is published.
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("chosen by")
    )

    class PersonalData:
        erase: ClassVar[dict[str, PersonalField]] = {}
        keep: ClassVar = {
            "case", "original", "file", "width", "height", "sha256", "rectangles", "description_zh", "description_en", "made_by", "made_at",
            "chosen_by",
        }  # fmt: skip

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("redacted picture")
        verbose_name_plural = _("redacted pictures")
        constraints = [
            models.CheckConstraint(condition=~Q(chosen_by=models.F("made_by")), name="who_blacks_out_does_not_choose"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.pk}"

    @property
    def description(self) -> str:
        return in_language(zh=self.description_zh, en=self.description_en)

    @property
    def is_chosen(self) -> bool:
        return self.chosen_by_id is not None

    @property
    def content_type(self) -> str:
        return Evidence.content_type_of(self.file.name)

    def drawn(self) -> list[Rectangle]:
        return [Rectangle(*one) for one in self.rectangles]
