"""A page with pictures, a film and papers: what there is to see, before somebody comes. Facts are those of the one article."""

from home.demo.campaign import SOURCE
from home.demo.parts import Pair, counts, documents, film, gallery, note, quote, text
from home.demo.texts import Plain

_FILM_ZH = (
    "<p>短片没有声音，每个画面六秒，下方字幕是全部文字。</p><ol>"
    "<li>视频会议现场：大屏幕上连着各个会场，台下坐满与会人员。字幕：4月27日，检测工作整顿活动动员大会，26个视频会场，近2000人参加。</li>"
    "<li>检测人员坐在教室里参加培训，讲师指着屏幕讲解检测流程。字幕：三个层面的教育培训，管理的、检测的、执法的，一个不落。</li>"
    "<li>两名工作人员在码头对进口水果抽样，身后是集装箱和货轮。字幕：“六查六看”查到抽样送样，科学不科学，规范不规范？</li>"
    "<li>两名评议员对照案卷和图表进行讨论。字幕：质检总局定了两个100%，局里又加了四个，合称“6个100%”。</li>"
    "<li>讲解员举着试管向孩子们演示，奶奶和家长在一旁观看。字幕：多办实验室“开放日”，让检测工作接受社会监督。</li></ol>"
)
_FILM_EN = (
    "<p>The film has no sound. Each picture stands for six seconds; the captions are all its words.</p><ol>"
    "<li>A video conference: many meeting rooms on a large screen, and a full audience. Caption: 27 April, the testing campaign opens: nearly 2,000 people in 26 video meeting rooms.</li>"
    "<li>Analysts in a classroom follow a trainer who explains the testing workflow on screen. Caption: Training on three levels: managers, testing staff and enforcement staff.</li>"
    "<li>Two officers sample fruit crates on the quay, in front of containers and a ship. Caption: The six checks look at samples too: are they taken and delivered as they should be?</li>"
    "<li>Two reviewers compare a case file with a chart. Caption: The national administration set two targets of 100 %, the bureau added four: the “six 100 %”.</li>"
    "<li>A guide holds up a test tube for children while a grandmother and parents look on. Caption: And more laboratory open days, so that the public can watch over testing.</li></ol>"
)

PAGE = Plain(
    "first-look",
    "",
    Pair("先看一看：图片、短片和资料", "A first look: pictures, a film, a guide to print"),
    Pair(
        "来之前先看一看：实验室的样子、整顿活动的短片，还有可以打印的参观指南。",
        "Before you come: what laboratories look like, a short film about the campaign, and a visit guide to print.",
    ),
    [
        note("示意", "<p>这里的图和短片都是为本站绘制的示意，不是照片；文字依据一篇公开的新闻报道。</p>"),
        text("<h2>半分钟看懂整顿活动</h2>"),
        film("campaign", "zh-hans", title="半分钟看懂检测工作整顿活动", still="news-mobilisation", transcript=_FILM_ZH),
        counts(("视频会场", 26), ("整顿阶段", 5), ("重点工作", 13), period="检测工作整顿活动", source=SOURCE.zh),
        quote("让人民群众满意、放心。", who="局领导在动员会上提出的目标"),
        text("<h2>实验室里有什么</h2>"),
        gallery(
            ("lab-pesticide-residue", "农药残留检测（示意图）"),
            ("lab-microbiology", "食品微生物检测（示意图）"),
            ("lab-plant-quarantine", "植物检疫（示意图）"),
            ("lab-toys-electrical", "玩具和电器安全检测（示意图）"),
            ("instrument-lcms", "液相色谱-质谱联用仪（示意图）"),
            ("lab-calibration", "仪器校准（示意图）"),
        ),
        text("<h2>带在路上</h2>"),
        documents(("visit-guide.zh-hans.pdf", "参观指南（演示，A5，一页）")),
    ],
    [
        note(
            "Drawings",
            "<p>Pictures and film were drawn for this site; they are no photographs. The words follow one published article.</p>",
        ),
        text("<h2>The campaign in half a minute</h2>"),
        film("campaign", "en", title="The testing campaign in half a minute", still="news-mobilisation", transcript=_FILM_EN),
        counts(
            ("Video meeting rooms", 26), ("Stages", 5), ("Key tasks", 13), period="Testing-work rectification campaign", source=SOURCE.en
        ),
        quote("So that the public is satisfied and at ease.", who="The aim set at the meeting, in our translation"),
        text("<h2>What there is to see</h2>"),
        gallery(
            ("lab-pesticide-residue", "Testing for pesticide residues (drawing)"),
            ("lab-microbiology", "Food microbiology (drawing)"),
            ("lab-plant-quarantine", "Plant quarantine (drawing)"),
            ("lab-toys-electrical", "Safety of toys and appliances (drawing)"),
            ("instrument-lcms", "Liquid chromatograph with mass spectrometer (drawing)"),
            ("lab-calibration", "Calibrating an instrument (drawing)"),
        ),
        text("<h2>To take along</h2>"),
        documents(("visit-guide.en.pdf", "Visit guide (demonstration, A5, one page)")),
    ],
    "openday-families",
)
