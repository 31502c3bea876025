"""The timers: overdue, half time, a changed calendar. Each may run as often as it likes."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands

from openday.accounts import roles
from openday.events.models import WorkCalendar
from openday.mail.models import Message
from openday.oversight import actions
from openday.oversight.management.commands.escalate_overdue import escalate_overdue
from openday.oversight.management.commands.recompute_deadlines import recompute_deadlines
from openday.oversight.management.commands.send_progress_notes import send_progress_notes
from openday.oversight.models import Case
from openday.oversight.recusal.actions import name_people
from openday.oversight.states import State
from openday.oversight.vocabulary import Category
from tests.factories.oversight import MONDAY, a_case, a_case_in
from tests.people import person

pytestmark = pytest.mark.django_db


def days(number):
    return timedelta(days=number)


def overdue_letters():
    return [letter.to for letter in Message.objects.filter(kind="staff_case_overdue").order_by("pk")]


def test_the_unit_hears_on_the_first_overdue_day_and_the_quality_office_on_the_third(office):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality)
    first = MONDAY + (case.due_on - date(2026, 6, 1)) + days(1)

    reported = [escalate_overdue(now=first + days(day)) for day in (-1, 0, 0, 1, 2, 3)]

    assert reported == [0, 1, 0, 0, 1, 0]
    assert overdue_letters() == [office.handler.email, office.quality.email]
    assert [event.deed for event in case.events.all()][-2:] == ["escalate", "escalate_further"]


def test_the_head_of_the_unit_hears_on_the_first_day_too_and_only_the_nearest_one(office):
    a_case_in(State.WORKING, unit=office.food, quality=office.quality)
    above = person("chief", roles.HEAD, of="bureau")

    escalate_overdue(now=MONDAY + days(100))
    assert above.email in overdue_letters()

    own = person("helena", roles.HEAD, of="food")
    before = len(overdue_letters())
    a_case_in(State.WORKING, unit=office.food, quality=office.quality)
    escalate_overdue(now=MONDAY + days(100))

    assert overdue_letters()[before:] == [office.handler.email, own.email, office.quality.email]


def test_a_head_named_in_the_complaint_does_not_hear_of_it(office):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality)
    own = person("helena", roles.HEAD, of="food")
    name_people(case=case, staff=[own], others=[], by=office.quality, now=MONDAY)

    escalate_overdue(now=MONDAY + days(100))

    assert own.email not in overdue_letters()


def test_a_case_in_triage_is_reported_to_the_quality_office(office):
    a_case()

    escalate_overdue(now=MONDAY + days(3))

    assert overdue_letters() == [office.quality.email]


def test_a_case_whose_clock_stands_still_or_that_is_over_is_never_overdue(office):
    paused, over = a_case(), a_case()
    actions.ask_back(case=paused, question="?", by=office.quality, now=MONDAY)
    actions.redirect(case=over, where="12315", by=office.quality, now=MONDAY)

    assert escalate_overdue(now=MONDAY + days(100)) == 0


def test_half_time_is_told_once_and_never_for_a_case_that_is_late(office):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality, category=Category.ENQUIRY)  # five working days
    late = a_case_in(State.WORKING, unit=office.food, quality=office.quality, category=Category.ENQUIRY, now=MONDAY - days(30))

    told = [send_progress_notes(now=MONDAY + days(day)) for day in (1, 2, 3, 3, 4)]

    assert told == [0, 0, 1, 0, 0]
    assert [event.case for event in case.events.model.objects.filter(deed="note_progress")] == [case]
    assert Case.objects.get(pk=late.pk).progress_noted_at is None


def test_a_changed_calendar_moves_running_clocks_and_says_so(office):
    case = a_case_in(State.WORKING, unit=office.food, quality=office.quality, category=Category.ENQUIRY)
    assert case.due_on == date(2026, 6, 8)
    # An invented bridge day inside the limit.
    WorkCalendar.objects.update_or_create(day=date(2026, 6, 4), defaults={"is_workday": False, "source": "Test"})

    assert recompute_deadlines(now=MONDAY + days(1)) == 1
    assert recompute_deadlines(now=MONDAY + days(1)) == 0

    moved = Case.objects.get(pk=case.pk)
    assert moved.due_on == date(2026, 6, 9)
    assert (moved.events.last().deed, moved.events.last().internal_note) == ("move_deadline", "2026-06-08 → 2026-06-09")


def test_every_timer_names_a_command_that_runs(db):
    timers = apps.get_app_config("oversight").timers

    assert set(timers) <= set(get_commands())
    for command in timers:
        call_command(command, verbosity=0)
