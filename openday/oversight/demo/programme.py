"""The rectification campaign as its source tells it. Empty titles are slots that it counts but doesn't name."""

from openday.accounts.models import Unit
from openday.oversight.models import PlanItem, Programme

SOURCE_ZH = "深圳检验检疫局检测工作整顿活动新闻稿（原文未印年份）"
SOURCE_EN = "News article on the rectification of testing work, Shenzhen inspection and quarantine bureau (no year printed)"
Kind = PlanItem.Kind

# kind, number, unit code, (title zh, en), (text zh, en), (when zh, en)
_ITEMS: list[tuple[str, int, str, tuple[str, str], tuple[str, str], tuple[str, str]]] = [
    (
        Kind.MILESTONE,
        1,
        "",
        ("全国质检系统视频会议，成立整顿工作组", "National video conference; a working group is set up"),
        (
            "质检系统召开全国视频会议，会后本局随即成立检测工作整顿工作组。",
            "The quality-supervision system holds a national video conference; right after it the bureau sets up its working group.",
        ),
        ("4月15日", "15 April"),
    ),
    (
        Kind.MILESTONE,
        2,
        "",
        ("利用周末起草方案", "The plan is drafted at the weekend"),
        ("工作组在周末加班起草整顿方案。", "The working group drafts the plan."),
        ("4月17日", "17 April"),
    ),
    (
        Kind.MILESTONE,
        3,
        "",
        ("方案讨论定稿", "The plan is settled"),
        ("周一提出方案，经一个下午的讨论后确定。", "On Monday the plan is presented and, after an afternoon's discussion, settled."),
        ("4月19日", "19 April"),
    ),
    (
        Kind.MILESTONE,
        4,
        "",
        ("动员大会", "Mobilisation meeting"),
        (
            "近2000名检测和执法人员在26个视频会场参加。",
            "Nearly 2,000 testing and enforcement staff take part in 26 video meeting rooms.",
        ),
        ("4月27日", "27 April"),
    ),
    *((Kind.STAGE, number, "", ("", ""), ("", ""), ("", "")) for number in range(1, 6)),
    *((Kind.TASK, number, "", ("", ""), ("", ""), ("", "")) for number in range(1, 14)),
    (Kind.ACTIVITY, 1, "", ("一次学习动员大会", "One mobilisation meeting"), ("", ""), ("", "")),
    (Kind.ACTIVITY, 2, "", ("一次理论学习中心组集体学习", "One group study by the leadership's study group"), ("", ""), ("", "")),
    (Kind.ACTIVITY, 3, "", ("一次专题讨论", "One themed discussion in every unit"), ("", ""), ("", "")),
    (
        Kind.ACTIVITY,
        4,
        "",
        ("每人提一条意见建议", "One suggestion from every person"),
        ("围绕检测工作质量。", "On the quality of testing work."),
        ("", ""),
    ),
    (Kind.ACTIVITY, 5, "", ("一次检测纪律教育", "One discipline-education study"), ("全体人员参加。", "For all staff."), ("", "")),
    (
        Kind.TRAINING,
        1,
        "",
        ("管理人员", "Managers"),
        ("各中心和实验室管理人员：法律法规和业务。", "Managers of the centres and laboratories: law and business."),
        ("", ""),
    ),
    (
        Kind.TRAINING,
        2,
        "",
        ("检测人员", "Testing staff"),
        ("全员培训，持证上岗。", "All testing staff; they work only with a certificate."),
        ("", ""),
    ),
    (
        Kind.TRAINING,
        3,
        "",
        ("分支机构执法人员", "Enforcement staff of branch offices"),
        ("并编写培训教材。", "A training textbook is compiled as well."),
        ("", ""),
    ),
    (
        Kind.MEASURE,
        1,
        "",
        ("实验室开放日", "Laboratory open days"),
        (
            "多办实验室“开放日”，让检测工作接受社会监督，赢得公众认可。",
            "More laboratory open days, so that testing work is under social oversight and gains public recognition.",
        ),
        ("", ""),
    ),
    (Kind.MEASURE, 2, "", ("仪器设备绩效考核", "Performance appraisal of instruments"), ("", ""), ("", "")),
    (Kind.MEASURE, 3, "", ("大型检测仪器设备共享机制", "Sharing mechanism for large instruments"), ("", ""), ("", "")),
    (
        Kind.MEASURE,
        4,
        "",
        ("检需检能核定", "Verification of testing demand against capability"),
        (
            "核定检测需求与检测能力，为应对技术性贸易措施做技术储备。",
            "Demand is checked against capability; a technical reserve against technical barriers to trade.",
        ),
        ("", ""),
    ),
    (Kind.MEASURE, 1, "animal-plant", ("完善质量管理体系", "Keep the quality-management system effective"), ("", ""), ("", "")),
    (
        Kind.MEASURE,
        2,
        "animal-plant",
        ("加强基础建设", "Infrastructure"),
        ("标准物质、扩大领域、提升能力。", "Reference materials, a wider scope, more capability."),
        ("", ""),
    ),
    (Kind.MEASURE, 3, "animal-plant", ("科研攻关", "Research"), ("", ""), ("", "")),
    (Kind.MEASURE, 4, "animal-plant", ("知识培训和职业道德教育", "Training and professional ethics"), ("", ""), ("", "")),
    (
        Kind.MEASURE,
        1,
        "food",
        ("主动自查", "Self-inspection"),
        (
            "自查发现：不少新进人员没有完全掌握标准的关键步骤，操作不够规范。",
            "Found: many new staff did not fully grasp key steps of test standards and worked irregularly.",
        ),
        ("", ""),
    ),
    (
        Kind.MEASURE,
        2,
        "food",
        ("培训与规范流程", "Training and a regulated workflow"),
        ("管理和技术两方面培训，规范检测流程。", "Training in management and technique; the workflow is regulated."),
        ("", ""),
    ),
    (
        Kind.MEASURE,
        3,
        "food",
        ("方法确认和验证", "Review and verification of methods"),
        ("清理在用标准方法，对新方法进行验证。", "The standard methods in use are reviewed, new methods verified."),
        ("", ""),
    ),
    (
        Kind.STAGE,
        1,
        "industrial",
        ("自查自纠", "Self-inspection and correction"),
        (
            "查体系、查落实、查样品受理、查实验室管理。该中心自行提前三个月完成。",
            "System, implementation, sample reception, laboratory management. The centre finishes three months early.",
        ),
        ("4月—5月底", "April to the end of May"),
    ),
    (
        Kind.STAGE,
        2,
        "industrial",
        ("集中解决问题", "Solving problems together"),
        ("梳理问题、分析原因、落实责任、整改。", "Sort the problems, analyse causes, assign responsibility, fix."),
        ("5月底—6月中旬", "end of May to mid June"),
    ),
    (
        Kind.STAGE,
        3,
        "industrial",
        ("考核检查", "Assessment"),
        ("确定考核项目和标准，解决遗留的薄弱环节。", "Items and criteria; the outstanding weaknesses are solved."),
        ("6月中旬—7月中旬", "mid June to mid July"),
    ),
]


def fill_programme() -> Programme:
    programme, _created = Programme.objects.get_or_create(
        code="rectification",
        defaults={
            "name_zh": "检测工作整顿活动",
            "name_en": "Rectification of testing work",
            "source_zh": SOURCE_ZH,
            "source_en": SOURCE_EN,
        },
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    for kind, number, unit_code, title, text, when in _ITEMS:
        if unit_code and unit_code not in units:
            continue
        PlanItem.objects.get_or_create(
            programme=programme,
            kind=kind,
            number=number,
            unit=units.get(unit_code),
            defaults={
                "title_zh": title[0],
                "title_en": title[1],
                "text_zh": text[0],
                "text_en": text[1],
                "when_zh": when[0],
                "when_en": when[1],
            },
        )
    return programme
