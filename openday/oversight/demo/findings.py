"""The food centre's own finding as the source tells it, and made-up ones in other states, marked as such.

The source gives neither days nor results, so the first one has none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from openday.accounts.models import Unit, User
from openday.oversight.demo.programme import SOURCE_EN, SOURCE_ZH
from openday.oversight.findings import actions, queries
from openday.oversight.findings.models import Finding
from openday.oversight.instruments.models import Instrument
from openday.oversight.models import Case, CheckItem, Indicator


@dataclass(frozen=True)
class _Story:
    """`ends` says how far it goes; `days_ago` when it was recorded."""

    title: tuple[str, str]
    found: tuple[str, str]
    cause: tuple[str, str]
    what: tuple[str, str]
    unit: str
    check: str
    source: str
    severity: str
    ends: str
    days_ago: int
    evidence: tuple[str, str] = ("【演示】培训签到表和考核成绩", "[Demo] Attendance list and test results")
    effect: tuple[str, str] = ("【演示】现场抽查十份记录，全部规范。", "[Demo] Ten records drawn on the spot, all in order.")
    indicator: str = ""
    instrument: str = ""
    from_feedback: bool = False


_SEED = "不少新进人员没有完全掌握标准的关键步骤"
_STORIES = (
    _Story(
        title=("【演示】收样窗口没有当面核对封条", "[Demo] Seals were not checked in front of the sender"),
        found=(
            "窗口人员收样时没有当面核对封条，后台半小时后才核对。",
            "Seals were checked half an hour later and not in front of the sender.",
        ),
        cause=("收样流程没有写明由谁、在什么时候核对封条。", "The procedure did not say who checks the seal, and when."),
        what=("修订收样流程，窗口当面核对并请送样人签字", "Procedure revised: the seal is checked on the spot and the sender signs"),
        unit="food",
        check="sampling",
        source="case",
        severity="minor",
        ends="closed",
        days_ago=75,
        from_feedback=True,
    ),
    _Story(
        title=("【演示】天平室温湿度记录有空缺", "[Demo] Gaps in the climate records of the balance room"),
        found=("抽查发现三天没有温湿度记录。", "On three days nobody wrote down temperature and humidity."),
        cause=("值班表没有安排周末记录人。", "Nobody was on the roster for weekends."),
        what=("把温湿度记录写进值班表", "The records became part of the roster"),
        unit="animal-plant",
        check="practice",
        source="self_inspection",
        severity="minor",
        ends="not_effective",
        days_ago=60,
        effect=(
            "【演示】两周内又有一天空缺，记录靠人工容易遗漏。",
            "[Demo] One day was missed again within two weeks: writing by hand is easily forgotten.",
        ),
    ),
    _Story(
        title=("【演示】一台天平超过校准期仍在使用", "[Demo] A balance was in use after its calibration had expired"),
        found=("校准到期后第三天仍有一次称量记录。", "There is one weighing on the third day after the calibration expired."),
        cause=("到期提醒只发给一个人，而他在休假。", "The reminder went to one person only, who was on leave."),
        what=("到期提醒同时发给两人，到期当日贴停用标识", "Reminders go to two people; a label takes the device out of use on the day"),
        unit="food",
        check="operations",
        source="instrument",
        severity="major",
        ends="overdue",
        days_ago=30,
        indicator="instruments-calibrated",
        instrument="demo-balance",
    ),
    _Story(
        title=("【演示】开放日参观路线与留样区相邻", "[Demo] The visitors' way passes the room of kept samples"),
        found=("开放日时参观者可以走到留样区门口。", "On an open day visitors could walk up to the door of the kept samples."),
        cause=("参观路线图没有标明分界线。", "The plan of the way showed no boundary."),
        what=("重画参观路线，地面加贴分界线", "The way was drawn anew, with a line on the floor"),
        unit="animal-plant",
        check="system",
        source="open_day",
        severity="observation",
        ends="verifying",
        days_ago=20,
    ),
)


def fill_findings(*, now: datetime) -> None:
    """Make the findings that aren't there yet; nothing where nobody made the demo staff."""
    people = {user.username: user for user in User.objects.filter(username__in=("quality", "handler", "reviewer"))}
    if len(people) < 3:
        return
    units = {unit.code: unit for unit in Unit.objects.all()}
    checks = {check.code: check for check in CheckItem.objects.all()}
    if "food" in units:
        _fill_seed(units["food"], checks["people"], people, now=now)
    for story in _STORIES:
        is_new = story.unit in units and not Finding.objects.filter(title_zh=story.title[0]).exists()
        if is_new and _could_be_checked(units[story.unit], people):
            _bring_on(story, units[story.unit], checks[story.check], people, now=now)


def _could_be_checked(unit: Unit, people: dict[str, User]) -> bool:
    return people["reviewer"] in queries.possible_verifiers(people={people["handler"].pk, people["quality"].pk}, units={unit.pk})


def _fill_seed(unit: Unit, check: CheckItem, people: dict[str, User], *, now: datetime) -> None:
    """What the source tells of the food centre: found, why, three answers; no day is printed, none is made up."""
    if Finding.objects.filter(title_zh=_SEED).exists() or not queries.possible_verifiers(people={people["handler"].pk}, units={unit.pk}):
        return
    handler = people["handler"]
    finding = actions.record(
        source="self_inspection",
        unit=unit,
        check_item=check,
        severity="minor",
        title_zh=_SEED,
        title_en="Many new staff did not fully grasp key steps of test standards",
        found_zh="中心主动自查发现：不少新进人员操作不够规范。",
        found_en="The centre's own inspection found that many new staff worked irregularly.",
        citation_zh=SOURCE_ZH,
        citation_en=SOURCE_EN,
        by=handler,
        now=now,
    )
    actions.publish(finding=finding, by=people["quality"], now=now)
    actions.state_cause(
        finding=finding,
        cause_zh="不少新进人员没有完全掌握检测标准的关键步骤。",
        cause_en="They did not fully grasp the key steps of the test standards.",
        by=handler,
        now=now,
    )
    for what_zh, what_en in (
        ("开展管理和技术两方面的培训", "Training in management and technique"),
        ("规范检测工作流程", "A regulated workflow"),
        ("清理在用标准方法，对新方法进行确认和验证", "A review of the standard methods, and verification of new ones"),
    ):
        actions.plan_action(finding=finding, what_zh=what_zh, what_en=what_en, owner_unit=unit, due_on=None, by=handler, now=now)


def _bring_on(story: _Story, unit: Unit, check: CheckItem, people: dict[str, User], *, now: datetime) -> None:
    handler, quality, reviewer = people["handler"], people["quality"], people["reviewer"]
    start = now - timedelta(days=story.days_ago)
    published = Case.objects.published().filter(handling_unit=unit, check_item=check)[:1] if story.from_feedback else ()
    finding = actions.record(
        source=story.source,
        unit=unit,
        check_item=check,
        severity=story.severity,
        title_zh=story.title[0],
        title_en=story.title[1],
        found_zh=story.found[0],
        found_en=story.found[1],
        cases=published,
        indicator=Indicator.objects.filter(code=story.indicator).first(),
        instrument=Instrument.objects.filter(code=story.instrument, unit=unit).first(),
        by=handler,
        now=start,
    )
    actions.publish(finding=finding, by=quality, now=start)
    actions.state_cause(finding=finding, cause_zh=story.cause[0], cause_en=story.cause[1], by=handler, now=start + timedelta(days=2))
    planned_at = start + timedelta(days=3)
    action = actions.plan_action(
        finding=finding,
        what_zh=story.what[0],
        what_en=story.what[1],
        owner_unit=unit,
        due_on=_day(start, 20),
        by=quality,
        now=planned_at,
    )
    if story.ends == "overdue":
        return
    done_at = start + timedelta(days=12)
    actions.add_proof(action=action, text_zh=story.evidence[0], text_en=story.evidence[1], by=handler, now=done_at)
    actions.report_done(action=action, done_on=_day(done_at), by=handler, now=done_at)
    actions.submit(finding=finding, verify_from=_day(done_at, 21), by=handler, now=done_at)
    looked_at = done_at + timedelta(days=22)
    if story.ends == "not_effective":
        actions.find_ineffective(finding=finding, text_zh=story.effect[0], text_en=story.effect[1], by=reviewer, now=looked_at)
    elif story.ends == "closed":
        actions.confirm(finding=finding, text_zh=story.effect[0], text_en=story.effect[1], by=reviewer, now=looked_at)
        actions.close(finding=finding, by=quality, now=looked_at + timedelta(days=1))


def _day(moment: datetime, days: int = 0) -> date:
    return timezone.localdate(moment) + timedelta(days=days)
