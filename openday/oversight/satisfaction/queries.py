"""Reads of ratings and call-backs."""

from datetime import date, datetime

from django.db.models import Count, QuerySet

from openday.oversight.models import CallBack, Case, Rating
from openday.oversight.satisfaction.asking import token_hash


def by_token(token: str) -> Rating | None:
    """The rating of a link, open or not; None for an unknown token and for one that a newer letter replaced."""
    return _with_case().filter(secret_hash=token_hash(token)).first()


def open_to_rate(case: Case, *, now: datetime) -> Rating | None:
    """The rating that this case may be given now; None when there is none, or when its fortnight is over."""
    return _with_case().filter(case=case, rated_at=None, asked_at__lte=now, open_until__gt=now).first()


def latest_given(case: Case) -> Rating | None:
    return case.ratings.filter(rated_at__isnull=False).order_by("-round").first()


def _with_case() -> QuerySet[Rating]:
    return Rating.objects.select_related("case__standard", "standard").order_by("-round")


def call_backs() -> QuerySet[CallBack]:
    """All call-backs with what their pages show; `tried` is on how many days somebody called in vain."""
    rows = CallBack.objects.select_related("rating__case__handling_unit", "rating__standard", "done_by")
    return rows.annotate(tried=Count("attempts__day", distinct=True))


def call_backs_to_make(*, until: date | None = None) -> QuerySet[CallBack]:
    """Those that nobody made yet, the next due first; with `until` only those due by that day."""
    waiting = call_backs().filter(done_at=None).order_by("due_on", "pk")
    return waiting if until is None else waiting.filter(due_on__lte=until)
