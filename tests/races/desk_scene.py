"""What the races about call-backs and about the words of a report begin with, and what is in the database afterwards."""

import json
from datetime import date, timedelta

from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.oversight.models import CallBack, MonthlyReport
from openday.oversight.monthly_reports import actions as reports
from openday.oversight.satisfaction.actions import rate
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import MOBILE, a_case_in
from tests.races.together import asker

ask = asker(__name__)
_CALLS = ("case.call_back", "case.call_in_vain")


def desk(*, rounds: int) -> None:
    """Print the session keys of two officers, calls to be noted and to be closed, and reports that are drafts or wait for approval."""
    people.rita()
    people.person("rolf", "reviewer", of="quality-office")
    officers = [people.person(f"quinn{n}", "quality-office", of="quality-office") for n in range(2)]
    now = timezone.now()
    drafts, submitted = [], []
    for number in range(rounds):
        draft, other = (reports.draft(month=date(year, number + 1, 1), now=now) for year in (2020, 2021))
        assert draft is not None
        assert other is not None
        reports.submit(report=other, by=people.quentin(), now=now)
        drafts.append([draft.pk, draft.turn])
        submitted.append([other.pk, other.turn])
    made = {"tried": [_call() for _n in range(rounds)], "closed": [_call() for _n in range(rounds)]}
    keys = [people.session_key(one) for one in officers]
    print(json.dumps({"keys": keys, **made, "drafts": drafts, "submitted": submitted}))  # noqa: T201


def _call() -> int:
    """A citizen with a mobile number who was not satisfied a day ago."""
    given = {"unit": people.unit("food"), "quality": people.quentin(), "handler": people.hana(), "reviewer": people.rita()}
    begun = timezone.now() - timedelta(days=3)
    case = a_case_in(State.ANSWERED, now=begun, contact=MOBILE, **given)
    rating = case.ratings.select_related("case__standard", "standard").get()
    return rate(rating=rating, process=1, result=1, words="Nobody asked me.", now=begun + timedelta(days=2)).call_back.pk


def outcome() -> None:
    """Print what was noted of each call-back, in the order of the log, and the state and the words of each report."""
    calls = {}
    for call in CallBack.objects.select_related("rating"):
        log = AuditEntry.objects.filter(deed__in=_CALLS, about_id=str(call.rating.case_id)).order_by("pk")
        calls[call.pk] = [entry.deed.removeprefix("case.") for entry in log]
    found = {report.pk: [report.state, report.text_zh] for report in MonthlyReport.objects.all()}
    print(json.dumps({"calls": calls, "reports": found}))  # noqa: T201
