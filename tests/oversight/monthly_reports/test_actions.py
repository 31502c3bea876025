"""A report from draft to publication: four eyes, frozen numbers, revisions, and the day by which it must appear."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from openday.accounts import roles
from openday.mail.models import Message
from openday.oversight.management.commands.draft_monthly_reports import draft_monthly_reports
from openday.oversight.models import MonthlyReport
from openday.oversight.monthly_reports import actions, figures, queries
from openday.oversight.statistics import counting
from openday.oversight.vocabulary import Category
from tests import people
from tests.factories.oversight import MONDAY, a_case
from tests.factories.oversight_public import a_published_case

pytestmark = pytest.mark.django_db
JULY = datetime(2026, 7, 1, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
JUNE = date(2026, 6, 1)


@pytest.fixture
def second(office):
    return people.person("quinn", roles.QUALITY_OFFICE, of="quality-office")


@pytest.fixture
def report(office):
    for _each in range(6):
        a_case(category=Category.ENQUIRY)
    a_published_case(office)
    return actions.draft(month=JUNE, now=JULY)


def published(report, office, second, now=JULY):
    actions.submit(report=report, by=office.quality, now=now)
    return actions.approve(report=report, by=second, now=now)


def letters(kind):
    return Message.objects.filter(kind=kind)


def test_the_draft_says_what_was_counted_in_both_languages(report):
    kept = figures.read(report.figures)

    assert kept == figures.count(JUNE, now=JULY)
    assert (kept.counts.received, kept.counts.answered, kept.counts.in_time, kept.counts.published) == (7, 1, 1, 1)
    assert "2026年6月" in report.text_zh
    assert "In June 2026 we received 7 messages" in report.text_en
    assert report.state == MonthlyReport.State.DRAFT


def test_it_must_appear_within_twenty_working_days(report):
    """30 June is a Tuesday; July 2026 has no holiday."""
    assert (report.due_on, report.due_provisional) == (date(2026, 7, 28), False)


def test_a_deadline_beyond_the_known_calendar_is_provisional(office):
    late = actions.draft(month=date(2026, 12, 1), now=datetime(2027, 1, 2, tzinfo=ZoneInfo("Asia/Shanghai")))

    assert late.due_provisional


def test_who_submits_can_not_approve(report, office, second):
    actions.submit(report=report, by=office.quality, now=JULY)

    with pytest.raises(actions.OwnReport):
        actions.approve(report=report, by=office.quality, now=JULY)
    actions.approve(report=report, by=second, now=JULY)

    assert (report.state, report.approved_by, report.published_at) == (MonthlyReport.State.PUBLISHED, second, JULY)


def test_the_database_itself_wants_four_eyes(report, office):
    actions.submit(report=report, by=office.quality, now=JULY)
    row = MonthlyReport.objects.filter(pk=report.pk)

    with pytest.raises(IntegrityError, match="report_is_approved_by_somebody_else"), transaction.atomic():
        row.update(state="published", published_at=JULY, approved_by=office.quality)
    with pytest.raises(IntegrityError, match="published_report_has_a_moment_and_an_approver"), transaction.atomic():
        row.update(state="published")
    with pytest.raises(IntegrityError, match="report_that_is_no_draft"), transaction.atomic():
        MonthlyReport.objects.filter(pk=report.pk).update(submitted_by=None, submitted_at=None)


def test_the_numbers_of_a_published_report_stay_whatever_happens_later(report, office, second):
    published(report, office, second)
    before = dict(report.figures)

    a_case(now=MONDAY + timedelta(days=2))

    report.refresh_from_db()
    assert report.figures == before
    assert counting.months(now=JULY)[0].counts.received == 8
    with pytest.raises(actions.ReportMoved):
        actions.count_again(report=report, by=office.quality, now=JULY)
    with pytest.raises(actions.ReportMoved):
        actions.write(report=report, text_zh="改", text_en="", by=office.quality, now=JULY)


def test_a_draft_can_be_counted_again(report, office):
    a_case(now=MONDAY + timedelta(days=2))

    actions.count_again(report=report, by=office.quality, now=JULY)

    assert figures.read(report.figures).counts.received == 8


def test_a_revision_has_a_reason_and_leaves_the_first_as_it_was(report, office, second):
    published(report, office, second)
    a_case(now=MONDAY + timedelta(days=2))

    revision = actions.revise(report=report, reason_zh="漏计一件。", reason_en="One was left out.", by=office.quality, now=JULY)

    assert (revision.revision, figures.read(revision.figures).counts.received) == (2, 8)
    assert MonthlyReport.objects.newest().get() == report
    published(revision, office, second)
    assert MonthlyReport.objects.newest().get() == revision
    assert figures.read(MonthlyReport.objects.get(pk=report.pk).figures).counts.received == 7
    with pytest.raises(actions.ReportMoved):
        actions.revise(report=report, reason_zh="又一次。", reason_en="", by=office.quality, now=JULY)
    with pytest.raises(IntegrityError, match="later_revision_of_a_report_has_a_reason"), transaction.atomic():
        MonthlyReport.objects.filter(pk=revision.pk).update(reason_zh="")


def test_only_what_is_published_gets_a_revision(report, office):
    with pytest.raises(actions.NotPublishedYet):
        actions.revise(report=report, reason_zh="改", reason_en="", by=office.quality, now=JULY)


def test_two_people_who_press_at_once_publish_once(report, office, second):
    actions.submit(report=report, by=office.quality, now=JULY)
    other = MonthlyReport.objects.get(pk=report.pk)
    actions.send_back(report=report, by=second, now=JULY)

    with pytest.raises(actions.ReportMoved):
        actions.approve(report=other, by=second, now=JULY)


def test_the_timer_drafts_each_month_that_is_over_once(office, second):
    a_case()

    assert draft_monthly_reports(now=JULY) == (1, 0)
    assert draft_monthly_reports(now=JULY + timedelta(hours=1)) == (0, 0)
    assert [report.month for report in MonthlyReport.objects.all()] == [JUNE]
    # A worker that stood still makes up for it, oldest first.
    assert queries.months_to_draft(now=JULY + timedelta(days=75)) == [date(2026, 7, 1), date(2026, 8, 1)]
    assert letters("staff_report_drafted").count() == 2


def test_the_others_of_the_office_are_told_that_a_report_waits(report, office, second):
    actions.submit(report=report, by=office.quality, now=JULY)

    assert [letter.to for letter in letters("staff_report_submitted")] == [second.email]


def test_a_late_report_is_told_once(report, office):
    on_the_day = datetime(2026, 7, 28, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert draft_monthly_reports(now=on_the_day) == (0, 0)
    assert draft_monthly_reports(now=on_the_day + timedelta(days=1)) == (0, 1)
    assert draft_monthly_reports(now=on_the_day + timedelta(days=2)) == (0, 0)
    assert letters("staff_report_late").count() == 1
    assert not mail.outbox


def test_a_published_report_is_never_late(report, office, second):
    published(report, office, second)

    draft_monthly_reports(now=datetime(2026, 7, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))

    assert not letters("staff_report_late").exists()


def test_a_month_without_a_message_is_reported_as_that(office):
    report = actions.draft(month=date(2026, 2, 1), now=JULY)

    assert report.text_en == "In February 2026 no message was received."
    assert figures.read(report.figures).counts.received == 0
