"""New versions of what the office promises."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from openday.accounts import audit
from openday.oversight.models import ServiceStandard

if TYPE_CHECKING:
    from openday.accounts.models import User


@transaction.atomic
def promise_time_limits(
    *,
    category: str,
    valid_from: date,
    triage_days: int,
    answer_days: int,
    extension_days: int,
    redo_days: int,
    appeal_days: int,
    source: str,
    source_en: str = "",
    by: "User",
    now: datetime,
) -> ServiceStandard:
    """Add the next version of the time limits of a category; cases that came before its first day keep theirs.

    Raises IntegrityError when somebody else adds a version at the same moment.
    """
    newest = ServiceStandard.objects.filter(category=category).aggregate(version=Max("version"))["version"] or 0
    standard = ServiceStandard.objects.create(
        category=category,
        version=newest + 1,
        valid_from=valid_from,
        triage_days=triage_days,
        answer_days=answer_days,
        extension_days=extension_days,
        redo_days=redo_days,
        appeal_days=appeal_days,
        source=source,
        source_en=source_en,
    )
    audit.note("promise.add", by=by, about=standard, now=now, category=category, version=standard.version)
    return standard
