"""Centres as the source describes them, and laboratories that are examples: the source names none."""

from typing import NamedTuple

from home.demo.parts import Pair


class Centre(NamedTuple):
    code: str
    slug: str
    accent: str
    picture: str
    title: Pair
    summary: Pair
    tests: Pair
    zh: str
    en: str


class Laboratory(NamedTuple):
    code: str
    centre: str
    slug: str
    picture: str
    title: Pair
    summary: Pair
    tests: Pair
    # name zh, name en, purpose zh, purpose en, picture or ""
    instruments: list[tuple[str, str, str, str, str]]


CENTRES = [
    Centre(
        "animal-plant",
        "animal-plant",
        "jade",
        "centre-animal-plant",
        Pair("动植物检测中心", "Animal and Plant Testing Centre"),
        Pair(
            "进出口动植物检疫，供港活畜禽的安全，从这里把关。", "Quarantine of animals and plants, and of livestock supplied to Hong Kong."
        ),
        Pair(
            "动物疫病、植物病虫害，以及供港活畜禽的检疫项目。",
            "Animal diseases, plant pests, and the quarantine of livestock and poultry supplied to Hong Kong.",
        ),
        "<p>据原文，中心每年承担近10万批次检测，以及上亿头（只）供港活畜禽的检疫检测。在整顿活动中，中心提出四项措施：保持质量管理体系有效运行；加强标准物质、"
        "检测范围和检测能力等基础建设；推进科研；抓好培训和职业道德。</p>",
        "<p>According to the source the centre handles nearly 100,000 test batches a year, and the quarantine of over 100 million head of livestock and poultry supplied to "
        "Hong Kong. In the campaign it took four measures: an effective quality-management system; infrastructure such as reference materials, scope and capability; "
        "research; training and professional ethics.</p>",
    ),
    Centre(
        "food",
        "food",
        "amber",
        "centre-food",
        Pair("食品检测技术中心", "Food Testing Centre"),
        Pair("餐桌上的安全，从取样的第一步开始。", "Safety on the table starts with the first sample."),
        Pair(
            "进出口食品是否符合标准：残留、添加剂、微生物。",
            "Whether imported and exported food meets the standards: residues, additives, micro-organisms.",
        ),
        "<p>整顿活动的自查中，中心发现不少新进人员对标准的关键步骤掌握不全、操作不规范，随即从三方面改进：加强管理和技术培训；规范检测流程；清理标准方法并验证新方法。</p>",
        "<p>In its self-inspection the centre found that many new staff did not fully grasp key steps of the standards. It answered with training in management and technique, "
        "a regulated workflow, and a review of its standard methods with verification of new ones.</p>",
    ),
    Centre(
        "industrial",
        "industrial",
        "ink",
        "centre-industrial",
        Pair("工业品检测技术中心", "Industrial Products Testing Centre"),
        Pair("玩具会不会伤到孩子，插座会不会发热，在这里见分晓。", "Will the toy hurt a child, will the socket overheat? It shows here."),
        Pair("玩具、电器等工业品的安全和性能。", "Safety and performance of industrial products such as toys and electrical appliances."),
        "<p>中心把自己的报告结论性差错率目标从≤3‰收紧到≤1‰，并把自查和考核提前三个月完成，分自查自纠、集中解决问题、考核检查三步进行。</p>",
        "<p>The centre cut its own target for the error rate of report conclusions from ≤3‰ to ≤1‰ and finishes self-inspection and assessment three months early: "
        "self-inspection, solving what was found, assessment.</p>",
    ),
]

LABORATORIES = [
    Laboratory(
        "plant-quarantine-lab",
        "animal-plant",
        "plant-quarantine",
        "lab-plant-quarantine",
        Pair("植物检疫实验室", "Plant Quarantine Laboratory"),
        Pair("一只甲虫、一粒种子，也可能带来一场灾害。", "One beetle or one seed can bring a plague along."),
        Pair("进口种子、苗木和水果上有没有检疫性害虫和病菌。", "Whether seeds, seedlings and fruit carry quarantine pests or germs."),
        [
            (
                "体视显微镜",
                "Stereo microscope",
                "把小虫放大几十倍，看翅脉和足上的刚毛，认出是哪一种。",
                "Shows the veins of a wing and the bristles of a leg, so that the species can be told.",
                "",
            ),
            (
                "光照培养箱",
                "Growth chamber",
                "让种子在可控的光和温度下发芽，看幼苗有没有病。",
                "Lets seeds sprout under set light and warmth, to see whether seedlings are ill.",
                "",
            ),
        ],
    ),
    Laboratory(
        "pesticide-lab",
        "food",
        "pesticide-residue",
        "lab-pesticide-residue",
        Pair("农药残留实验室", "Pesticide Residue Laboratory"),
        Pair("一棵青菜上几百种农药，能不能一次查清？", "Hundreds of pesticides on one cabbage: can one run find them all?"),
        Pair("蔬菜、水果、茶叶里的农药残留。", "Pesticide residues in vegetables, fruit and tea."),
        [
            (
                "液相色谱-质谱联用仪",
                "Liquid chromatograph with mass spectrometer",
                "先把混在一起的物质分开，再按质量认出每一种。",
                "Separates what is mixed, then tells each substance by its mass.",
                "instrument-lcms",
            ),
        ],
    ),
    Laboratory(
        "microbiology-lab",
        "food",
        "microbiology",
        "lab-microbiology",
        Pair("食品微生物实验室", "Food Microbiology Laboratory"),
        Pair("看不见的细菌，怎样让它显形？", "How are invisible bacteria made visible?"),
        Pair("食品里的沙门氏菌、李斯特菌等致病菌和菌落总数。", "Salmonella, Listeria and other germs in food, and the total count."),
        [
            (
                "生物安全柜",
                "Biological safety cabinet",
                "气流像一道帘子，保护样品，也保护做实验的人。",
                "A curtain of air protects the sample, and the person at work.",
                "",
            ),
            ("恒温培养箱", "Incubator", "让细菌在合适的温度下长成看得见的菌落。", "Lets bacteria grow into colonies one can see.", ""),
        ],
    ),
    Laboratory(
        "toy-safety-lab",
        "industrial",
        "toy-safety",
        "lab-toys-electrical",
        Pair("玩具安全实验室", "Toy Safety Laboratory"),
        Pair("摔、拉、扭、烧，玩具要过的关比孩子想的多。", "Dropped, pulled, twisted, burnt: what a toy must survive."),
        Pair("玩具的小零件、锐边和阻燃。", "Small parts, sharp edges and fire resistance of toys."),
        [
            (
                "跌落试验机",
                "Drop tester",
                "让玩具一次次从同样的高度落下，看会不会掉出小零件。",
                "Drops a toy again and again from the same height, to see whether small parts come off.",
                "",
            ),
            (
                "锐边测试仪",
                "Sharp-edge tester",
                "用标准的力沿着边缘划过胶带，胶带破了，就可能划伤手。",
                "Runs tape along an edge with a set force: if the tape is cut, so may be a hand.",
                "",
            ),
        ],
    ),
    Laboratory(
        "electrical-lab",
        "industrial",
        "electrical",
        "instrument-icpms",
        Pair("电气安全实验室", "Electrical Safety Laboratory"),
        Pair("插座会不会发热，外壳里有没有铅和镉？", "Does the socket overheat, and is there lead in the case?"),
        Pair("电器的绝缘、发热，以及材料里的有害元素。", "Insulation and heat of appliances, and harmful elements in their materials."),
        [
            (
                "电感耦合等离子体质谱仪",
                "ICP mass spectrometer",
                "用上万度的等离子体炬焰，量出铅、镉这样的微量元素。",
                "Measures traces of lead or cadmium in a plasma torch of many thousand degrees.",
                "instrument-icpms",
            ),
            (
                "耐压测试仪",
                "High-voltage tester",
                "加上比平时高得多的电压，看绝缘撑不撑得住。",
                "Applies far more voltage than usual, to see whether the insulation holds.",
                "",
            ),
        ],
    ),
]
EXAMPLE = Pair(
    "<p>这是一间演示用的实验室：原文没有写各中心下设哪些实验室。正式使用时，请换成真实的名称和内容。</p>",
    "<p>This laboratory is an example: the source does not name the laboratories of the centres. Replace it by a real one.</p>",
)
