"""What stands above the editor of translations: `{% load moderation %}`."""

from typing import Any

from django import template
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from home import checklist

register = template.Library()


@register.inclusion_tag("home/staff/checklist.html", takes_context=True)
def page_checklist(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """The same list as in the page editor, where a page is a translation."""
    return {"items": checklist.of(page, context["request"].user)}


@register.inclusion_tag("home/staff/translation_moderation.html", takes_context=True)
def translation_moderation(context: dict[str, Any], translation: Translation, page: Page) -> dict[str, Any]:
    """Who may not publish asks for it here; who may sees that somebody asked, and can send the page back."""
    user = context["request"].user
    state: WorkflowState | None = page.current_workflow_state
    task = state.current_task_state if state else None
    return {
        "request": context["request"],
        "translation": translation,
        "page": page,
        "can_publish": page.permissions_for_user(user).can_publish(),
        "has_workflow": page.has_workflow,
        "asked": task if state and state.status == WorkflowState.STATUS_IN_PROGRESS else None,
        "asked_by": state.requested_by if state else None,
        "returned": task if task and task.status == TaskState.STATUS_REJECTED else None,
    }
