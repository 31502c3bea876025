"""A film from our own host, for people who see it, hear it, or do neither."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

KINDS = {".mp4": "video/mp4", ".webm": "video/webm"}
SILENT, IN_THE_PICTURE, ALL_IS_SAID = "silent", "in_the_picture", "all_is_said"
# As much as hours of talk take; a larger file is no captions.
LARGEST_CAPTIONS = 1_000_000


class VideoValue(blocks.StructValue):
    @property
    def media_type(self) -> str:
        return KINDS.get(ending(self["file"]), "video/mp4")

    @property
    def media_type_described(self) -> str:
        return KINDS.get(ending(self["described"]), "video/mp4")


class VideoBlock(blocks.StructBlock):
    """A film comes with its words (WCAG 1.2.1, 1.2.3), captions (1.2.2) and audio description (1.2.5), or the reason why it needs none.

    A page has one language, and so have its captions: the English page chooses its own. Traditional pages get them converted.
    """

    title = blocks.CharBlock(label=_("title"), max_length=100)
    file = DocumentChooserBlock(label=_("film"), help_text=_("An MP4 or WebM file among the documents. Keep it below 50 MB."))
    captions = DocumentChooserBlock(
        label=_("captions"),
        required=False,
        help_text=_("A WebVTT file (.vtt) with all that is said and heard, in the language of this page."),
    )
    without_captions = blocks.ChoiceBlock(
        label=_("why there are no captions"),
        required=False,
        choices=[(SILENT, _("The film has no sound.")), (IN_THE_PICTURE, _("The captions stand in the picture itself."))],
        help_text=_("Only if you cannot choose captions. Visitors see the reason."),
    )
    still = ImageChooserBlock(label=_("still picture"), required=False, help_text=_("Shown until the film starts."))
    transcript = blocks.RichTextBlock(
        label=_("transcript"),
        features=["bold", "ol", "ul", "link"],
        help_text=_("Everything that is said and everything important that is only seen, for people who cannot see or hear the film."),
    )
    described = DocumentChooserBlock(
        label=_("film with audio description"),
        required=False,
        help_text=_(
            "The same film in which a voice also tells what is only seen, in the pauses of the talk. A film without sound needs none."
        ),
    )
    without_description = blocks.ChoiceBlock(
        label=_("why there is no audio description"),
        required=False,
        choices=[(ALL_IS_SAID, _("Everything important that is seen is also said."))],
        help_text=_("Close your eyes and listen to the whole film: choose this only if you missed nothing."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        faults = {name: ValidationError(fault) for name, fault in _faults(cleaned).items()}
        if faults:
            raise StructBlockValidationError(faults)
        return cleaned

    class Meta:
        icon = "media"
        label = _("Film")
        template = "blocks/video.html"
        value_class = VideoValue


def _faults(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if ending(value["file"]) not in KINDS:
        found["file"] = _("Choose an MP4 or WebM file.")
    if value["captions"]:
        # A film without sound may still have captions that tell its story.
        if value["without_captions"] == IN_THE_PICTURE:
            found["without_captions"] = _("There are captions: leave this empty.")
        if not _are_captions(value["captions"]):
            found["captions"] = _(
                "Choose a WebVTT file: it ends in .vtt, begins with WEBVTT and has times such as 00:01.000 --> 00:04.000."
            )
    elif not value["without_captions"]:
        found["captions"] = _("Choose the captions, or say below why there are none.")
    if value["described"]:
        if ending(value["described"]) not in KINDS:
            found["described"] = _("Choose an MP4 or WebM file.")
    elif value["without_captions"] != SILENT and not value["without_description"]:
        found["described"] = _("Choose the film with audio description, or say below why it needs none.")
    return found


def ending(document: Any) -> str:
    return PurePosixPath(document.filename if document else "").suffix.lower()


def _are_captions(document: Any) -> bool:
    """Whether the file is what browsers read as captions: they show nothing of another one, and say nothing about it."""
    if ending(document) != ".vtt":
        return False
    with document.open_file() as file:
        content = file.read(LARGEST_CAPTIONS)
    return bool(content.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT") and b"-->" in content)
