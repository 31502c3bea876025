"""Instruments a laboratory shows to visitors."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class InstrumentBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=pgettext_lazy("instrument", "name"), max_length=80)
    purpose = blocks.TextBlock(label=_("what it finds out, in plain words"), max_length=300)
    picture = ImageBlock(label=_("picture"), required=False)

    class Meta:
        icon = "cog"
        label = _("Instrument")
