"""How alike two messages are: by pairs of characters in Chinese, by words elsewhere. Pure.

Pairs of characters need no dictionary and survive other word orders; the search of the portal compares in the same way.
"""

import re

from openday.language.folding import fold

# From so much on two messages are shown side by side. Measured on the pairs of tests/oversight/joining.
LIKELY = 0.34
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z]{3,}|\d{3,}")
# Words that stand in every other message.
_FILLING = (
    "我们 你们 请问 谢谢 希望 建议 什么 怎么 可以 没有 一个 因为 所以 但是 这个 那个 演示 您好 你好 "
    "the and was were are for that this with from have has had not but you your please there when which our"
)
_COMMON = frozenset(_FILLING.split())
# A message of three words is like many others.
_FEWEST = 6


def marks(text: str) -> frozenset[str]:
    """What a message is compared by."""
    found: set[str] = set()
    for run in _RUNS.findall(fold(text)[:4000]):
        found |= {run[place : place + 2] for place in range(len(run) - 1)} if run[0] >= "\u3400" else {run}
    return frozenset(found - _COMMON)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: the shared part of both, or nearly the shared part of the shorter when one message is inside the other."""
    if min(len(one), len(other)) < _FEWEST:
        return 0.0
    shared = len(one & other)
    both = 2 * shared / (len(one) + len(other))
    inside = shared / min(len(one), len(other))
    return max(both, 0.75 * inside if inside > 0.5 else 0.0)
