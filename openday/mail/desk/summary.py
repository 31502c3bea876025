"""Letters in trouble, on the front page of the staff area."""

from typing import Any

from django.utils import timezone
from wagtail.admin.site_summary import SummaryItem

from openday.accounts.roles import ADMINISTRATOR, has_role
from openday.mail import queries


class FailingLetters(SummaryItem):
    """How many letters failed or keep failing, and how late the oldest is."""

    order = 400
    template_name = "mail/desk/summary.html"

    def is_shown(self) -> bool:
        return has_role(self.request.user, ADMINISTRATOR)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        now = timezone.now()
        return {"in_trouble": queries.letters_in_trouble(now), "minutes_late": int(queries.oldest_waiting_seconds(now) // 60)}
