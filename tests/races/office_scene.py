"""What the races in the quality office begin with, and what is in the database afterwards; called in a process of its own, prints JSON."""

import json
from datetime import date, timedelta

from django.utils import timezone

from openday.accounts.models import AuditEntry
from openday.oversight import actions
from openday.oversight.disputes.actions import dispute
from openday.oversight.models import Case, MonthlyReport
from openday.oversight.monthly_reports import actions as reports
from openday.oversight.states import State
from tests import people
from tests.factories.oversight import a_case, a_case_in
from tests.races.together import asker

ask = asker(__name__)

_RACED = {"decide_dispute", "unmerge", "merge", "mark_as_spam"}


def office(*, rounds: int) -> None:
    """Print the session keys of two officers, and for each race its rows: key, what was seen of it, and the other row."""
    people.rita()
    people.person("rolf", "reviewer", of="quality-office")
    officers = [people.person(f"quinn{n}", "quality-office", of="quality-office") for n in range(2)]
    quality, hana, now = people.quentin(), people.hana(), timezone.now()
    given = {"unit": people.unit("food"), "quality": quality, "handler": hana}
    disputed, joined, joining, submitted = [], [], [], []
    for number in range(rounds):
        case = a_case_in(State.WORKING, now=now - timedelta(hours=5), **given)
        dispute(case=case, reason="Not ours.", by=hana, now=now)
        disputed.append([case.pk, case.revision])
        one, other = a_case(now=now), a_case(now=now)
        actions.merge(case=one, into=other, by=quality, now=now)
        joined.append([one.pk, one.revision])
        one, other = a_case(now=now), a_case(now=now)
        joining.append([one.pk, one.revision, other.pk, other.revision, other.number])
        report = reports.draft(month=date(2020, number + 1, 1), now=now)
        assert report is not None
        reports.submit(report=report, by=quality, now=now)
        submitted.append([report.pk, report.turn])
    made = {"disputed": disputed, "joined": joined, "joining": joining, "reports": submitted}
    print(json.dumps({"keys": [people.session_key(one) for one in officers], **made, "unit": people.unit("industrial").pk}))  # noqa: T201


def outcome() -> None:
    """Print where each case and report stands, and the deeds of the races that were done to it."""
    cases = {
        case.pk: [case.state, [event.deed for event in case.events.order_by("pk") if event.deed in _RACED], case.merged_into_id]
        for case in Case.objects.all()
    }
    done = AuditEntry.objects.filter(deed__in=("report.approve", "report.send_back")).order_by("pk")
    found = {
        report.pk: [report.state, [entry.deed for entry in done if entry.about_id == str(report.pk)]]
        for report in MonthlyReport.objects.all()
    }
    print(json.dumps({"cases": cases, "reports": found}))  # noqa: T201
