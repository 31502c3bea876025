"""The rectification campaign as news. Every fact comes from the one article that the portal grew out of; nothing is added.

A place that the article counts but does not name is shown as an empty, labelled place.
"""

from datetime import date
from typing import NamedTuple

from home.demo.parts import Block, Pair, note, picture, quote, steps, table, text, timeline, unpublished

SOURCE = Pair(
    "关于深圳检验检疫局检测工作整顿活动的新闻报道", "News article on the testing campaign of the Shenzhen inspection and quarantine bureau"
)
NOT_LISTED = Pair("原文未列出", "Not listed in the source")
YEAR_ZH = note("关于年份", "<p>原文没有印出年份。文中写明4月19日是星期一，与2010年相符，本站据此排列日期。</p>")
YEAR_EN = note(
    "About the year",
    "<p>The source does not print the year. It calls 19 April a Monday, which fits 2010; the dates on this site follow from that.</p>",
)


class Story(NamedTuple):
    slug: str
    published_on: date
    title: Pair
    summary: Pair
    picture: str
    zh: list[Block]
    en: list[Block]
    # Which kind of news it is, and the centre it is about.
    topic: str = "campaign"
    unit: str = ""


MOBILISATION = Story(
    "mobilisation-meeting",
    date(2010, 4, 27),
    Pair("近2000人参加：检测工作整顿活动召开动员大会", "Nearly 2,000 people open the testing campaign"),
    Pair(
        "26个视频会场，近2000名检测和执法人员。局领导要求：查找差距，不走过场，让人民群众满意、放心。",
        "Testing and enforcement staff in 26 video meeting rooms were told to find the gaps, and not to go through the motions.",
    ),
    "news-mobilisation",
    [
        text(
            "<p>4月27日，深圳检验检疫局召开检测工作整顿活动动员大会。近2000名检测人员和执法人员在26个视频会场参加。整顿活动是“质量提升”活动的一部分。</p>"
            "<h2>为什么要整顿</h2><p>局领导讲得很直接：要查找差距，使检测管理标准化、科学化、制度化，让人民群众满意、放心；整顿不能走过场。</p>"
        ),
        quote("让人民群众满意、放心。", who="局领导在动员会上提出的目标"),
        text("<h2>从部署到动员</h2>"),
        timeline(
            ("4月15日", "全国质检系统视频会议", "会后，深圳检验检疫局随即成立整顿工作组。"),
            ("4月17日（周末）", "起草方案", "工作组利用周末起草整顿方案。"),
            ("4月19日（星期一）", "方案提交讨论并确定", "经过一个下午的讨论，方案定了下来。"),
            ("4月27日", "动员大会", "26个视频会场，近2000人参加。"),
        ),
        YEAR_ZH,
    ],
    [
        text(
            "<p>On 27 April the Shenzhen Entry-Exit Inspection and Quarantine Bureau opened its testing-work rectification campaign. Nearly 2,000 testing "
            "and enforcement staff took part in 26 video meeting rooms. The campaign is part of the wider “quality improvement” activity.</p>"
            "<h2>Why a campaign</h2><p>The director put it plainly: find the gaps, make the management of testing standardised, scientific and "
            "institutional, so that the public is satisfied and at ease. It must not become a formality.</p>"
        ),
        quote("So that the public is satisfied and at ease.", who="The aim set at the meeting, in our translation"),
        text("<h2>From the order to the meeting</h2>"),
        timeline(
            (
                "15 April",
                "National video conference of the quality-supervision system",
                "Right after it the bureau sets up a working group.",
            ),
            ("17 April, a weekend", "The plan is drafted", "The working group writes through the weekend."),
            ("19 April, a Monday", "The plan is presented and settled", "One afternoon of discussion is enough."),
            ("27 April", "Mobilisation meeting", "26 video meeting rooms, nearly 2,000 people."),
        ),
        YEAR_EN,
    ],
)

PLAN = Story(
    "five-stages-thirteen-tasks",
    date(2010, 4, 19),
    Pair("整顿方案确定：五个阶段、13项重点工作", "The plan is settled: five stages, thirteen key tasks"),
    Pair(
        "方案在一个下午的讨论后确定。原文写明了数目，没有逐项列出；没有列出的，我们留空，不替它编。",
        "The source gives the numbers but not the lists. What it does not name stays an empty place here.",
    ),
    "oversight-review",
    [
        text("<p>4月19日，整顿方案提交讨论并确定。方案分五个阶段，共13项重点工作。</p>"),
        table(
            "五个阶段",
            ["阶段", "原文怎么说"],
            ["自查自纠", "文中顺带提到，未注明次序"],
            ["考核检查", "文中顺带提到，未注明次序"],
            ["（第三个名称）", "原文未列出"],
            ["（第四个名称）", "原文未列出"],
            ["（第五个名称）", "原文未列出"],
            source=SOURCE.zh,
        ),
        note("13项重点工作", "<p>原文只写明数目，没有逐项列出。等到有公开的清单，再补在这里，并注明来源。</p>"),
        YEAR_ZH,
    ],
    [
        text("<p>On 19 April the plan of the campaign was presented and settled. It has five stages and thirteen key tasks.</p>"),
        table(
            "The five stages",
            ["Stage", "What the source says"],
            ["Self-inspection and self-correction", "Mentioned in passing, its place is not given"],
            ["Assessment", "Mentioned in passing, its place is not given"],
            ["(third name)", NOT_LISTED.en],
            ["(fourth name)", NOT_LISTED.en],
            ["(fifth name)", NOT_LISTED.en],
            source=SOURCE.en,
        ),
        note(
            "The thirteen key tasks",
            "<p>The source gives their number and no list. When a list is published it will stand here, with its source.</p>",
        ),
        YEAR_EN,
    ],
)

FIVE_ONES = Story(
    "five-ones",
    date(2010, 4, 27),
    Pair("“五个一”：每个人提一条检测质量建议", "The five “ones”: one suggestion from every person"),
    Pair(
        "一次动员会、一次集中学习、一次专题讨论、每人一条建议、一次纪律教育。",
        "One meeting, one study session, one discussion, one suggestion each, one lesson in discipline.",
    ),
    "news-training",
    [
        text("<p>整顿活动要求做到“五个一”。数目不多，但每一项都落到具体的人。</p>"),
        steps(
            ("召开一次动员大会", "全局动员，26个视频会场。"),
            ("组织一次中心组学习", "领导班子理论学习中心组集中学习一次。"),
            ("每个单位开展一次专题讨论", "各单位围绕检测工作讨论一次。"),
            ("每人提一条检测质量建议", "每个人就提高检测质量提出一条建议。"),
            ("开展一次纪律教育学习", "全体人员参加一次纪律教育学习。"),
        ),
    ],
    [
        text("<p>The campaign asks for five “ones”. They are few, and each has somebody who must do it.</p>"),
        steps(
            ("One mobilisation meeting", "For the whole bureau, in 26 video meeting rooms."),
            ("One group study session", "By the leadership's study group."),
            ("One themed discussion in every unit", "Each unit discusses its own testing work."),
            ("One suggestion from every person", "Everybody suggests one thing that would make testing better."),
            ("One discipline-education study", "For all staff."),
        ),
    ],
)

SIX_CHECKS = Story(
    "six-checks-six-looks",
    date(2010, 4, 27),
    Pair("“六查六看”：六个问题，查到每一个实验室", "Six checks, six looks: the questions every laboratory must answer"),
    Pair(
        "制度全不全、落实没落实、人员有没有资格、业务有没有违规、抽送样规不规范、能力跟不跟得上。",
        "Rules, practice, qualifications, violations, sampling, capability: six plain questions.",
    ),
    "lab-microbiology",
    [
        text("<p>整顿以“六查六看”为抓手。您在本站反映检测工作质量问题时，也按这六项来选。</p>"),
        table(
            "六查六看",
            ["查什么", "看什么"],
            ["一查制度建设", "检测管理制度是否健全"],
            ["二查制度落实", "有没有制度不执行、有禁不止"],
            ["三查人员管理", "实验室和检测人员是否具备规定的资格"],
            ["四查业务运作", "有没有违规行为和质量事故"],
            ["五查抽送样行为", "抽样、送样是否科学、规范"],
            ["六查检需检能是否匹配", "检测能力与检测需求是否相适应，薄弱环节在哪里"],
            source=SOURCE.zh,
        ),
        picture("news-sampling", "抽样是检测的第一步：第五查看的就是这一步。"),
        text('<p>发现问题，可以到<a href="/zh-hans/oversight/">监督</a>栏目告诉我们，不需要注册。</p>'),
    ],
    [
        text(
            "<p>The campaign works through six checks. When you report a problem with testing on this site, you choose one of the same six.</p>"
        ),
        table(
            "Six checks, six looks",
            ["Check", "Look"],
            ["1. The rules", "Is the unit's test-management system complete?"],
            ["2. The practice", "Are rules ignored or bans broken?"],
            ["3. The people", "Do laboratories and testing staff hold the required qualifications?"],
            ["4. The operation", "Are there violations or quality accidents?"],
            ["5. The samples", "Are sampling and sample delivery scientific and standard?"],
            ["6. Demand and capability", "Does testing capability match the demand, and where is it weak?"],
            source=SOURCE.en,
        ),
        picture("news-sampling", "Sampling is the first step of testing: the fifth check looks at it."),
        text('<p>Seen a problem? Tell us under <a href="/en/oversight/">Oversight</a>. You need no account.</p>'),
    ],
)

SIX_HUNDREDS = Story(
    "six-hundred-percent",
    date(2010, 4, 27),
    Pair("“2+4”个100%：六条硬指标，两条是国家定的", "Two plus four: six targets of 100%"),
    Pair(
        "两项由国家质检总局提出，四项由深圳检验检疫局自己加上。达到没有，用数字说话；没公布的，写“未公布”。",
        "Two were set by the national administration, four the bureau added itself.",
    ),
    "lab-calibration",
    [
        text("<p>整顿活动定下六个100%。前两项由国家质检总局提出，后四项由深圳检验检疫局自行增加。</p>"),
        table(
            "六个100%",
            ["指标", "由谁提出"],
            ["实验室100%接受考核", "国家质检总局"],
            ["检测人员100%接受考核（笔试、面试、盲样）", "国家质检总局"],
            ["整顿内容100%覆盖", "深圳检验检疫局"],
            ["能力验证和测量比对100%满意", "深圳检验检疫局"],
            ["仪器设备100%检定校准", "深圳检验检疫局"],
            ["实验室100%达标", "深圳检验检疫局"],
            source=SOURCE.zh,
        ),
        text("<h2>结果如何</h2><p>原文写的是目标，没有公布结果。“未公布”不等于0，也不等于100%。</p>"),
        unpublished("实验室考核率", "人员考核率", "仪器检定校准率", period="整顿活动期间", source=SOURCE.zh),
    ],
    [
        text(
            "<p>The campaign sets six targets of 100%. The national administration set the first two; the bureau added the other four.</p>"
        ),
        table(
            "Six times 100%",
            ["Target", "Set by"],
            ["100% of laboratories assessed", "National administration"],
            ["100% of testing staff assessed: written test, interview, blind samples", "National administration"],
            ["100% of the rectification content covered", "The bureau"],
            ["100% satisfactory proficiency tests and measurement comparisons", "The bureau"],
            ["100% of instruments calibrated", "The bureau"],
            ["100% of laboratories up to standard", "The bureau"],
            source=SOURCE.en,
        ),
        text("<h2>And the results?</h2><p>The source names targets and publishes no results. “Not published” is neither 0 nor 100%.</p>"),
        unpublished("Laboratories assessed", "Staff assessed", "Instruments calibrated", period="During the campaign", source=SOURCE.en),
    ],
)

STORIES = [MOBILISATION, PLAN, FIVE_ONES, SIX_CHECKS, SIX_HUNDREDS]
