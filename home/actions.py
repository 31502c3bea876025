"""Deeds with pages."""

from django.db import transaction
from wagtail.models import Page, WorkflowState
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
