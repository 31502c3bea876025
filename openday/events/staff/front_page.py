"""The organiser's open days on the front page of the staff area, with what is still missing to each."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState, WorkflowState
from wagtail.permissions import policy_registry

from openday.events.models import OpenDay, OpenDayPage
from openday.events.staff.open_days import address_for_new_pages, address_for_page_of
from openday.language.names import ENGLISH

SHOWN = 10


class OpenDaysPanel(Component):
    """Up to ten open days, the next first, each with what an organiser does next."""

    name = "open-days"
    order = 55
    template_name = "events/staff/open_days_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        coming = Q(sessions__starts_at__gt=timezone.now()) & ~Q(sessions__state="cancelled")
        own = policy_registry.get_by_type(OpenDay).visible_to(user)
        open_days = (
            own.annotate(coming_sessions=Count("sessions", filter=coming), next_session_at=Min("sessions__starts_at", filter=coming))
            .prefetch_related(Prefetch("pages", OpenDayPage.objects.select_related("locale")))
            .order_by(F("next_session_at").asc(nulls_last=True), "code")[:SHOWN]
        )
        new_page = address_for_new_pages(user)
        pages = [page.pk for open_day in open_days for page in open_day.pages.all()]
        returned, waiting = comments_of_returned(pages), with_an_editor(pages)
        return {
            "rows": [
                {"open_day": open_day, "missing": missing(open_day, new_page=new_page, returned=returned, waiting=waiting)}
                for open_day in open_days
            ]
        }


def comments_of_returned(pages: list[int]) -> dict[int, str]:
    """What the editor wrote about pages that were sent back and not submitted again, by page (1 query)."""
    rejected = TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        workflow_state__status=WorkflowState.STATUS_NEEDS_CHANGES,
        workflow_state__object_id__in=[str(pk) for pk in pages],
    )
    return {int(object_id): comment for object_id, comment in rejected.order_by("pk").values_list("workflow_state__object_id", "comment")}


def with_an_editor(pages: list[int]) -> set[int]:
    """Which of these pages wait for an editor (1 query)."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, object_id__in=[str(pk) for pk in pages])
    return {int(object_id) for object_id in states.values_list("object_id", flat=True)}


def missing(open_day: OpenDay, *, new_page: str, returned: Mapping[int, str], waiting: Collection[int]) -> list[tuple[str, str]]:
    """What is missing before visitors find this open day, in words, and where to do it ("" for who may not)."""
    steps = []
    pages = {page.locale.language_code: page for page in open_day.pages.all()}
    chinese, english = pages.get(settings.LANGUAGE_CODE), pages.get(ENGLISH)
    if not open_day.coming_sessions:  # type: ignore[attr-defined]  # annotated
        steps.append((_("No coming session"), f"{reverse('sessions:add')}?open_day={open_day.pk}"))
    if chinese is None:
        steps.append((_("No page in Chinese"), address_for_page_of(open_day, new_page=new_page)))
    elif not chinese.live:
        words = _("The Chinese page waits for an editor") if chinese.pk in waiting else _("The Chinese page is a draft")
        steps.append((words, _edit(chinese, new_page)))
    if english is None:
        steps.append((_("No page in English"), _edit(chinese, new_page) if chinese else ""))
    elif not english.live:
        words = _("The English page waits for an editor") if english.pk in waiting else _("The English page is a draft")
        steps.append((words, _edit(english, new_page)))
    steps += [
        (_("The editor asks for changes: %(comment)s") % {"comment": returned[page.pk] or "–"}, _edit(page, new_page))
        for page in pages.values()
        if page.pk in returned
    ]
    return steps


def _edit(page: OpenDayPage, new_page: str) -> str:
    # Who writes no new pages here edits none: the link would lead to a refusal.
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if new_page else ""
