"""A film from our own host, for people who see it, hear it, or do neither."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

_KINDS = {".mp4": "video/mp4", ".webm": "video/webm"}


class VideoValue(blocks.StructValue):
    @property
    def media_type(self) -> str:
        return _KINDS.get(_ending(self["file"]), "video/mp4")


class VideoBlock(blocks.StructBlock):
    """Captions and transcript are required: WCAG 1.2.2 and 1.2.3, and most people watch without sound."""

    title = blocks.CharBlock(label=_("title"), max_length=100)
    file = DocumentChooserBlock(label=_("film"), help_text=_("An MP4 or WebM file among the documents. Keep it below 50 MB."))
    captions = DocumentChooserBlock(
        label=_("captions"), help_text=_("A WebVTT file (.vtt) with all that is said and heard, in the language of this page.")
    )
    still = ImageChooserBlock(label=_("still picture"), required=False, help_text=_("Shown until the film starts."))
    transcript = blocks.RichTextBlock(
        label=_("transcript"),
        features=["bold", "ol", "ul", "link"],
        help_text=_("Everything that is said and everything important that is only seen, for people who cannot see or hear the film."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        faults = {}
        if _ending(cleaned["file"]) not in _KINDS:
            faults["file"] = ValidationError(_("Choose an MP4 or WebM file."))
        if _ending(cleaned["captions"]) != ".vtt":
            faults["captions"] = ValidationError(_("Choose a WebVTT file, which ends in .vtt."))
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned

    class Meta:
        icon = "media"
        label = _("Film")
        template = "blocks/video.html"
        value_class = VideoValue


def _ending(document: Any) -> str:
    return PurePosixPath(document.filename if document else "").suffix.lower()
