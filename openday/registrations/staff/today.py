"""The organiser's first look in the morning: today's sessions with who is expected, here, and waiting."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from openday.events.models import Pool, Session
from openday.registrations.states import HOLDS_PLACES, State


def sessions_of_the_day(user: Any, *, now: datetime) -> list[Any]:
    """Today's sessions of the user's units (2 queries): `arrived`, `registered` and `waiting` count people."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    own = policy_registry.get_by_type(Session).visible_to(user)
    return list(
        own.exclude(state=Session.State.DRAFT)
        .filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
        .select_related("open_day__unit")
        .prefetch_related(Prefetch("pools", Pool.objects.order_by("kind")))
        .annotate(
            arrived=Sum("registrations__places", filter=Q(registrations__state=State.ATTENDED), default=0),
            registered=Sum("registrations__places", filter=Q(registrations__state__in=HOLDS_PLACES), default=0),
            waiting=Sum("registrations__places", filter=Q(registrations__state=State.WAITING), default=0),
            waiting_parties=Count("registrations", filter=Q(registrations__state=State.WAITING)),
        )
        .order_by("starts_at", "pk")
    )


class TodayPanel(Component):
    name = "today"
    order = 50
    template_name = "registrations/staff/today.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        now = timezone.now()
        rows = [
            {"session": session, "free": sum(pool.left for pool in session.pools.all())}
            for session in sessions_of_the_day(request.user, now=now)
        ]
        return {"rows": rows, "today": timezone.localdate(now)}
