"""The first look in the morning: the sessions of today and of the coming days, with who is expected, here, and waiting."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from openday.accounts.roles import units_of
from openday.events.models import Pool, Session
from openday.registrations.gate.queries import people_inside
from openday.registrations.states import HOLDS_PLACES, State

DAYS_AHEAD = 7


def own_sessions(user: Any, *, since: datetime, until: datetime) -> QuerySet[Any]:
    """Sessions of the user's units that start in these hours (2 queries): `arrived`, `registered` and `waiting` count people."""
    return (
        Session.objects.filter(open_day__unit__in=units_of(user), starts_at__gte=since, starts_at__lt=until)
        .exclude(state=Session.State.DRAFT)
        .select_related("open_day__unit")
        .prefetch_related(Prefetch("pools", Pool.objects.order_by("kind")))
        .annotate(
            arrived=people_inside(OuterRef("pk")),
            registered=Sum("registrations__places", filter=Q(registrations__state__in=HOLDS_PLACES), default=0),
            waiting=Sum("registrations__places", filter=Q(registrations__state=State.WAITING), default=0),
            waiting_parties=Count("registrations", filter=Q(registrations__state=State.WAITING)),
        )
        .order_by("starts_at", "pk")
    )


def midnight_before(now: datetime) -> datetime:
    return datetime.combine(timezone.localdate(now), time.min, tzinfo=timezone.get_default_timezone())


class SessionsPanel(Component):
    """Sessions between two days from today on, each leading to its list of parties."""

    template_name = "registrations/staff/sessions_panel.html"

    def __init__(self, *, code: str, heading: Promise, empty: Promise, first_day: int, days: int, order: int) -> None:
        self.code, self.heading, self.empty, self.first_day, self.days = code, heading, empty, first_day, days
        self.order = order

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        since = midnight_before(timezone.now()) + timedelta(days=self.first_day)
        sessions = own_sessions(user, since=since, until=since + timedelta(days=self.days))
        works_with_lists = user.has_perm("registrations.change_registration")
        return {
            "code": self.code,
            "heading": self.heading,
            "empty": self.empty,
            "is_today": self.first_day == 0,
            "rows": [
                {
                    "session": session,
                    "free": sum(pool.left for pool in session.pools.all()),
                    "url": _list_of(session, works_with_lists=works_with_lists),
                }
                for session in sessions
            ],
        }


def _list_of(session: Session, *, works_with_lists: bool) -> str:
    if works_with_lists:
        return f"{reverse('registrations-staff:index')}?session={session.pk}"
    return f"{reverse('visitors:index')}?visit_on={timezone.localdate(session.starts_at):%Y-%m-%d}&session={session.pk}"


def panels() -> list[SessionsPanel]:
    return [
        SessionsPanel(code="today", heading=_("Sessions today"), empty=_("No session takes place today."), first_day=0, days=1, order=50),
        SessionsPanel(
            code="coming",
            heading=_("Sessions of the next seven days"),
            empty=_("No session takes place in the next seven days."),
            first_day=1,
            days=DAYS_AHEAD,
            # After what waits in a workflow (Wagtail: 210 and 220), before the latest edits (250).
            order=230,
        ),
    ]
