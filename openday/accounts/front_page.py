"""The data protection officer's first look: who looked at personal data in the last thirty days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from wagtail.admin.ui.components import Component

from openday.accounts.models import AuditEntry, deed_words

DAYS = 30
SHOWN = 8


class LooksPanel(Component):
    name = "looks"
    order = 70
    template_name = "accounts/looks_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        looks = AuditEntry.objects.looks_at_personal_data().filter(noted_at__gte=timezone.now() - timedelta(days=DAYS))
        counted = looks.order_by().values_list("deed").annotate(count=Count("pk")).order_by("-count", "deed")
        words = deed_words()
        return {
            "counts": [(words.get(deed, deed), count) for deed, count in counted],
            "looks": list(looks.order_by("-noted_at", "-pk")[:SHOWN]),
        }
