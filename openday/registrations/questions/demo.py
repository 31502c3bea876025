"""Two demo questions of one open day, with answers of its demo visitors. Their help says that they are a demonstration."""

from datetime import datetime
from random import Random

from openday.events.models import OpenDay
from openday.registrations.models import Registration
from openday.registrations.questions.answers import Given, rows
from openday.registrations.questions.models import Answer, Pick, Question
from openday.registrations.questions.states import Kind

OPEN_DAY = "food-residues"
_QUESTIONS = [
    {
        "kind": Kind.SEVERAL,
        "label_zh": "您最想了解哪些内容？",
        "label_en": "What would you most like to know about?",
        "help_zh": "讲解员会据此安排时间。（演示问题）",
        "help_en": "The guides plan their time by it. (A demo question)",
        "choices": [
            ["样品怎样编号和保密", "How samples are numbered and kept secret"],
            ["仪器怎样找到农药残留", "How instruments find pesticide residues"],
            ["检测报告怎么看", "How to read a test report"],
        ],
        "keep_days": 7,
    },
    {
        "kind": Kind.YES_NO,
        "label_zh": "孩子要不要参加动手做小实验？",
        "label_en": "Would the children like to try a small experiment?",
        "help_zh": "我们按人数准备护目镜。（演示问题）",
        "help_en": "We prepare goggles for them. (A demo question)",
        "with_children": True,
        "keep_days": 7,
    },
]


def fill(random: Random, *, now: datetime) -> None:
    """Ask the demo questions once, and let half of the demo visitors answer."""
    open_day = OpenDay.objects.filter(code=OPEN_DAY).first()
    if open_day is None or open_day.questions.exists():
        return
    for position, facts in enumerate(_QUESTIONS, start=1):
        Question.objects.create(open_day=open_day, position=position, **facts)
    asked = [question.asked for question in open_day.questions.order_by("position")]
    answers: list[Answer] = []
    picks: list[Pick] = []
    for party in Registration.objects.filter(session__open_day=open_day, request_key__startswith="demo-").order_by("pk"):
        if random.random() < 0.5:
            continue
        given = [Given(asked[0].pk, 1, sorted(random.sample(asked[0].codes, random.randint(1, 2))))]
        if party.party.minors:
            given.append(Given(asked[1].pk, 1, random.choice(asked[1].codes)))
        new_answers, new_picks = rows(given, asked, now=now)
        for answer in new_answers:
            answer.registration_id = party.pk
        for pick in new_picks:
            pick.registration_id = party.pk
        answers += new_answers
        picks += new_picks
    Answer.objects.bulk_create(answers)
    Pick.objects.bulk_create(picks)
