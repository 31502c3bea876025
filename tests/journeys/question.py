"""Answer the question in words as a person would: read it, then type the number."""

import re

_WORDS = (["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], list("零一二三四五六七八九"))
_SUM = ("plus", "加")
_DIFFERENCE = ("minus", "减", "減")


def answer(question: str) -> str:
    """The number that `question` (English or Chinese) asks for."""
    numbers = [words.index(found) for words in _WORDS for found in re.findall("|".join(words), question.lower())]
    if any(word in question for word in _SUM):
        return str(numbers[0] + numbers[1])
    if any(word in question for word in _DIFFERENCE):
        return str(numbers[0] - numbers[1])
    return str(max(numbers))
