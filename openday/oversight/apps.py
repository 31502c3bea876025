from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """The room of what citizens tell us."""

    name = "openday.oversight"
    label = "oversight"
    verbose_name = _("Oversight")
    # Days decide here, not minutes; every hour is enough to be told on the day.
    timers = {
        "escalate_overdue": timedelta(hours=1),
        "draft_monthly_reports": timedelta(hours=1),
        "send_progress_notes": timedelta(hours=1),
        "recompute_deadlines": timedelta(hours=6),
        # A citizen who comes back to the receipt finds the number.
        "register": timedelta(minutes=1),
        "remind_overdue_actions": timedelta(hours=1),
    }
    retention = "openday.oversight.retention.sweep"

    def ready(self) -> None:
        from home.doors import add_addresses  # noqa: PLC0415 - models are not loaded when this file is
        from openday.oversight import sitemap  # noqa: PLC0415 - see above

        add_addresses(sitemap.addresses)
