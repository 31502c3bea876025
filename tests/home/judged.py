"""A judged collection for the search: 264 short texts, queries with the texts that answer each, and slips with what was meant.

The texts are made from three lists of facts (what was tested, for what, on which occasion) in twelve ways of saying it:
ten as news, one as the title of a file, one as a published case (tests/home/judged_content.py).
A query is judged by the facts of a text, not by its letters: 口水 is no answer in 进口水果. What a text
says is made up for the test and nothing an authority said.
"""

from collections.abc import Callable
from dataclasses import dataclass

# Name, and the centre that tests it.
PRODUCTS = {
    "蔬菜": "food",
    "茶叶": "food",
    "大米": "food",
    "奶粉": "food",
    "蜂蜜": "food",
    "食用油": "food",
    "汤圆": "food",
    "饮用水": "food",
    "水产品": "animal",
    "活猪": "animal",
    "活禽": "animal",
    "牛肉": "animal",
    "水果": "plant",
    "木材": "plant",
    "大豆": "plant",
    "种苗": "plant",
    "玩具": "industrial",
    "电热水壶": "industrial",
    "儿童服装": "industrial",
    "插座": "industrial",
    "纺织品": "industrial",
    "灯具": "industrial",
}
HAZARDS = {
    "food": ["农药残留", "重金属", "黄曲霉毒素", "沙门氏菌", "二噁英"],
    "animal": ["兽药残留", "禽流感", "沙门氏菌", "镉", "二噁英"],
    "plant": ["实蝇", "松材线虫", "农药残留", "杂草种子", "铅"],
    "industrial": ["漏电", "甲醛", "小零件", "铅", "增塑剂"],
}
CENTRES = {"food": "食品检测技术中心", "animal": "动植物检测中心", "plant": "动植物检测中心", "industrial": "工业品检测技术中心"}
METHODS = {
    "农药残留": "GB 2763",
    "重金属": "ICP-MS",
    "铅": "ICP-MS",
    "镉": "ICP-MS",
    "黄曲霉毒素": "GB5009.22",
    "二噁英": "HRGC-HRMS",
    "甲醛": "GB/T 2912",
}
# Occasion → title and text. {p} product, {h} hazard, {c} centre, {m} method.
OCCASIONS = {
    "open-day": ("{p}{h}检测开放日", "市民可以走进{c}，看检测人员怎样一步一步查{p}里的{h}，也可以自己动手试一试。"),
    "self-check": ("{c}开展自查", "这次重点看{p}：{h}项目的原始记录、标准物质和仪器状态逐项核对，问题当场改。"),
    "training": ("新人上岗培训记事", "老师带着大家练{p}样品的前处理，再用{m}方法测{h}，人人过关才能签字。"),
    "notice": ("消费提示：选购{p}要注意什么", "专家提醒，买{p}先看标签和产地；担心{h}的，可以向{c}咨询。"),
    "standard": ("{h}检测方法有了新标准", "新标准参照{m}，{p}的检出限更低，{c}已完成方法验证，并通过 ISO 17025 认证评审。"),
    "family": ("亲子活动：小小检测员认识{p}", "孩子们在{c}看显微镜，听故事，知道什么是{h}。"),
    "evening": ("实验室夜间开放：{p}专场", "下班以后也能参观。{c}当晚演示{h}检测，请提前预约。"),
    "interview": ("访谈：为{p}把关的人", "他在{c}工作十二年，最难忘的是一次{h}突发检测，连续三天没有合眼。"),
    "ability": ("能力验证结果满意", "{c}参加了{p}中{h}的能力验证，结果为满意，与国外实验室一致。"),
    "school": ("重大学术讲座走进校园", "主讲人用{p}的例子讲{h}，同学们提了许多问题。"),
    "file": ("{p}中{h}抽样结果汇总表", ""),
    "case": ("一位市民询问{p}里的{h}怎样检测。", "{c}已书面说明检测依据和结果的查询办法。"),
}


@dataclass(frozen=True)
class Text:
    number: int
    product: str
    hazard: str
    occasion: str
    title: str
    body: str

    @property
    def centre(self) -> str:
        return PRODUCTS[self.product]

    @property
    def method(self) -> str:
        return METHODS.get(self.hazard, "国家标准")

    def says(self, word: str) -> bool:
        """Whether this kind of text names the fact behind the `{word}` of its pattern."""
        return any(f"{{{word}}}" in pattern for pattern in OCCASIONS[self.occasion])


def texts() -> list[Text]:
    """Each product on each occasion, with the hazards of its centre in turn."""
    made = []
    for row, (product, centre) in enumerate(PRODUCTS.items()):
        for column, (occasion, (title, body)) in enumerate(OCCASIONS.items()):
            hazard = HAZARDS[centre][(row + column) % 5]
            facts = {"p": product, "h": hazard, "c": CENTRES[centre], "m": METHODS.get(hazard, "国家标准")}
            made.append(Text(len(made), product, hazard, occasion, title.format(**facts), body.format(**facts)))
    return made


Judge = Callable[[Text], bool]


def product(*names: str) -> Judge:
    return lambda text: text.says("p") and text.product in names


def hazard(*names: str) -> Judge:
    return lambda text: text.says("h") and text.hazard in names


def occasion(*names: str) -> Judge:
    return lambda text: text.occasion in names


def centre(*names: str) -> Judge:
    return lambda text: text.says("c") and text.centre in names


def method(*names: str) -> Judge:
    return lambda text: text.says("m") and text.method in names


def both(*judges: Judge) -> Judge:
    return lambda text: all(judge(text) for judge in judges)


def either(*judges: Judge) -> Judge:
    return lambda text: any(judge(text) for judge in judges)


QUERIES: list[tuple[str, Judge]] = [
    # products, whole and in part, simplified and traditional
    ("蔬菜", product("蔬菜")),
    ("茶叶", product("茶叶")),
    ("茶葉", product("茶叶")),
    ("大米", product("大米")),
    ("奶粉", product("奶粉")),
    ("蜂蜜", product("蜂蜜")),
    ("食用油", product("食用油")),
    ("汤圆", product("汤圆")),
    ("湯圓", product("汤圆")),
    ("饮用水", product("饮用水")),
    ("飲用水", product("饮用水")),
    ("水产品", product("水产品")),
    ("水產", product("水产品")),
    ("活猪", product("活猪")),
    ("活禽", product("活禽")),
    ("牛肉", product("牛肉")),
    ("水果", product("水果")),
    ("木材", product("木材")),
    ("大豆", product("大豆")),
    ("种苗", product("种苗")),
    ("玩具", product("玩具")),
    ("電熱水壺", product("电热水壶")),
    ("热水壶", product("电热水壶")),
    ("儿童服装", product("儿童服装")),
    ("兒童", product("儿童服装")),
    ("服装", product("儿童服装")),
    ("插座", product("插座")),
    ("纺织品", product("纺织品")),
    ("燈具", product("灯具")),
    ("茶", product("茶叶")),
    ("油", product("食用油")),
    # hazards
    ("农药残留", hazard("农药残留")),
    ("農藥殘留", hazard("农药残留")),
    ("农药", hazard("农药残留")),
    ("残留", hazard("农药残留", "兽药残留")),
    ("重金属", hazard("重金属")),
    ("重金屬", hazard("重金属")),
    ("黄曲霉毒素", hazard("黄曲霉毒素")),
    ("黄曲霉", hazard("黄曲霉毒素")),
    ("沙门氏菌", hazard("沙门氏菌")),
    ("二噁英", hazard("二噁英")),
    ("二恶英", hazard("二噁英")),
    ("禽流感", hazard("禽流感")),
    ("实蝇", hazard("实蝇")),
    ("松材线虫", hazard("松材线虫")),
    ("漏电", hazard("漏电")),
    ("甲醛", hazard("甲醛")),
    ("小零件", hazard("小零件")),
    ("增塑剂", hazard("增塑剂")),
    ("铅", hazard("铅")),
    ("鉛", hazard("铅")),
    ("镉", hazard("镉")),
    # occasions and places
    ("开放日", occasion("open-day")),
    ("開放日", occasion("open-day")),
    ("自查", occasion("self-check")),
    ("夜间开放", occasion("evening")),
    ("亲子活动", occasion("family")),
    ("能力验证", occasion("ability")),
    ("消费提示", occasion("notice")),
    ("学术", occasion("school")),
    ("食品检测技术中心", centre("food")),
    ("工业品", centre("industrial")),
    ("預約", occasion("evening")),
    # letters and figures
    ("ICP-MS", method("ICP-MS")),
    ("icp ms", method("ICP-MS")),
    ("GB2763", method("GB 2763")),
    ("ISO 17025 认证", occasion("standard")),
    ("17025", occasion("standard")),
    # several words
    ("蔬菜 农药", both(product("蔬菜"), hazard("农药残留"))),
    ("玩具 铅", both(product("玩具"), hazard("铅"))),
    ("茶叶 开放日", both(product("茶叶"), occasion("open-day"))),
    ("夜间 活禽", both(product("活禽"), occasion("evening"))),
    ("奶粉 二噁英", both(product("奶粉"), hazard("二噁英"))),
    ("木材 松材线虫", both(product("木材"), hazard("松材线虫"))),
    # accidents: the letters stand side by side, the word does not
    ("大学", lambda _text: False),
    ("放日", lambda _text: False),
    # files and published cases
    ("汇总表", occasion("file")),
    ("抽样结果", occasion("file")),
    ("蜂蜜 汇总表", both(product("蜂蜜"), occasion("file"))),
    ("市民询问", occasion("case")),
    ("市民 牛肉", both(product("牛肉"), occasion("case"))),
    ("查詢辦法", occasion("case")),
]
# What an editor may have said, and queries that only then find all their answers.
SYNONYMS = [
    ("重金属", "铅、镉"),
    ("农残、农药残留、pesticide residues", ""),
    ("TCDD、二噁英", ""),
    ("比对试验、能力验证", ""),
    ("电水壶、电热水壶", ""),
    ("童装、儿童服装", ""),
    ("塑化剂、增塑剂", ""),
]
WITH_SYNONYMS: list[tuple[str, Judge]] = [
    ("重金属", hazard("重金属", "铅", "镉")),
    ("重金屬", hazard("重金属", "铅", "镉")),
    ("玩具 重金属", both(product("玩具"), hazard("铅"))),
    ("农残", hazard("农药残留")),
    ("pesticide residues", hazard("农药残留")),
    ("茶叶 农残", both(product("茶叶"), hazard("农药残留"))),
    ("TCDD", hazard("二噁英")),
    ("比对试验", occasion("ability")),
    ("电水壶", product("电热水壶")),
    ("童裝", product("儿童服装")),
    ("塑化剂", hazard("增塑剂")),
]
# Typed by mistake → what was meant: wrong characters of the right sound, then slips on a Latin keyboard.
SLIPS = [
    ("食品见测", "食品检测"),
    ("食品检测技术中新", "食品检测技术中心"),
    ("中金属", "重金属"),
    ("农药残流", "农药残留"),
    ("農藥殘流", "农药残留"),
    ("沙门是菌", "沙门氏菌"),
    ("黄曲梅毒素", "黄曲霉毒素"),
    ("甲全", "甲醛"),
    ("二恶因", "二恶英"),
    ("禽流干", "禽流感"),
    ("实验是", "实验室"),
    ("能力验正", "能力验证"),
    ("消废提示", "消费提示"),
    ("夜间开房", "夜间开放"),
    ("儿童服妆", "儿童服装"),
    ("电热水呼", "电热水壶"),
    ("纺织平", "纺织品"),
    ("laboratry", "laboratory"),
    ("calibraton", "calibration"),
    ("pestcide", "pesticide"),
    ("cadmuim", "cadmium"),
    ("proficency", "proficiency"),
    ("acreditation", "accreditation"),
    ("mesurement", "measurement"),
    ("dioxnis", "dioxins"),
]
# English words for the slips to be meant for; no query above is in English.
ENGLISH = "Laboratory calibration, pesticide and cadmium limits, proficiency testing, accreditation, measurement, dioxins."


@dataclass(frozen=True)
class Figures:
    """Means over all queries that have an answer, 0 to 1, and how many queries found nothing they should have."""

    recall: float
    precision: float
    without_a_hit: int


def judge(search: Callable[[str], list[int]], collection: list[Text], queries: list[tuple[str, Judge]] | None = None) -> Figures:
    """Ask every query; `search` returns the numbers of the first ten texts it finds.

    Recall at 10 is the share of the answers (at most ten can be shown) among the first ten, precision at 10 the share
    of answers in what was shown.
    """
    recalls, precisions, without = [], [], 0
    for query, is_answer in queries or QUERIES:
        answers = {text.number for text in collection if is_answer(text)}
        shown = search(query)[:10]
        right = len(answers.intersection(shown))
        if answers:
            recalls.append(right / min(10, len(answers)))
            without += not shown
        if shown:
            precisions.append(right / len(shown))
    return Figures(sum(recalls) / len(recalls), sum(precisions) / len(precisions), without)


def missed(offer: Callable[[str, str], list[str]]) -> list[tuple[str, str]]:
    """The slips whose first offer is not what was meant; `offer` takes what was typed and the language."""
    return [(typed, wanted) for typed, wanted in SLIPS if offer(typed, "en" if wanted in ENGLISH.casefold() else "zh-hans")[:1] != [wanted]]
