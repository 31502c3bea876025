"""The words of the demo cases. Made up, and marked 演示 / Demo wherever they are shown."""

from dataclasses import dataclass

from openday.oversight.vocabulary import Category, Outcome

# Rated badly, and not reached yet: demo/ratings.py.
CALLED_IN_VAIN = "nobody-answers"


@dataclass(frozen=True)
class Story:
    """One case; `ends` says how far it goes, `days_ago` how many days ago it came in."""

    key: str
    category: Category
    ends: str
    days_ago: int
    text: str
    unit: str = ""
    check: str = ""
    outcome: Outcome = Outcome.EXPLAINED
    answer: str = ""
    summary_zh: str = ""
    summary_en: str = ""
    answer_zh: str = ""
    answer_en: str = ""
    # Working time between two steps, in days; large makes a late answer.
    pace: int = 1
    question: str = ""
    # With a drawn picture: its original is sealed as evidence, and it is blacked out before it is published.
    picture: bool = False
    # Left a name and a mobile number, both made up.
    is_named: bool = False


STORIES = (
    Story(
        key="way-from-metro",
        picture=True,
        category=Category.SERVICE,
        ends="published",
        days_ago=62,
        unit="food",
        text="（演示）周六带孩子来参观，从地铁站出来找了二十分钟才找到实验室大门，路上没有指示牌。",
        outcome=Outcome.UPHELD,
        answer="（演示）谢谢您。我们实地走了一遍，确实有两处路口缺少指示。已在地铁出口和路口加装指示牌，预约确认信里也加了步行路线。",
        summary_zh="【演示】一位家长反映，从地铁站到实验室沿途缺少指示牌，带孩子步行二十分钟才找到大门。",
        summary_en=(
            "[Demo] A parent told us that there were no signs between the metro station and the laboratory; finding "
            "the gate took twenty minutes."
        ),
        answer_zh="情况属实。我们实地走了一遍，在地铁出口和两处路口加装了指示牌，并在预约确认信中写明步行路线。",
        answer_en=(
            "Confirmed. We walked the way ourselves, put up signs at the exit and at two crossings, and describe the "
            "way in the letter of confirmation."
        ),
    ),
    Story(
        key="seal-at-the-window",
        category=Category.QUALITY,
        check="sampling",
        ends="published",
        days_ago=55,
        unit="food",
        text="（演示）送样时窗口人员没有当面核对封条就收下了，我担心样品弄混。",
        outcome=Outcome.PARTLY_UPHELD,
        answer="（演示）我们查看了当日的接样记录：封条由后台人员在半小时后核对并拍照，样品没有弄混，但确实没有当着您的面核对。现已要求窗口当面核对并请送样人签字。",
        summary_zh="【演示】一位送样人反映，窗口收样时没有当面核对封条，担心样品弄混。",
        summary_en="[Demo] Someone who delivered a sample told us that the seal was not checked in their presence, and feared a mix-up.",
        answer_zh="部分属实。封条在半小时后由后台核对并拍照，样品没有弄混；但按规定应当面核对。现已要求窗口当面核对并请送样人签字。",
        answer_en=(
            "Partly confirmed. The seal was checked and photographed half an hour later and nothing was mixed up, but "
            "it should have been checked on the spot. That is done now, and whoever delivers a sample signs for it."
        ),
    ),
    Story(
        key="what-not-detected-means",
        category=Category.ENQUIRY,
        ends="published",
        days_ago=40,
        unit="food",
        text="（演示）报告上写“未检出”，是不是就是一点都没有？",
        outcome=Outcome.EXPLAINED,
        answer="（演示）“未检出”是指低于方法的检出限，不等于绝对没有。报告中会写明检出限，您可以与标准规定的限量对照。",
        summary_zh="【演示】一位市民询问，检测报告上的“未检出”是否等于完全没有。",
        summary_en="[Demo] Someone asked whether “not detected” in a test report means that there is nothing at all.",
        answer_zh="“未检出”是指含量低于检测方法的检出限，不等于绝对没有。报告会注明检出限，可以与标准规定的限量对照。",
        answer_en=(
            "“Not detected” means below the detection limit of the method, not absolutely nothing. The report names "
            "that limit; compare it with the legal maximum."
        ),
    ),
    Story(
        key="saturday-sessions",
        category=Category.SUGGESTION,
        ends="published",
        days_ago=48,
        unit="open-day-desk",
        text="（演示）开放日大多在工作日，上班的人来不了，建议多安排周六的场次。",
        outcome=Outcome.UPHELD,
        answer="（演示）采纳。从下个月起每月增加一个周六场次。",
        summary_zh="【演示】一位市民建议增加周六的开放日场次，方便上班的人参加。",
        summary_en="[Demo] Someone proposed more open-day sessions on Saturdays for people who work.",
        answer_zh="采纳。每月增加一个周六场次，名额与工作日相同。",
        answer_en="Accepted. One Saturday session is added every month, with as many places as on a working day.",
    ),
    Story(
        key="hours-in-english",
        category=Category.SITE_ERROR,
        ends="published",
        days_ago=30,
        unit="open-day-desk",
        text="（演示）The English page says the gate opens at 8:30, the Chinese page says 9:00.",
        outcome=Outcome.UPHELD,
        answer="（演示）The gate opens at 9:00. The English page is corrected. Thank you.",
        summary_zh="【演示】一位访客指出，英文页面和中文页面的开门时间不一致。",
        summary_en="[Demo] A visitor pointed out that the English and the Chinese page gave different opening times.",
        answer_zh="情况属实。开门时间为9:00，英文页面已更正。",
        answer_en="Confirmed. The gate opens at 9:00; the English page is corrected.",
    ),
    Story(
        key="badge-not-worn",
        category=Category.QUALITY,
        check="people",
        ends="published",
        days_ago=70,
        unit="animal-plant",
        pace=11,
        text="（演示）参观时看到一位做实验的人员没有佩戴上岗证，不知道有没有资格。",
        outcome=Outcome.UNVERIFIABLE,
        answer="（演示）当天在岗人员均已持证，但无法确认您看到的是哪一位、是否佩戴。我们已要求在实验区一律佩戴上岗证。答复超过了时限，向您致歉。",
        summary_zh="【演示】一位参观者反映，看到一名实验人员没有佩戴上岗证。",
        summary_en="[Demo] A visitor saw someone at work in a laboratory without a certificate badge.",
        answer_zh="无法核实当时的情况。当天在岗人员均持证；已要求在实验区一律佩戴上岗证。本件答复超过了时限，特此致歉。",
        answer_en=(
            "Could not be verified. Everyone on duty that day holds a certificate; badges must now be worn in the "
            "laboratory at all times. This answer was late, and we apologise."
        ),
    ),
    Story(
        key="good-guide",
        category=Category.PRAISE,
        ends="answered",
        days_ago=20,
        unit="animal-plant",
        text="（演示）讲解员很耐心，孩子问了十几个问题都认真回答了，谢谢！",
        outcome=Outcome.EXPLAINED,
        answer="（演示）谢谢您，我们已转告讲解员本人。欢迎再来。",
    ),
    Story(
        key="waiting-hall",
        category=Category.SERVICE,
        ends="overdue",
        days_ago=60,
        unit="food",
        text="（演示）接待大厅没有无障碍厕位，坐轮椅的家人很不方便。",
    ),
    Story(
        key="old-scale",
        category=Category.QUALITY,
        check="operations",
        ends="review",
        days_ago=12,
        unit="food",
        text="（演示）看到一台天平上的校准标签日期已经过了。",
        outcome=Outcome.UPHELD,
        answer="（演示）该天平已停用待检，标签显示的日期属实，已对同批仪器逐台核对。",
    ),
    Story(
        key="noise-of-another-office",
        category=Category.SERVICE,
        ends="redirected",
        days_ago=15,
        text="（演示）楼下工地夜里施工，吵得睡不着。",
        answer="（演示）夜间施工噪声由当地生态环境部门或城市管理部门负责，可以拨打12345反映。",
    ),
    Story(
        key="which-day",
        category=Category.SERVICE,
        ends="clarify",
        days_ago=6,
        unit="food",
        text="（演示）预约时页面打不开。",
        question="（演示）请问是哪一天、大约几点，用的是手机还是电脑？",
    ),
    Story(
        key="more-for-children",
        category=Category.SUGGESTION,
        ends="working",
        days_ago=5,
        unit="animal-plant",
        text="（演示）希望有适合小学生的讲解词，现在的太专业了。",
    ),
    Story(
        key="see-my-data",
        category=Category.PERSONAL_DATA,
        ends="accepted",
        days_ago=2,
        text="（演示）想知道上次预约留下的手机号什么时候删除。",
    ),
    Story(
        key="asking-about-parking",
        picture=True,
        category=Category.ENQUIRY,
        ends="received",
        days_ago=0,
        text="（演示）自驾过去有停车位吗？",
    ),
    Story(
        key=CALLED_IN_VAIN,
        is_named=True,
        category=Category.SERVICE,
        ends="answered",
        days_ago=8,
        unit="food",
        text="（演示）上周两次打咨询电话都没人接，等了很久。",
        outcome=Outcome.EXPLAINED,
        answer="（演示）当天接线人员在引导参观团队，没有安排替班，让您久等了。",
    ),
    Story(
        key="sent-by-mistake",
        category=Category.ENQUIRY,
        ends="withdrawn",
        days_ago=9,
        text="（演示）发错了，请忽略。",
    ),
)
