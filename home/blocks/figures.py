"""Published figures with everything they need to be honest (OVERSIGHT: numerator, denominator, period, source, date)."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

_SCALE = {"percent": (100, "%"), "per_mille": (1000, "‰")}


class FigureValue(blocks.StructValue):
    """A figure that can say its own rate."""

    @property
    def is_published(self) -> bool:
        return self.get("numerator") is not None

    @property
    def rate(self) -> str:
        """The rate with its sign, at most two decimals; empty for plain counts and for unpublished figures."""
        scale = _SCALE.get(self.get("shown_as", ""))
        if scale is None or not self.is_published or not self.get("denominator"):
            return ""
        value = (Decimal(self["numerator"]) * scale[0] / Decimal(self["denominator"])).quantize(Decimal("0.01"))
        return f"{value.normalize():f}{scale[1]}"


class FigureBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("what is counted"), max_length=80)
    shown_as = blocks.ChoiceBlock(
        label=_("shown as"),
        choices=[("percent", _("Percent")), ("per_mille", _("Per mille")), ("count", _("Plain number"))],
        default="percent",
    )
    numerator = blocks.IntegerBlock(
        label=_("numerator"), min_value=0, required=False, help_text=_("Leave empty when it is not published: that is not 0.")
    )
    denominator = blocks.IntegerBlock(
        label=_("denominator"), min_value=1, required=False, help_text=_("Out of how many. Needed for every rate.")
    )
    period = blocks.CharBlock(label=_("period"), max_length=80, help_text=_("For example: January to March 2026."))
    source = blocks.CharBlock(label=_("source"), max_length=200)
    as_of = blocks.DateBlock(label=_("as of"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        numerator, denominator = cleaned.get("numerator"), cleaned.get("denominator")
        if numerator is None or cleaned.get("shown_as") == "count":
            return cleaned
        if denominator is None:
            raise StructBlockValidationError({"denominator": ValidationError(_("A rate needs its denominator."))})
        if numerator > denominator:
            raise StructBlockValidationError({"numerator": ValidationError(_("The numerator is larger than the denominator."))})
        return cleaned

    class Meta:
        icon = "view"
        label = _("Figure")
        value_class = FigureValue
