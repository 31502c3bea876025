"""Monthly reports at the desk: the quality office only, and never one person alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from openday.accounts import roles
from openday.oversight.models import MonthlyReport
from openday.oversight.monthly_reports import actions
from tests import people
from tests.oversight.monthly_reports.test_actions import JULY, JUNE, published

pytestmark = pytest.mark.django_db
INDEX = "/admin/oversight/reports/"
WORDS = {"text_zh": "本月已办结。", "text_en": "All done."}


@pytest.fixture
def second(office):
    return people.person("quinn", roles.QUALITY_OFFICE, of="quality-office")


@pytest.fixture
def report(office):
    return actions.draft(month=JUNE, now=JULY)


def press(client, user, report, deed, *, seen=None, **words):
    client.force_login(user)
    seen = MonthlyReport.objects.get(pk=report.pk).turn if seen is None else seen
    return client.post(f"{INDEX}{report.pk}/", {"deed": deed, "seen": seen, **words})


@pytest.mark.parametrize("role", sorted(set(people.EVERYBODY) - {roles.QUALITY_OFFICE}))
def test_other_roles_find_nothing(client, report, role):
    client.force_login(people.EVERYBODY[role]())

    assert {client.get(address).status_code for address in (INDEX, f"{INDEX}{report.pk}/")} == {404}
    assert client.post(f"{INDEX}{report.pk}/", {"deed": "submit", **WORDS}).status_code == 404
    assert "monthly-reports" not in client.get("/admin/").content.decode()


def test_from_the_panel_to_the_public_page(client, report, office, second):
    client.force_login(office.quality)
    assert f"{INDEX}{report.pk}/" in client.get("/admin/").content.decode()

    assert press(client, office.quality, report, "submit", **WORDS).status_code == 302
    refused = press(client, office.quality, report, "approve")
    assert press(client, second, report, "approve").status_code == 302

    assert refused.status_code == 422
    assert "All done." in client.get("/en/oversight/reports/2026-06/").content.decode()
    assert f"{INDEX}{report.pk}/" not in client.get("/admin/").content.decode()


def test_a_draft_without_chinese_words_is_not_submitted(client, report, office):
    answer = press(client, office.quality, report, "submit", text_zh=" ", text_en="x")

    assert answer.status_code == 422
    assert MonthlyReport.objects.get().state == "draft"


def test_who_comes_second_is_told_so(client, report, office, second):
    press(client, office.quality, report, "submit", **WORDS)
    press(client, second, report, "approve")

    assert press(client, second, report, "approve").status_code == 409
    assert press(client, second, report, "write", **WORDS).status_code == 409


def test_back_to_draft_and_counted_again(client, report, office, second):
    press(client, office.quality, report, "submit", **WORDS)
    assert press(client, second, report, "send_back").status_code == 302
    assert press(client, office.quality, report, "count", **WORDS).status_code == 302

    assert MonthlyReport.objects.get().state == "draft"


def test_a_revision_begins_with_a_reason(client, report, office, second):
    published(report, office, second)

    assert press(client, office.quality, report, "revise", reason_zh="").status_code == 422
    assert press(client, office.quality, report, "revise", reason_zh="更正一处数字。").status_code == 302
    assert [one.revision for one in MonthlyReport.objects.order_by("revision")] == [1, 2]


@pytest.mark.parametrize("deed", ["", "delete", "approve%00"])
def test_a_deed_that_does_not_exist_is_not_found(client, report, office, deed):
    assert press(client, office.quality, report, deed).status_code == 404


def test_a_late_report_is_marked(client, report, office):
    MonthlyReport.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(office.quality)

    assert "w-panel--dashboard" in client.get("/admin/").content.decode()
    assert "help-critical" in client.get(f"{INDEX}{report.pk}/").content.decode()


def test_the_list_takes_the_same_queries_for_one_report_and_for_three(client, report, office, django_assert_max_num_queries):
    client.force_login(office.quality)
    client.get(INDEX)
    with django_assert_max_num_queries(30) as one:
        client.get(INDEX)
    for month in (4, 5):
        actions.draft(month=JUNE.replace(month=month), now=JULY)
    with django_assert_max_num_queries(len(one)):
        assert client.get(INDEX).content.decode().count(INDEX) >= 3


def test_what_was_written_anew_is_not_approved_by_who_read_the_old_words(client, report, office, second):
    press(client, office.quality, report, "submit", **WORDS)
    seen = MonthlyReport.objects.get().turn
    press(client, office.quality, report, "send_back")
    press(client, office.quality, report, "submit", text_zh="另一份文字。", text_en="Other words.")

    late = press(client, second, report, "approve", seen=seen)

    assert late.status_code == 409
    assert MonthlyReport.objects.get().state == "submitted"
    assert press(client, second, report, "approve").status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "-1", "99", "0"])
def test_an_older_sight_of_a_draft_overwrites_nothing_and_keeps_what_was_typed(client, report, office, second, seen):
    press(client, office.quality, report, "write", **WORDS)

    late = press(client, second, report, "write", seen=seen, text_zh="后来的文字。", text_en="")

    assert late.status_code == 409
    assert "后来的文字。" in late.content.decode()
    assert MonthlyReport.objects.get().text_zh == WORDS["text_zh"]


def test_who_saw_an_older_report_and_submitted_it_since_gets_an_answer_and_no_failure(report, office, second):
    actions.submit(report=report, by=office.quality, now=JULY)
    old = MonthlyReport.objects.get()
    actions.send_back(report=MonthlyReport.objects.get(), by=second, now=JULY)
    actions.submit(report=MonthlyReport.objects.get(), by=second, now=JULY)

    # The database would refuse this with an error: approver and submitter are one person.
    with pytest.raises(actions.ReportMoved):
        actions.approve(report=old, by=second, now=JULY)
