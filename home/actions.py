"""Deeds with pages."""

from django.db import transaction
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import workflow_approved
from wagtail_localize.models import Translation

from openday.accounts.models import User


class NotAllTranslated(Exception):
    """Some texts of the page still stand in the language they were written in; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@transaction.atomic
def ask_to_publish(*, translation: Translation, by: User) -> WorkflowState:
    """Save the translated texts as a draft of the page and put it before the editors, who are written to.

    The editor of translations has no such button: who may not publish wrote for nobody. Asking again takes the
    earlier request back, so that what waits is always the latest wording.

    Raises NotAllTranslated, for a page half in Chinese is not worth an editor's time.
    """
    total, translated = translation.get_progress()
    if translated < total:
        raise NotAllTranslated(total - translated)
    translation.save_target(user=by, publish=False)
    page: Page = translation.get_target_instance()
    earlier: WorkflowState | None = page.current_workflow_state
    if earlier is not None:
        earlier.cancel(user=by)
    state: WorkflowState = page.get_workflow().start(page, by)
    return state


@transaction.atomic
def answer_by_publishing(*, page: Page, revision: Revision, by: User | None) -> WorkflowState | None:
    """Take the publication of a page as a yes to whoever asked for it, and let Wagtail write its letter to them.

    Published beside the workflow, as the editor of translations and the button "Publish" do it, Wagtail would call
    the request off without a word. None when nobody asked.
    """
    state: WorkflowState | None = page.current_workflow_state
    if state is None:
        return None
    task: TaskState | None = state.current_task_state
    if task is not None and task.status == TaskState.STATUS_IN_PROGRESS:
        # What was published is what was approved; an older wording would ask for approval of this one.
        task.revision = revision
        task.approve(user=by, update=False)
    state.status = WorkflowState.STATUS_APPROVED
    state.save(update_fields=["status"])
    workflow_approved.send(sender=WorkflowState, instance=state, user=by)
    return state
