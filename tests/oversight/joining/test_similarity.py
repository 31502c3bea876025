"""Pairs judged by a reader: about the same thing, or not."""

from hypothesis import given
from hypothesis import strategies as st

from openday.oversight.joining.similarity import LIKELY, likeness, marks

SAME = [
    ("周六带孩子来参观，从地铁站出来找了二十分钟才找到实验室大门，路上没有指示牌。", "从地铁站出来到实验室大门一路没有指示牌，找了好久。"),
    ("送样时窗口人员没有当面核对封条就收下了，我担心样品弄混。", "窗口收样没有当面核对封条，样品会不会弄混？"),
    ("候检大厅的空调坏了，天热老人受不了。", "候检大厅空调坏了很多天，老人小孩热得受不了，请修理。"),
    ("開放日大多在工作日，上班的人來不了，建議多安排週六的場次。", "建议开放日多安排周六场次，工作日上班来不了。"),
    (
        "The English page says the gate opens at 8:30, the Chinese page says 9:00.",
        "Gate opens at 8:30 on the English page, 9:00 on the Chinese one",
    ),
    ("305室的温度计没有校准标签，检测员说不用管。", "我看到305室温度计没有校准标签。"),
    ("报告编号SZ2026的结论和样品名称不一致，请更正。", "SZ2026号报告的样品名称与结论不一致，希望更正报告。"),
]
OTHER = [
    (
        "周六带孩子来参观，从地铁站出来找了二十分钟才找到实验室大门，路上没有指示牌。",
        "周六的开放日预约不上，孩子很想参观，名额太少。",
    ),
    ("送样时窗口人员没有当面核对封条就收下了，我担心样品弄混。", "窗口人员服务态度很好，送样很快，表扬一下。"),
    ("候检大厅的空调坏了，天热老人受不了。", "候检大厅没有饮水机，老人等的时间长。"),
    ("报告上写未检出，是不是就是一点都没有？", "报告什么时候可以取？我的样品上周送来的。"),
    ("The English page says the gate opens at 8:30.", "The guide spoke very good English and the tour was great."),
    ("305室的温度计没有校准标签。", "建议开放日参观305室，介绍温度计的校准。"),
    ("请问停车场在哪里，收费吗？", "请问如何预约团体参观，收费吗？"),
    ("检测员没有佩戴工作牌。", "检测员讲解得很清楚，谢谢。"),
]


def score(pair):
    return likeness(marks(pair[0]), marks(pair[1]))


def test_pairs_about_the_same_thing_are_found_and_others_are_not():
    missed = [pair for pair in SAME if score(pair) < LIKELY]
    wrong = [pair for pair in OTHER if score(pair) >= LIKELY]

    # A false alarm costs a glance; a duplicate that nobody sees costs two answers.
    assert (missed, len(wrong) <= 1) == ([], True), wrong


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_between_0_and_1_and_the_same_both_ways(one, other):
    there, back = likeness(marks(one), marks(other)), likeness(marks(other), marks(one))

    assert there == back
    assert 0 <= there <= 1


@given(st.text(alphabet="检测样品报告窗口校准仪器温度封条大门指示牌空调大厅预约开放日参观孩子", min_size=20, max_size=80))
def test_a_message_is_like_itself(text):
    found = marks(text)

    assert likeness(found, found) == (1.0 if len(found) >= 6 else 0.0)
