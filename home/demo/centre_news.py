"""The centres' part of the campaign, and the headlines printed under the article. Facts as in campaign.py."""

from datetime import date

from home.demo.campaign import SOURCE, Story
from home.demo.parts import Pair, note, picture, steps, table, text, timeline

FOOD = Story(
    "food-centre-self-inspection",
    date(2010, 4, 27),
    Pair("食品检测技术中心自查：新手操作不规范，怎么改", "What the food centre found when it looked at itself"),
    Pair(
        "自查发现不少新进人员没有完全掌握标准的关键步骤。中心用培训、流程和方法复核来回答。",
        "Many new staff had not mastered key steps of the test standards. The centre answers with training and review.",
    ),
    "centre-food",
    [
        text(
            "<p>食品检测技术中心在自查中发现：不少新进人员对检测标准的关键步骤掌握不全，操作不够规范。把问题摆出来，是改的第一步。</p><h2>三项措施</h2>"
        ),
        steps(
            ("抓培训", "管理培训和技术培训一起抓。"),
            ("规范流程", "把检测工作流程定下来，照着做。"),
            ("复核标准方法", "清理在用的标准方法，新方法先验证再使用。"),
        ),
        picture("lab-pesticide-residue", "农药残留检测（示意图）：样品处理的每一步都有标准。"),
    ],
    [
        text(
            "<p>In its self-inspection the food testing centre found that many new members of staff did not fully grasp key steps of the test standards and "
            "worked irregularly. Saying so is the first step to changing it.</p><h2>Three answers</h2>"
        ),
        steps(
            ("Training", "In management and in technique."),
            ("A regulated workflow", "Written down, and followed."),
            ("A review of standard methods", "New methods are verified before they are used."),
        ),
        picture("lab-pesticide-residue", "Testing for pesticide residues (drawing): every step of preparing a sample follows a standard."),
    ],
    topic="laboratories",
    unit="food",
)

INDUSTRIAL = Story(
    "industrial-centre-error-rate",
    date(2010, 4, 27),
    Pair("工业品检测技术中心自我加压：差错率目标从≤3‰降到≤1‰", "Industrial centre cuts its own error target from 3 to 1 per thousand"),
    Pair(
        "目标是中心自己定的，只约束它自己；自查和考核也提前三个月完成。",
        "The target is the centre's own and binds nobody else. It also finishes three months early.",
    ),
    "centre-industrial",
    [
        text(
            "<p>工业品检测技术中心把自己的报告结论性差错率目标从≤3‰收紧到≤1‰。原文没有写明从哪一天起执行。中心还要求自查和考核比全局提前三个月完成，分三步走：</p>"
        ),
        timeline(
            ("4月—5月底", "自查自纠", "查体系、查落实、查收样、查实验室管理。"),
            ("5月底—6月中旬", "集中解决问题", "梳理问题，分析原因，落实责任，逐项整改。"),
            ("6月中旬—7月中旬", "考核检查", "定出考核项目和标准，解决遗留的薄弱环节。"),
        ),
        note(
            "≤1‰怎样才算证明了",
            "<p>样本小、没有差错，证明不了什么。要在95%的把握下说“差错率不超过1‰”，至少要检查2995份报告而没有发现一份差错。所以本站的结论有三种：达标、未达标、样本不足以判定。</p>",
            level="warn",
        ),
    ],
    [
        text(
            "<p>The industrial products testing centre tightened its own target for the error rate of report conclusions from ≤3‰ to ≤1‰. The source gives no date "
            "for it. The centre also finishes its self-inspection and assessment three months early, in three phases.</p>"
        ),
        timeline(
            ("April to the end of May", "Self-inspection", "The system, its use, sample reception, laboratory management."),
            ("End of May to mid-June", "Solving what was found", "Sort, analyse the causes, assign responsibility, fix."),
            ("Mid-June to mid-July", "Assessment", "Set items and criteria, and settle the weaknesses that are left."),
        ),
        note(
            "When is ≤1‰ proven?",
            "<p>No error in a small sample proves nothing. To say with 95% confidence that the rate is at most 1‰, at least 2,995 reports must have been checked "
            "without one error. That is why this site has three verdicts: met, not met, sample too small to tell.</p>",
            level="warn",
        ),
    ],
    topic="laboratories",
    unit="industrial",
)

ANIMAL_PLANT = Story(
    "animal-plant-centre-measures",
    date(2010, 4, 27),
    Pair("动植物检测中心：四项措施守住供港活畜禽的安全", "Animal and plant centre: four measures"),
    Pair(
        "每年近10万批检测、上亿头（只）供港畜禽的检疫，靠体系、条件、科研和人。",
        "Nearly 100,000 batches a year rest on a system, on equipment, on research and on people.",
    ),
    "centre-animal-plant",
    [
        text("<p>据原文，动植物检测中心每年承担近10万批次的检测任务，以及上亿头（只）供港活畜禽的检疫检测。中心提出四项措施：</p>"),
        steps(
            ("保持质量管理体系有效运行", ""),
            ("加强基础建设", "标准物质、检测范围、检测能力。"),
            ("推进科研", ""),
            ("抓培训和职业道德", ""),
        ),
        note("这些数字是背景", "<p>批次和头数来自原文，说明工作的规模，不是当前的业绩数字。</p>"),
    ],
    [
        text(
            "<p>According to the source, the animal and plant testing centre handles nearly 100,000 test batches a year and the quarantine of over 100 million head "
            "of livestock and poultry supplied to Hong Kong. It takes four measures.</p>"
        ),
        steps(
            ("Keep the quality-management system effective", ""),
            ("Infrastructure", "Reference materials, wider scope, capability."),
            ("Research", ""),
            ("Training and professional ethics", ""),
        ),
        note(
            "These numbers are background",
            "<p>They come from the source and show the size of the work. They are not current performance.</p>",
        ),
    ],
    topic="laboratories",
    unit="animal-plant",
)

TRAINING = Story(
    "three-levels-of-training",
    date(2010, 4, 27),
    Pair("三个层面的教育培训：管理的、检测的、执法的，一个不落", "Training on three levels"),
    Pair(
        "中心和实验室的管理者学法律、学业务；检测人员持证上岗；分支机构执法人员也要学。",
        "Managers, testing staff and enforcement staff each get a training of their own.",
    ),
    "news-training",
    [
        table(
            "三个层面的教育培训",
            ["对象", "内容"],
            ["各中心、实验室的管理人员", "法律法规和业务知识"],
            ["全体检测人员", "持证上岗"],
            ["分支机构执法人员", "原文未写明具体内容"],
            source=SOURCE.zh,
        ),
        text("<p>为此还编写了培训教材。</p>"),
    ],
    [
        table(
            "Training on three levels",
            ["Who", "What"],
            ["Managers of the centres and laboratories", "Law and professional knowledge"],
            ["All testing staff", "They work only with a certificate"],
            ["Enforcement staff of the branch offices", "The source does not give the content"],
            source=SOURCE.en,
        ),
        text("<p>A training textbook is compiled for it.</p>"),
    ],
)

OPEN_DAYS = Story(
    "more-open-days",
    date(2010, 4, 27),
    Pair("多办实验室“开放日”，让检测工作接受社会监督", "More laboratory open days, so that the public can watch"),
    Pair(
        "开放日是整顿的特色活动之一：请市民走进实验室，看检测怎样做，听意见，也争取公众的认可。",
        "Open days put testing under social oversight, and let it earn public recognition.",
    ),
    "openday-families",
    [
        text(
            "<p>整顿活动中有几项“特色活动”，第一项就是增加实验室“开放日”：让检测工作接受社会监督，得到公众的认可。这个网站为它而建。</p>"
            "<h2>其他特色活动</h2><ul><li>仪器设备绩效考核</li><li>大型检测仪器设备共享机制</li><li>检需检能核定，为应对技术性贸易措施做好技术储备</li></ul>"
        ),
        picture("openday-school", "开放日（示意图）：学生在讲解员带领下动手做实验。"),
        text('<p>想来看看？<a href="/zh-hans/open-days/">选一个开放日</a>，填一张表就行，不需要注册，也不收费。</p>'),
    ],
    [
        text(
            "<p>The campaign has special activities, and the first is to hold more laboratory open days: testing work comes under social oversight and gains public "
            "recognition. This site was built for it.</p><h2>The other special activities</h2><ul><li>performance appraisal of instruments</li>"
            "<li>a sharing mechanism for large instruments</li><li>checking testing demand against capability, as a technical reserve against technical barriers to trade</li></ul>"
        ),
        picture("openday-school", "An open day (drawing): pupils try an experiment with a guide."),
        text('<p>Would you like to see it? <a href="/en/open-days/">Choose an open day</a>: one short form, no account, no fee.</p>'),
    ],
    topic="open-days",
)

STORIES = [FOOD, INDUSTRIAL, ANIMAL_PLANT, TRAINING, OPEN_DAYS]

# Printed under the article, title and date only: (slug, title, cut off?, date).
HEADLINES = [
    ("headline-non-edible-substances", "质检总局：严厉打击添加非食用物质违法行为", False, date(2011, 2, 18)),
    ("headline-integrity-conference", "全国质检系统党风廉政建设工作会议提出要求", True, date(2011, 2, 17)),
    ("headline-people-first-integrity", "“以人为本”做好党风廉政工作", False, date(2011, 2, 17)),
    ("headline-rice-dumplings", "春节系列“生活提示”之七：汤圆元宵选购常识", False, date(2011, 2, 16)),
    ("headline-business-and-team", "一手抓业务 一手抓队伍", False, date(2011, 2, 21)),
]
HEADLINE_SOURCE = "原文下方的相关新闻标题"
