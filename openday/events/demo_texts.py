"""What the demo open days say, in Chinese and English.

The facts about the centres come from the article that the portal grew out of (docs/sources.md);
programmes, times and rules are examples and every page says so.
"""

from dataclasses import dataclass, field
from datetime import time


@dataclass(frozen=True)
class PageText:
    title: str
    summary: str
    introduction: str
    # (minutes, title, text)
    programme: list[tuple[int, str, str]]
    rules: str
    access: str
    directions: str


@dataclass(frozen=True)
class DemoOpenDay:
    """One open day; `weekdays` count from Monday = 0, `on_days_off` plans it for weekends and holidays instead."""

    code: str
    unit: str
    name_zh: str
    name_en: str
    picture: str
    weekdays: tuple[int, ...]
    hours: tuple[tuple[time, time], ...]
    individuals: tuple[int, ...]
    zh: PageText
    en: PageText
    on_days_off: bool = False
    groups: int | None = None
    audience: list[str] = field(default_factory=lambda: ["everyone"])
    languages: list[str] = field(default_factory=lambda: ["zh-hans"])
    access: list[str] = field(default_factory=lambda: ["step_free", "lift", "accessible_toilet"])
    rules: dict[str, object] = field(default_factory=dict)


PLACE_ZH, PLACE_EN = "深圳市福强路1011号（演示地址）", "1011 Fuqiang Road, Shenzhen (demo address)"
_NOTE_ZH = "<p><b>演示内容：</b>本页的场次、流程和接待安排仅用于演示本网站，不是真实的参观安排。</p>"
_NOTE_EN = "<p><b>Demo:</b> sessions and programme on this page only show how this site works; they are not real visits.</p>"
_WAY_ZH = (
    "<p>地铁、公交均可到达（演示）：出地铁站（示意图上的M）直行，过路口，公交站（B）对面就是大门（1）。"
    "请在接待处（2）出示预约凭证，工作人员会带您进入参观通道。停车场（P）在大门右侧，全程没有台阶。</p>"
)
_WAY_EN = (
    "<p>By metro or bus (demo): from the metro (M on the sketch) go straight on and cross the road; "
    "the gate (1) is opposite the bus stop (B). "
    "Show your ticket at the reception (2); a member of staff takes you to the visitors' corridor. "
    "Parking (P) is to the right of the gate. There are no steps.</p>"
)
_SAFE_ZH = (
    "<ul><li>请跟随讲解员，不触碰仪器和样品。</li>"
    "<li>参观通道内请勿饮食；可以拍照，但请不要拍摄检测人员的面部和电脑屏幕。</li><li>未满14周岁的孩子由成年人陪同。</li></ul>"
)
_SAFE_EN = (
    "<ul><li>Stay with your guide; please do not touch instruments or samples.</li>"
    "<li>No eating or drinking in the corridor. Photographs are welcome, but not of faces of staff or of screens.</li>"
    "<li>Children under 14 come with an adult.</li></ul>"
)
_ACCESS_ZH = "<p>参观路线约400米，全程无台阶；需要轮椅、手语或其他协助，请在预约时勾选。</p>"
_ACCESS_EN = (
    "<p>The route is about 400 metres long and has no steps. "
    "If you need a wheelchair, sign language or other help, tick it when you register.</p>"
)


def _zh(title: str, summary: str, introduction: str, programme: list[tuple[int, str, str]]) -> PageText:
    return PageText(title, summary, f"<p>{introduction}</p>{_NOTE_ZH}", programme, _SAFE_ZH, _ACCESS_ZH, _WAY_ZH)


def _en(title: str, summary: str, introduction: str, programme: list[tuple[int, str, str]]) -> PageText:
    return PageText(title, summary, f"<p>{introduction}</p>{_NOTE_EN}", programme, _SAFE_EN, _ACCESS_EN, _WAY_EN)


# (question, answer); the rules of admission answer the rest of what people ask.
QUESTIONS_ZH = [
    ("要带什么？", "带上预约凭证就行，手机上的或打印的都可以。没有手机也能来：在接待处报预约码和预约时留的联系方式。"),
    ("迟到了怎么办？", "接待处会带您赶上讲解；开始15分钟后，为了安全不再进入实验室区域（演示规定）。"),
    ("可以把自己的样品带来检测吗？", "不可以。开放日只看不检，带来的食品和物品请留在储物柜里。"),
    ("临时来不了怎么办？", "请在凭证页面上取消，名额会马上让给候补的人。"),
]
QUESTIONS_EN = [
    (
        "What should I bring?",
        "Only your ticket, on the phone or on paper. Without either, say your code and your contact at the reception.",
    ),
    (
        "What if I am late?",
        "The reception brings you to your group. For safety nobody enters later than 15 minutes after the start (demo rule).",
    ),
    ("Can I have a sample of mine tested?", "No. An open day is for looking; please leave food and things you bring in a locker."),
    ("What if I cannot come after all?", "Please cancel on the page of your ticket: the places go to those who wait."),
]
MORNING, LATE_MORNING = (time(9, 30), time(11, 0)), (time(10, 30), time(11, 30))
AFTERNOON, LATE_AFTERNOON = (time(14, 30), time(16, 0)), (time(15, 30), time(17, 0))

OPEN_DAYS = [
    DemoOpenDay(
        code="food-residues",
        unit="food",
        name_zh="农药残留检测开放日",
        name_en="Pesticide residues: see how your vegetables are tested",
        picture="lab-pesticide-residue",
        weekdays=(1, 3),
        hours=(MORNING, AFTERNOON),
        individuals=(12, 20),
        groups=20,
        audience=["everyone", "families", "schools"],
        languages=["zh-hans", "yue"],
        zh=_zh(
            "农药残留检测开放日",
            "跟着一棵青菜走完检测全程：收样、前处理、上机、出报告，每一步都看得见。",
            "食品检测技术中心在自查中发现，不少新进人员对检测标准的关键步骤掌握不够、操作不够规范，于是加强培训、规范流程，"
            "并对标准方法重新核查验证。开放日请您走进实验室，看看这些改进落在哪里，也请您当面提意见。",
            [
                (10, "收样登记", "看样品怎样编号、封存，为什么检测人员不知道样品是谁送来的。"),
                (30, "前处理实验室", "隔着玻璃看称样、提取、净化，讲解员演示移液。"),
                (30, "仪器室", "液相色谱-质谱联用仪怎样从一片菜叶里找出十亿分之一的残留。"),
                (20, "看懂报告与提问", "一份检测报告怎么读，对结果有疑问找谁。"),
            ],
        ),
        en=_en(
            "Pesticide residues: see how your vegetables are tested",
            "Follow one vegetable from the counter to the report: every step is open to view.",
            "In its self-inspection the Food Testing Centre found that many new staff did not fully grasp key steps of test standards. "
            "It answered with training, a regulated workflow and a review of its standard methods. "
            "Come and see where these changes have landed, and tell us what you think.",
            [
                (10, "Reception of samples", "How samples are numbered and sealed, and why analysts do not know who sent them."),
                (30, "Preparation laboratory", "Weighing, extracting and cleaning up behind glass; your guide shows how to pipette."),
                (30, "Instruments", "How liquid chromatography and mass spectrometry find one part in a billion."),
                (20, "Reading a report", "What a test report says, and whom to ask when you doubt it."),
            ],
        ),
    ),
    DemoOpenDay(
        code="food-families",
        unit="food",
        name_zh="小小检测员：家庭开放日",
        name_en="Little analysts: a family day",
        picture="openday-families",
        weekdays=(5, 6),
        on_days_off=True,
        hours=(MORNING, AFTERNOON),
        individuals=(16, 16),
        audience=["families"],
        languages=["zh-hans", "yue", "en"],
        access=["step_free", "lift", "accessible_toilet", "seating", "parking"],
        rules={"party_max": 5, "children_per_adult_max": 2, "minimum_age": 6, "closes_minutes_before": 720},
        zh=_zh(
            "小小检测员：家庭开放日",
            "周末带孩子来做一次检测员：戴上护目镜，测一测果汁里的维生素。",
            "孩子们在讲解员带领下完成两个安全的小实验，家长可以在一旁了解食品是怎样检测的。",
            [
                (15, "安全第一课", "穿上小白大褂，认识实验室标识。"),
                (45, "动手做实验", "果汁维生素滴定、淀粉遇碘变色。"),
                (30, "参观仪器室", "隔着玻璃看大型仪器工作。"),
            ],
        ),
        en=_en(
            "Little analysts: a family day",
            "A weekend as an analyst: put on goggles and measure the vitamin in fruit juice.",
            "Children carry out two safe experiments with a guide while parents learn how food is tested.",
            [
                (15, "Safety first", "Small lab coats on, and what the signs in a laboratory mean."),
                (45, "Hands on", "Titrate vitamin C in juice; find starch with iodine."),
                (30, "Large instruments", "Watch them at work behind glass."),
            ],
        ),
    ),
    DemoOpenDay(
        code="food-evening",
        unit="food",
        name_zh="汤圆与元宵：食品实验室夜间开放",
        name_en="Sweet dumplings: an evening in the food laboratory",
        picture="openday-food-night",
        weekdays=(4,),
        hours=((time(19, 0), time(20, 30)),),
        individuals=(10,),
        audience=["everyone", "families"],
        rules={"release_days_before": 7, "release_time": time(17, 0), "party_max": 4},
        zh=_zh(
            "汤圆与元宵：食品实验室夜间开放",
            "下班后来看看：怎样选购汤圆元宵，实验室又怎样检测它们。",
            "结合“生活提示”栏目的汤圆元宵选购常识，检测人员讲解标签、保存和常见问题。每场名额不多，提前七天的17:00放号。",
            [
                (30, "选购有门道", "看标签、看冷冻状态、看配料表。"),
                (40, "夜间实验室", "微生物检测从培养到计数。"),
                (20, "问答", "把家里的疑问带来。"),
            ],
        ),
        en=_en(
            "Sweet dumplings: an evening in the food laboratory",
            "After work: how to choose sweet dumplings, and how the laboratory tests them.",
            "Analysts explain labels, storage and common questions. Places are few: they are released at 17:00 seven days ahead.",
            [
                (30, "Choosing well", "Labels, freezing, lists of ingredients."),
                (40, "The laboratory at night", "Microbiology from culture to count."),
                (20, "Questions", "Bring yours from home."),
            ],
        ),
    ),
    DemoOpenDay(
        code="plant-quarantine",
        unit="animal-plant",
        name_zh="植物检疫实验室开放日",
        name_en="Plant quarantine laboratory open day",
        picture="lab-plant-quarantine",
        weekdays=(2,),
        hours=(MORNING, LATE_AFTERNOON),
        individuals=(15, 8),
        groups=30,
        audience=["everyone", "schools", "companies"],
        languages=["zh-hans", "en"],
        access=["step_free", "accessible_toilet", "sign_language"],
        zh=_zh(
            "植物检疫实验室开放日",
            "放大镜下的甲虫、显微镜下的真菌：看检疫人员怎样把有害生物挡在门外。",
            "据报道，动植物检测中心每年承担近十万批次检测和上亿头（只）供港活畜禽的检疫。开放日带您看看种子、苗木和水果是怎样检疫的。",
            [
                (20, "口岸截获了什么", "标本柜里的故事。"),
                (40, "鉴定实验室", "形态鉴定和分子检测。"),
                (30, "交流", "质量管理体系、能力建设、科研与职业道德四项措施的进展，欢迎提问。"),
            ],
        ),
        en=_en(
            "Plant quarantine laboratory open day",
            "Beetles under the lens, fungi under the microscope: how pests are kept out.",
            "The Animal and Plant Testing Centre handles nearly 100,000 test batches a year, its report says. "
            "See how seeds, seedlings and fruit are examined.",
            [
                (20, "What was found at the border", "Stories from the specimen cabinet."),
                (40, "Identification laboratory", "By shape and by DNA."),
                (30, "Your questions", "On quality management, capability, research and professional ethics."),
            ],
        ),
    ),
    DemoOpenDay(
        code="toys-and-appliances",
        unit="industrial",
        name_zh="玩具与电器安全开放日",
        name_en="Safe toys and appliances open day",
        picture="lab-toys-electrical",
        weekdays=(0, 3),
        hours=(MORNING, AFTERNOON),
        individuals=(20, 24),
        groups=40,
        audience=["everyone", "schools", "companies", "media"],
        languages=["zh-hans", "en"],
        rules={"party_max": 8, "minimum_age": 8},
        zh=_zh(
            "玩具与电器安全开放日",
            "玩具熊为什么要被摔、插座为什么要被烧：看安全是怎样测出来的。",
            "工业品检测技术中心把自己的报告结论性差错率目标从不超过3‰收紧到不超过1‰。开放日请您看看检测怎样做、报告怎样审。",
            [
                (20, "玩具实验室", "跌落、拉力、小零件测试。"),
                (30, "电器实验室", "灼热丝和耐压测试。"),
                (40, "一份报告的诞生", "审核怎样减少差错。"),
            ],
        ),
        en=_en(
            "Safe toys and appliances open day",
            "Why teddy bears are dropped and sockets burned: how safety is tested.",
            "The Industrial Products Testing Centre cut its own target for errors in report conclusions from 3‰ to 1‰ at most. "
            "See how tests are made and reports reviewed.",
            [
                (20, "Toys", "Drop, pull and small-parts tests."),
                (30, "Appliances", "Glow wire and voltage."),
                (40, "A report is born", "How reviews reduce errors."),
            ],
        ),
    ),
    DemoOpenDay(
        code="seniors",
        unit="industrial",
        name_zh="长者专场：看懂检测报告",
        name_en="For older visitors: understanding a test report",
        picture="openday-seniors",
        weekdays=(2,),
        hours=(LATE_MORNING,),
        individuals=(18,),
        audience=["seniors", "everyone"],
        languages=["zh-hans", "yue"],
        access=["step_free", "lift", "accessible_toilet", "wheelchair_loan", "seating", "parking", "sign_language"],
        rules={"party_max": 3, "reminder_hours_before": 48},
        zh=_zh(
            "长者专场：看懂检测报告",
            "慢慢走、坐着听：学会看检测报告，买电器、买保健用品更放心。",
            "全程有座位和扶手，讲解用普通话和粤语。家人可以陪同。",
            [(20, "坐下来聊", "检测报告上的印章和编号。"), (40, "参观与演示", "电热毯、血压计的安全测试。")],
        ),
        en=_en(
            "For older visitors: understanding a test report",
            "Take your time and sit down: how to read a test report.",
            "Seats and handrails all the way; guides speak Mandarin and Cantonese. Family members are welcome.",
            [(20, "Over tea", "Seals and numbers on a report."), (40, "Visit", "Electric blankets and blood-pressure meters under test.")],
        ),
    ),
]
