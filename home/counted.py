"""How many there are in all, at the foot of lists and choosers of the staff area."""

from django.utils.functional import cached_property
from django.utils.translation import pgettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.chooser import BaseChooseView

from openday.language import formats


class CountedPaginator(WagtailPaginator):
    """A sentence in place of a number that is glued to a name: Chinese wants a counter word between them."""

    @cached_property
    def items_count_label(self) -> str:
        return pgettext("foot of a list", "%(count)s in all") % {"count": formats.number(self.count)}


def count_in_words() -> None:
    """Until Wagtail asks its catalogue for the whole sentence, every list of the staff area asks ours."""
    BaseListingView.paginator_class = BaseChooseView.paginator_class = CountedPaginator
