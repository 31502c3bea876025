"""When visitors' data ends (OVERSIGHT.md section 5): needs 7 days after the visit, name and contact 30 days after it,
answers to organisers as their questions say.

The row stays without a person in it: numbers of visitors, age bands and states keep adding up.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from openday.accounts.batches import key_batches
from openday.events.models import OpenDay
from openday.registrations.absences import queries as absence_queries
from openday.registrations.models import Answer, GroupRoster, GroupVisit, Identity, Invitation, Pick, Question, Registration
from openday.registrations.states import Ending, State

KEEP_NEEDS = timedelta(days=7)
KEEP_CONTACT = timedelta(days=30)
BATCH = 1000


def sweep(now: datetime, dry_run: bool) -> dict[str, int]:
    """Erase what is over and say how much; a second run finds nothing."""
    today = timezone.localdate(now)
    needs = Registration.objects.filter(visit_on__lt=today - KEEP_NEEDS, access_needs__isnull=False)
    # Parties that waited in vain never had a visit: theirs ends with the day of the session.
    over = Q(visit_on__lt=today - KEEP_CONTACT) | Q(visit_on__lt=today, ending=Ending.NO_PLACE)
    people = Registration.objects.filter(over, anonymised_at=None)
    gone = today - KEEP_CONTACT
    invited = Invitation.objects.filter(Q(valid_until__date__lt=gone) | Q(ended_at__date__lt=gone)).exclude(contact_hash=None)
    answers = _answers_that_end(today)
    group_needs = GroupVisit.objects.filter(_visited_before(today - KEEP_NEEDS), access_needs__isnull=False)
    groups = GroupVisit.objects.filter(_visited_before(today - KEEP_CONTACT), anonymised_at=None)
    # Nobody needs the list of a visit that does not take place.
    lists = GroupRoster.objects.filter(
        Q(visit__registration__visit_on__lt=today - KEEP_NEEDS)
        | Q(visit__registration__state=State.CANCELLED)
        | Q(visit__registration=None)
    )
    missed = absence_queries.over(today=today)
    people_with_documents = _people_that_end(today)
    if dry_run:
        return {
            "people with documents erased": people_with_documents.count(),
            "answers to organisers erased": sum(rows.count() for rows in answers if rows.model is Answer),
            "access needs erased": needs.count() + group_needs.count(),
            "registrations anonymised": people.count(),
            "group requests anonymised": groups.count(),
            "invitations anonymised": invited.count(),
            "lists of groups erased": lists.count(),
            "missed visits erased": missed.count(),
        }
    erased = [(rows.model, _delete_in_batches(rows)) for rows in answers]
    return {
        "people with documents erased": _delete_in_batches(people_with_documents),
        "answers to organisers erased": sum(count for model, count in erased if model is Answer),
        "access needs erased": _in_batches(needs, access_needs=None, needs_erased_at=now) + _in_batches(group_needs, access_needs=None),
        "registrations anonymised": _in_batches(people, name="", contact="", contact_hash=None, access_needs=None, anonymised_at=now),
        "group requests anonymised": _in_batches(groups, **GroupVisit.NOBODY, anonymised_at=now),
        "invitations anonymised": _in_batches(invited, **Invitation.NOBODY, anonymised_at=now),
        "lists of groups erased": lists.delete()[0],
        "missed visits erased": missed.delete()[0],
    }


def _answers_that_end(today: date) -> list[models.QuerySet[Any]]:
    """Answers and what was counted of them: those whose question said so many days, and those of parties that are nobody any more."""
    # At most thirty different periods; the sum of a date and a column is written otherwise in each database.
    periods = Question.objects.order_by().values_list("keep_days", flat=True).distinct()
    ended = Q(registration__anonymised_at__isnull=False)
    for days in periods:
        ended |= Q(question__keep_days=days, registration__visit_on__lt=today - timedelta(days=days))
    ended |= Q(registration__visit_on__lt=today, registration__ending=Ending.NO_PLACE)
    return [model._default_manager.filter(ended) for model in (Answer, Pick)]


def _people_that_end(today: date) -> models.QuerySet[Identity]:
    """People with documents: as long after the visit as the open day says, and not beyond a visit that does not take place."""
    ended = Q(registration__anonymised_at__isnull=False) | Q(registration__state=State.CANCELLED)
    for days in OpenDay.objects.order_by().values_list("identity_keep_days", flat=True).distinct():
        ended |= Q(registration__session__open_day__identity_keep_days=days, registration__visit_on__lt=today - timedelta(days=days))
    return Identity.objects.filter(ended)


def _delete_in_batches(rows: models.QuerySet[Any]) -> int:
    return sum(rows.model._default_manager.filter(pk__in=pks).delete()[0] for pks in key_batches(rows, size=BATCH))


def _visited_before(day: date) -> Q:
    """Requests whose visit, or whose last wish when there is none, was before `day`. A visit may have moved since it was agreed."""
    return Q(registration__visit_on__lt=day) | Q(registration=None, last_day__lt=day)


def _in_batches(rows: models.QuerySet[Any], **values: object) -> int:
    return sum(rows.model._default_manager.filter(pk__in=pks).update(**values) for pks in key_batches(rows, size=BATCH))
