"""The form of every page in the page editor."""

from itertools import count
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


class PageForm(WagtailAdminPageForm):
    """Gives a new page its address when the editor leaves it empty.

    Addresses are ASCII, so that they survive being copied into a chat; a Chinese title has no letters for one, and
    Wagtail would refuse to save the page. An address that the page has already is never made anew.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and not self.instance.slug:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("slug") == "" and not self.instance.slug and self.parent_page is not None:
            cleaned["slug"] = self._free(self.usual_slug(cleaned))
        return cleaned

    def usual_slug(self, cleaned: dict[str, Any]) -> str:
        """The letters of the title; for a title without any, today's date."""
        return slugify(cleaned.get("title") or "") or f"{timezone.localdate():%Y-%m-%d}"

    def _free(self, slug: str) -> str:
        candidates = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(one for one in candidates if Page._slug_is_available(one, self.parent_page, self.instance))
