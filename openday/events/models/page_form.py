"""The form of an open day's page in the page editor."""

from typing import Any

from django.utils.translation import gettext as _

from home.models.page_form import PageForm
from openday.accounts import roles
from openday.events.models.open_days import OpenDay


class OpenDayPageForm(PageForm):
    """Offers the open days of the user's own units; editors, who answer for all pages, see all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "open_day" not in self.fields or self.for_user is None:
            return
        rows = OpenDay.objects.select_related("unit").order_by("name_zh")
        if not roles.has_role(self.for_user, roles.EDITOR):
            rows = rows.filter(unit__in=roles.units_of(self.for_user))
        self.fields["open_day"].queryset = rows
        if self.instance.open_day_id is None:
            # Set by staff.open_days.hold_open_day; one that is not on offer leaves the field empty.
            self.initial["open_day"] = getattr(self.for_user, "writes_about_open_day", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        open_day = cleaned.get("open_day")
        locale_id = self.instance.locale_id or (self.parent_page.locale_id if self.parent_page else None)
        if open_day and open_day.pages.filter(locale_id=locale_id).exclude(pk=self.instance.pk).exists():
            self.add_error("open_day", _("This open day has a page in this language already."))
        return cleaned

    def usual_slug(self, cleaned: dict[str, Any]) -> str:
        """The code of the open day, which is short and the same in every language."""
        open_day = cleaned.get("open_day")
        return open_day.code if open_day else super().usual_slug(cleaned)
