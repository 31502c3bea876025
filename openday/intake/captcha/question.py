"""A question in words, for browsers without JavaScript and for every case where the machine check fails.

It is text only, so a screen reader, a braille display and a translator can all read it.
"""

import secrets
import unicodedata

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from openday.intake.captcha import signed

NUMBERS = [
    pgettext_lazy("number word", "zero"),
    pgettext_lazy("number word", "one"),
    pgettext_lazy("number word", "two"),
    pgettext_lazy("number word", "three"),
    pgettext_lazy("number word", "four"),
    pgettext_lazy("number word", "five"),
    pgettext_lazy("number word", "six"),
    pgettext_lazy("number word", "seven"),
    pgettext_lazy("number word", "eight"),
    pgettext_lazy("number word", "nine"),
]
_IN_WORDS = {
    "0": "zero 零",
    "1": "one 一",
    "2": "two 二 两 兩",
    "3": "three 三",
    "4": "four 四",
    "5": "five 五",
    "6": "six 六",
    "7": "seven 七",
    "8": "eight 八",
    "9": "nine 九",
    "10": "ten 十",
    "11": "eleven 十一",
    "12": "twelve 十二",
    "13": "thirteen 十三",
    "14": "fourteen 十四",
    "15": "fifteen 十五",
    "16": "sixteen 十六",
    "17": "seventeen 十七",
}
_NUMBER = {word: number for number, words in _IN_WORDS.items() for word in words.split()}
_LONGEST_ANSWER = 20

SUM = gettext_lazy("What is %(first)s plus %(second)s? Answer with a number.")
DIFFERENCE = gettext_lazy("What is %(first)s minus %(second)s? Answer with a number.")
LARGEST = gettext_lazy("Which number is the largest: %(first)s, %(second)s or %(third)s? Answer with a number.")


def ask(action: str) -> tuple[str, str]:
    """Give a question in the active language and the signed token that belongs to it."""
    draw = secrets.SystemRandom()
    first, second, third = draw.sample(range(1, 10), 3)
    kind = draw.choice((SUM, DIFFERENCE, LARGEST))
    if kind is DIFFERENCE:
        first, second = max(first, second), min(first, second)
    answer = {SUM: first + second, DIFFERENCE: first - second, LARGEST: max(first, second, third)}[kind]
    words = {"first": NUMBERS[first], "second": NUMBERS[second], "third": NUMBERS[third]}
    return gettext(str(kind)) % words, signed.make("question", action=action, secret_part=str(answer))


def is_right(token: str, answer: str, *, action: str) -> bool:
    """Whether the answer, in digits or as a word, belongs to the token."""
    return signed.holds(token, "question", action=action, secret_part=normalised(answer))


def normalised(answer: str) -> str:
    """Read 7, ７, 07, seven and 七 as `7`."""
    text = unicodedata.normalize("NFKC", answer[:_LONGEST_ANSWER]).strip(" .。!！").lower()
    text = _NUMBER.get(text, text)
    return str(int(text)) if text.isascii() and text.isdigit() else text
