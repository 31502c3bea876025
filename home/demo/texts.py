"""Plain pages: about, visit guide, accessibility, privacy."""

from typing import NamedTuple

from home.demo.parts import Block, Pair, note, picture, questions, steps, table, text


class Plain(NamedTuple):
    slug: str
    # The field of SiteSettings that links to it from the footer; empty for a page that others link to.
    footer: str
    title: Pair
    summary: Pair
    zh: list[Block]
    en: list[Block]
    picture: str = ""


ABOUT = Plain(
    "about",
    "about_page",
    Pair("关于本站", "About this site"),
    Pair("检测实验室向市民打开大门，检测工作由市民来监督。", "Testing laboratories open their doors, and citizens watch over their work."),
    [
        text(
            "<p>检验检疫实验室做的事，关系到餐桌、玩具和口岸。这个网站做两件事：</p><ul><li><strong>开放日</strong>：请您走进实验室，看样品怎样变成一份报告。</li>"
            "<li><strong>监督</strong>：您的意见有编号、有期限、有答复；我们的承诺和数字公开，谁都可以核对。</li></ul>"
        ),
        picture("oversight-feedback", "您写下的每一条意见，都会到一个具体的人手里。"),
        text(
            "<h2>我们对数字的态度</h2><ul><li>每个数字都带着分子、分母、时间段和来源。</li><li>没有公布的写“未公布”，不写0。</li>"
            "<li>没有达到的目标写明原因和整改措施。</li><li>更正是追加的，原来的数字不会被抹掉。</li></ul><h2>内容从哪里来</h2>"
            "<p>演示内容依据一篇关于深圳检验检疫局检测工作整顿活动的新闻报道整理。原文没有写的，我们留空或标明“演示”，不编造。</p>"
        ),
    ],
    [
        text(
            "<p>What inspection laboratories do touches the table, the toy box and the border. This site does two things.</p><ul><li><strong>Open days</strong>: come in and see how a "
            "sample becomes a report.</li><li><strong>Oversight</strong>: what you tell us has a number, a time limit and an answer; our promises and figures are public, and "
            "anybody can check them.</li></ul>"
        ),
        picture("oversight-feedback", "Everything you write reaches a person."),
        text(
            "<h2>How we treat figures</h2><ul><li>Every figure comes with its numerator, denominator, period and source.</li><li>What is not published says so. It is not 0.</li>"
            "<li>A missed target shows its reason and what is done about it.</li><li>Corrections are added; the old figure stays to be seen.</li></ul><h2>Where this content comes from</h2>"
            "<p>The demonstration content follows one news article about the testing campaign of the Shenzhen bureau. What the article does not say is left empty or marked as an example.</p>"
        ),
    ],
)

GUIDE = Plain(
    "visit-guide",
    "guide_page",
    Pair("参观指南", "Visit guide"),
    Pair("怎么预约、带什么、注意什么，看这一页就够了。", "How to register, what to bring and what to look out for: all on one page."),
    [
        text('<p>还没来过？先看看<a href="/zh-hans/first-look/">图片、短片和可以打印的指南</a>。</p><h2>四步完成</h2>'),
        steps(
            ("选场次", "在“开放日”里选一个日期。每个场次都标明剩余名额，名额按人数计算。"),
            ("填一张表", "几位大人、几位孩子、一个联系方式。不用注册账号，不收费，不需要身份证号。"),
            ("收好预约凭证", "确认信里有二维码和一个预约码。没有智能手机也行：记住预约码，或者打印出来。"),
            ("按时到场", "在签到处出示二维码或报出预约码。来不了请提前取消，名额马上让给候补的人。"),
        ),
        picture("openday-seniors", "讲解会照顾到每一位来访者（示意图）。"),
        text(
            "<h2>安全须知</h2><ul><li>实验室里请穿不露脚趾的鞋，长发请扎起来。</li><li>护目镜和白大褂由我们提供。</li><li>请不要在实验区饮食。</li>"
            "<li>孩子须由大人陪同；有年龄要求的场次，页面上会写明。</li></ul><h2>常见问题</h2>"
        ),
        questions(
            ("名额满了怎么办？", "可以排候补。全家一起排，不会被拆开；有名额空出来，会按顺序通知您。"),
            ("能改人数或者取消吗？", "能。打开确认信里的链接，或者到“我的预约”凭预约码和联系方式找回。"),
            ("坐轮椅方便吗？", "大多数路线无障碍。预约时请告诉我们您的需要，陪护人员不占名额。"),
            ("可以拍照吗？", "一般可以，请听从讲解员的安排，不要拍别人的面孔和样品标签。"),
            (
                "学校或社区想集体来？",
                "可以申请团体预约：5人以上，写明单位、人数和想来的场次，我们三个工作日内答复。入口在各开放日页面，站内搜“团体”也能找到。",
            ),
        ),
    ],
    [
        text(
            '<p>Never been here? Have <a href="/en/first-look/">a first look</a>: pictures, a short film, a guide to print.</p><h2>Four steps</h2>'
        ),
        steps(
            ("Choose a session", "Under “Open days”. Every session says how many places are left; places are counted in people."),
            ("Fill in a short form", "How many adults and children, and one way to reach you. No account, no fee, no identity number."),
            ("Keep your ticket", "The letter holds a QR code and a short code. No smartphone? The short code is enough, or print it."),
            (
                "Arrive on time",
                "Show the QR code or say the short code. If you can't come, cancel early: somebody is waiting for the place.",
            ),
        ),
        picture("openday-seniors", "Guides take care of every visitor (drawing)."),
        text(
            "<h2>Safety</h2><ul><li>Please wear closed shoes and tie back long hair.</li><li>Goggles and coats are provided.</li><li>No food or drink in the laboratories.</li>"
            "<li>Children come with an adult. Where there is a minimum age, the page says so.</li></ul><h2>Questions</h2>"
        ),
        questions(
            ("What if a session is full?", "Join the waiting list. Your party is never split, and places go out in order."),
            ("Can I change or cancel?", "Yes: by the link in your letter, or under “My visit” with the short code and your contact."),
            ("Is it accessible by wheelchair?", "Most routes are. Tell us what you need when you register; a companion takes no place."),
            ("May I take pictures?", "Usually. Please follow the guide, and leave out other people's faces and the labels of samples."),
            (
                "We are a school or a club.",
                "Ask for a group visit: five people or more. Tell us who you are, how many, and which sessions suit; we answer within three working days. The form is on the page of each open day, or search for “group”.",
            ),
        ),
    ],
)

ACCESSIBILITY = Plain(
    "accessibility",
    "accessibility_page",
    Pair("无障碍与适老化声明", "Accessibility statement"),
    Pair(
        "看不清、听不见、手不方便、不会用手机，都应该能用这个网站。",
        "Whatever your eyes, ears, hands or phone, you should be able to use this site.",
    ),
    [
        text(
            "<p>本站按照《Web内容无障碍指南》（WCAG）2.2的A级和AA级建设，两级共55条。我们逐条自查，写明做法和检验办法；与本站有关的条目目前没有发现不符合之处。"
            "国家标准GB/T 37668-2019《信息技术 互联网内容无障碍可访问性技术要求与测试方法》对网页的要求与此相近，但本站没有经第三方机构测评，不自称达到其中的某一等级。</p>"
            "<p>最近一次检查：2026年11月22日，使用Chromium、Firefox、WebKit三种浏览器内核。</p><h2>您可以这样用</h2><ul>"
            "<li>页面顶部的“大字”“高对比”“简洁”随时可以打开，浏览器会记住，不使用Cookie。</li><li>全部功能可以只用键盘完成，焦点清楚可见，不会被遮住。</li>"
            "<li>读屏软件能读出每个按钮对应哪一个场次；填写有误时，先读出错误，再带您到要改的地方。</li><li>不开启JavaScript也能预约、取消、提意见。</li><li>视频不会自己播放，都配有字幕和文字稿；只能看到的重要内容，有口述影像版本，或者在讲解中说出来。</li>"
            "<li>验证不靠看图认字：一般由浏览器自动完成，不行就用文字问一道小题。</li><li>页面放大到400%不用左右拖动。</li><li>深色模式、减少动画、系统高对比，都跟随您的设置。</li></ul>"
            "<h2>还没做到的</h2><ul><li>还没有请长期使用读屏软件的人试用，也没有用争渡、NVDA、VoiceOver等软件逐页试读；我们检查的是浏览器交给读屏软件的内容。</li>"
            "<li>没有手语视频，也没有易读版。</li><li>图片的文字说明由编辑人工撰写，可能有疏漏，个别图片可能只有中文说明。</li><li>为了保护您的信息，意见页面在最后一次查看半小时后关闭，预约页面在打开两小时后关闭；可以随时再打开，写了一半的文字会还给您。</li>"
            "<li>下载的文件（PDF等）没有逐份检查。</li></ul>"
        ),
        note(
            "遇到障碍？",
            '<p>请写<a href="/zh-hans/oversight/feedback/?category=site_error">“网站纠错”</a>告诉我们，不用留姓名，三个工作日内答复；不方便写的，请按页面底部的联系方式找我们。也可以请家人或工作人员代为预约。</p>',
        ),
    ],
    [
        text(
            "<p>This site is built to the Web Content Accessibility Guidelines (WCAG) 2.2, levels A and AA: 55 criteria. We went through all of them ourselves and wrote down how each is met and "
            "tested; we know of none that applies and is not met. The Chinese standard GB/T 37668-2019 asks much the same of pages; no independent body has tested the site, and we claim none of its levels.</p>"
            "<p>Last checked on 22 November 2026, in three browser engines: Chromium, Firefox and WebKit.</p><h2>What you can do</h2><ul><li>Switch on large text, high contrast and the simple layout at the top of "
            "the page; your browser remembers, without a cookie.</li><li>Use everything by keyboard alone, with a focus one can see and nothing covers.</li>"
            "<li>Hear which session each button is for; after a mistake you hear first what is wrong, with a link to each place.</li><li>Register, cancel and write to us without JavaScript.</li>"
            "<li>Films never start by themselves. They come with captions and with their words; what is only seen is told in a version with audio description, or by the speaker.</li>"
            "<li>Pass the check against robots without reading letters in a picture: the browser does it, or you answer a small question in words.</li><li>Enlarge a page to 400% without scrolling sideways.</li>"
            "<li>Dark mode, reduced motion and the high contrast of your system are followed.</li></ul><h2>What is missing</h2><ul>"
            "<li>Nobody who uses a screen reader every day has tried the site yet, nor have we gone through it with NVDA, VoiceOver or others; we checked what browsers hand to them.</li>"
            "<li>There is no sign-language video and no easy-read version.</li><li>Descriptions of pictures are written by hand and may have gaps; some may be in Chinese only.</li>"
            "<li>To protect you, a case closes half an hour after you last looked at it, and a ticket two hours after you opened it. Both can be opened again at any time, and text you were writing comes back.</li>"
            "<li>Documents for download have not been checked one by one.</li></ul>"
        ),
        note(
            "Something in your way?",
            '<p>Report a <a href="/en/oversight/feedback/?category=site_error">mistake on this website</a>, without a name if you like; you get an answer within three working days. Or use the contact at the foot of the page. Family or staff may register for you.</p>',
        ),
    ],
)

PRIVACY = Plain(
    "privacy",
    "privacy_page",
    Pair("个人信息保护", "Privacy"),
    Pair("我们留什么、为什么留、谁能看、留多久，一项一项列在这里。", "What we keep, why, who sees it and for how long, line by line."),
    [
        text(
            "<p>浏览本站不会在您的设备上留下记录：公开页面不使用Cookie，也不向第三方发送请求；您打开“大字”“高对比”“简洁”时，只由您的浏览器自己记住。只有在您预约参观或者提交意见时，我们才会请您填写个人信息，而且只填必要的几项。</p>"
            "<h2>您的权利</h2><ul><li>查看预约、修改人数或取消：打开确认信里的链接就能办，不用说明理由。</li><li>查阅、更正、删除个人信息：通过“监督”栏目的“个人信息请求”提出，15个工作日内答复。</li><li>撤回同意：不影响撤回之前的处理。</li>"
            "<li>对我们处理个人信息有意见：同样通过“个人信息请求”告诉我们。</li></ul>"
            "<h2>个人信息处理清单</h2><p>下面的清单由程序直接读取系统的设定，和实际处理始终一致。</p>"
        ),
        ("personal_data", None),
    ],
    [
        text(
            "<p>Reading this site leaves nothing on your device: public pages set no cookie and send no request to anybody else; large text, high contrast and the simple layout are remembered by your browser alone. Only when you register for a visit or write to us do we ask "
            "for personal information, and only for what is needed.</p><h2>Your rights</h2><ul><li>See your registration, change the number of people or cancel: by the link in your letter, without giving a reason.</li>"
            "<li>See, correct or erase personal information: write to us under Oversight, “Request about personal information”; you get an answer within 15 working days.</li>"
            "<li>Withdraw your consent. What happened before stays lawful.</li><li>Complain about how we handle personal information: in the same way.</li></ul>"
            "<h2>What is processed</h2><p>This list is read from the settings of the system itself, so that it always says what is really done.</p>"
        ),
        ("personal_data", None),
    ],
)

PAGES = [ABOUT, GUIDE, ACCESSIBILITY, PRIVACY]

HOME = {
    "headline": Pair("请您走进实验室", "Come in and see how testing is done"),
    "introduction": Pair(
        "一份检测报告是怎样做出来的？选一个开放日，带上家人，亲眼看一看。看过之后，也请您说说意见。",
        "How does a sample become a report? Choose an open day, bring your family and see for yourself. Then tell us what you think.",
    ),
    "summary": Pair(
        "预约参观检验检疫实验室，监督检测工作：不用注册，不收费。",
        "Visit inspection laboratories and watch over their work: no account, no fee.",
    ),
}
NEWS_SUMMARY = Pair("整顿、开放、答复：检测工作的进展在这里公布，每一条都注明来源。", "What happens in testing, each item with its source.")
LABS_SUMMARY = Pair(
    "三个技术中心和它们的实验室。原文提到四个，第四个没有写名称，这里不编。",
    "Three technical centres and their laboratories. The source counts four; it names three.",
)
SITE = {
    "service_zh": "实验室开放日",
    "service_en": "Laboratory open days",
    "authority_zh": "深圳检验检疫局",
    "authority_en": "Shenzhen Entry-Exit Inspection and Quarantine Bureau",
    "undertaker_zh": "质量办（演示）",
    "undertaker_en": "Quality office (demo)",
    "address_zh": "深圳市（演示地址）",
    "address_en": "Shenzhen (demonstration address)",
    "hours_zh": "办公时间：工作日9:00–12:00，14:00–18:00（演示）",
    "hours_en": "Office hours: working days 9:00–12:00 and 14:00–18:00 (demo)",
    "email": "openday@example.org",
    "security_contact": "mailto:security@example.org",
    "banner_zh": "这是演示网站：单位、场次和意见都是示例，请勿据此前往。",
    "banner_en": "This is a demonstration: units, sessions and cases are examples. Please do not travel for them.",
}
DEMO_NEWS = Pair("这个演示网站的内容从哪里来", "Where the content of this demonstration comes from")
DEMO_NEWS_SUMMARY = Pair(
    "新闻、数字和承诺依据一篇公开报道；实验室、场次和意见是演示。",
    "News, figures and promises follow one published article; laboratories, sessions and cases are examples.",
)
DEMO_NEWS_ZH: list[Block] = [
    text("<p>为了让人看清这个系统能做什么，我们准备了演示内容，并给自己定了规矩：</p>"),
    table(
        "什么是真的，什么是演示",
        ["内容", "来源"],
        ["整顿活动的经过、六查六看、六个100%", "一篇公开的新闻报道"],
        ["三个技术中心的名称和措施", "同一篇报道"],
        ["各中心下设的实验室", "演示"],
        ["开放日、场次、名额", "演示"],
        ["意见案例和答复", "演示"],
        ["插图", "为本站绘制，不是照片"],
    ),
]
DEMO_NEWS_EN: list[Block] = [
    text("<p>To show what this system can do we prepared content, and gave ourselves rules:</p>"),
    table(
        "What is real, what is an example",
        ["Content", "Source"],
        ["The campaign, the six checks, the six targets", "One published news article"],
        ["Names and measures of the three centres", "The same article"],
        ["Laboratories of the centres", "Example"],
        ["Open days, sessions, places", "Example"],
        ["Cases and answers", "Example"],
        ["Pictures", "Drawn for this site, not photographs"],
    ),
]
