"""Own picture and document models: day-one choices that cannot be taken back later.

Every picture loses its metadata before it is stored, whichever way it comes in: stock Wagtail keeps
GPS in originals and in JPEG and PNG renditions. A form reports a bad file beside the field (`clean`);
imports, commands and APIs meet the same check in `save`.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from openday.intake.pictures import BrokenPicture, PictureTooLarge, SafePicture, is_picture, sanitise
from openday.language.names import ENGLISH


def make_safe(row: models.Model, field: str, *, only_pictures: bool = False) -> None:
    """Replace a file that is about to be stored by its sanitised copy.

    Files already in the storage are left alone. With `only_pictures`, other kinds of files pass as
    they are. Raises BrokenPicture or PictureTooLarge.
    """
    file: FieldFile = getattr(row, field)
    if not file or file._committed or isinstance(file.file, SafePicture):  # type: ignore[attr-defined]
        return
    if only_pictures and not is_picture(file.file):
        return
    safe = sanitise(file.file)
    # Assigning a new file, not writing into the old one: the field also learns width, height and name.
    setattr(row, field, safe)


def check_safe(row: models.Model, field: str, *, only_pictures: bool = False) -> None:
    """As `make_safe`, for `clean()`: what is wrong with the file becomes an error of its field."""
    try:
        make_safe(row, field, only_pictures=only_pictures)
    except (BrokenPicture, PictureTooLarge) as fact:
        raise ValidationError({field: ValidationError(fact.message, code="picture")}) from None


class SiteImage(AbstractImage):
    """A picture of the site."""

    description_en = models.CharField(
        _("description in English"), max_length=255, blank=True, help_text=_("What English pages say to those who cannot see the picture.")
    )
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    # Shown in its place until it is there (components/ground.css); computed once, while its pixels are at hand.
    ground = models.CharField(max_length=3, blank=True, editable=False)

    admin_form_fields = tuple(
        field for name in (*Image.admin_form_fields, "credit") for field in ((name, "description_en") if name == "description" else (name,))
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    class PersonalData:
        none = "Pictures of places; people on them have agreed on paper. Metadata is removed at every entrance."

    def alternative(self, language: str) -> tuple[str, bool]:
        """(what is said in place of the picture, whether it is Chinese although `language` is not).

        Without a description it is empty, and the picture counts as an ornament: its title is often a file name.
        """
        if language != ENGLISH:
            return self.description, False
        return (self.description_en, False) if self.description_en else (self.description, bool(self.description))

    def clean(self) -> None:
        super().clean()
        check_safe(self, "file")

    def save(self, *args: Any, **options: Any) -> None:
        make_safe(self, "file")
        # A stored file is not opened for this: only a new one knows its colour.
        if self.file and not self.file._committed and isinstance(self.file.file, SafePicture):
            self.ground = self.file.file.ground
        super().save(*args, **options)


class SiteRendition(AbstractRendition):
    """A picture in one size and format."""

    image = models.ForeignKey(SiteImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")]

    class PersonalData:
        none = "Made from a picture of the site."


class SiteDocument(AbstractDocument):
    """A file for download. One that is a picture, whatever its name says, is treated as a picture."""

    admin_form_fields = Document.admin_form_fields

    class PersonalData:
        none = "Files that the authority publishes."

    def clean(self) -> None:
        super().clean()
        check_safe(self, "file", only_pictures=True)

    def save(self, *args: Any, **options: Any) -> None:
        make_safe(self, "file", only_pictures=True)
        super().save(*args, **options)


@receiver(pre_save, sender=UploadedFile)
def clean_parked_upload(sender: Any, instance: UploadedFile, **kwargs: Any) -> None:
    """A multiple upload whose form has another fault is parked by Wagtail, and may stay parked for ever."""
    make_safe(instance, "file", only_pictures=True)


@receiver(pre_save, sender=UserProfile)
def clean_avatar(sender: Any, instance: UserProfile, **kwargs: Any) -> None:
    """The portrait of a member of staff is a photo like any other."""
    make_safe(instance, "avatar", only_pictures=True)
