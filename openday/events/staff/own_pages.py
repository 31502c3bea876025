"""Pages of other units' open days do not exist for an organiser, in no list, chooser or report of the admin.

Editors answer for all pages. Everybody else who may write pages at all works for units, and
their rights end where the unit of the open day is another one.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from openday.accounts import roles
from openday.events.models import OpenDayPage


def foreign_pages(user: Any) -> frozenset[int]:
    """Primary keys of the pages that are not the user's business; read once per user object."""
    if user.is_superuser or roles.has_role(user, roles.EDITOR):
        return frozenset()
    if (kept := getattr(user, "_kept_foreign_pages", None)) is None:
        others = OpenDayPage.objects.exclude(open_day__unit__in=roles.units_of(user))
        kept = user._kept_foreign_pages = frozenset(others.values_list("pk", flat=True))
    return kept


class OwnPagesPolicy(PagePermissionPolicy):
    """Wagtail's policy for pages, less the foreign ones."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Page) -> bool:
        allowed: bool = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and instance.pk not in foreign_pages(user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        return self._without_foreign(super().instances_user_has_any_permission_for(user, actions), user)

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        return self._without_foreign(super().explorable_instances(user), user)

    def _without_foreign(self, pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
        foreign = foreign_pages(user)
        return pages.exclude(pk__in=foreign) if foreign else pages
