"""封存原件作为证据: the untouched file of a picture, kept sealed because its author wants it as evidence."""

import uuid
from pathlib import PurePosixPath
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from openday.accounts.personal_data import PersonalField
from openday.accounts.sealed_files import SealedFileField
from openday.oversight.models.records import Evidence, private_storage

# The citizen's file name can carry a name or a place: of it we keep the ending alone, and only one that we know.
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".heic", ".heif"}


def original_path(_original: "SealedOriginal", filename: str) -> str:
    ending = PurePosixPath(filename).suffix.lower()
    return f"originals/{uuid.uuid4().hex}{ending if ending in _ENDINGS else ''}"


class SealedOriginal(models.Model):
    """A file exactly as it was sent, with the place, the time and the device that a camera writes into it.

    The row itself is the consent: it is there only when the citizen asked for it, and goes when they take it back or
    the case is over.
    """

    wagtail_reference_index_ignore = True

    picture = models.OneToOneField(Evidence, models.PROTECT, related_name="sealed", verbose_name=_("picture of a case"))
    file = SealedFileField(_("original"), upload_to=original_path, storage=private_storage, max_length=120)
    # Of the clear bytes: with it anybody can prove later that a file is the one that was sent.
    sha256 = models.CharField(max_length=64, editable=False)
    sealed_at = models.DateTimeField(_("sealed at"))

    class PersonalData:
        erase: ClassVar = {
            "file": PersonalField(
                purpose=_("To serve as evidence, because you asked for it."),
                basis=_("Your consent (PIPL articles 13 and 14)"),
                seen_by=_("Quality office; the handling unit only if you gave your name. Each look needs a written reason."),
                keep_for=_("until the case is closed"),
            ),
        }
        keep: ClassVar = {"picture", "sha256", "sealed_at"}

    class Meta:
        ordering = ["picture"]
        verbose_name = _("sealed original")
        verbose_name_plural = _("sealed originals")

    def __str__(self) -> str:
        return f"{self.picture_id} {self.sha256[:8]}"

    @property
    def download_name(self) -> str:
        return f"original-{self.picture_id}{PurePosixPath(str(self.file.name)).suffix}"
