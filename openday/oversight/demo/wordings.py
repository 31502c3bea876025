"""A few prepared texts, so that every form of the desk has one to choose."""

from openday.oversight.models import Wording

_TEXTS = (
    (
        Wording.Purpose.ANSWER,
        "（演示）情况属实并已整改",
        "您好：您于{收到日期}反映的{类别}（编号{编号}）收悉。经{承办单位}核实，情况属实。{请填写}现已整改。感谢您的监督。",
        "Thank you for your message of {received_on} (case {number}). The {unit} confirms it. {fill} It has been put right.",
    ),
    (
        Wording.Purpose.QUESTION,
        "（演示）请补充时间和地点",
        "您好：为核实编号{编号}的情况，请补充事情发生的时间、地点和样品编号（如有）。收到前停止计时。",
        "For case {number} we need the time, the place and the number of the sample. The clock stands still until then.",
    ),
    (
        Wording.Purpose.ELSEWHERE,
        "（演示）不属于本单位职责",
        "您好：您反映的事项不属于本单位职责，请联系：{请填写}。",
        "What you describe is not ours to decide. Please turn to: {fill}.",
    ),
    (
        Wording.Purpose.EXTENSION,
        "（演示）需要复测",
        "需要复测样品，原定{答复期限}前答复，现延长期限。",
        "The sample has to be tested again; the answer was due on {due_on}, and takes longer.",
    ),
    (
        Wording.Purpose.PROGRESS,
        "（演示）正在核查",
        "{承办单位}正在核查，预计在{答复期限}前答复。",
        "The {unit} is looking into it and expects to answer by {due_on}.",
    ),
)


def fill_wordings() -> None:
    for purpose, name, zh, en in _TEXTS:
        Wording.objects.get_or_create(purpose=purpose, name=name, defaults={"text_zh": zh, "text_en": en})
