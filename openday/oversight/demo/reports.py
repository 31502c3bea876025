"""A published report about the last month, marked as made up; the numbers are those of the demo's own cases."""

from datetime import datetime, timedelta

from django.utils import timezone

from openday.accounts.models import User
from openday.oversight.monthly_reports import actions

_MARK_ZH, _MARK_EN = "【演示】以下文字由系统根据演示数据起草。", "[Demo] These words were drafted from the demo's own cases."


def fill_reports(*, now: datetime) -> None:
    last = (timezone.localdate(now).replace(day=1) - timedelta(days=1)).replace(day=1)
    writer, approver = (User.objects.filter(username=name).first() for name in ("quality", "root"))
    if writer is None or approver is None:
        return
    report = actions.draft(month=last, now=now)
    if report is None:
        return
    words = {"text_zh": f"{_MARK_ZH}\n\n{report.text_zh}", "text_en": f"{_MARK_EN}\n\n{report.text_en}"}
    actions.write(report=report, **words, by=writer, now=now)
    actions.submit(report=report, by=writer, now=now)
    actions.approve(report=report, by=approver, now=now)
