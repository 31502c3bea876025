"""What may stand in the glossary. Pure."""

import re

LONGEST = 30
# Each is looked for in every text of every Traditional page: more would be felt.
MOST_ENTRIES = 500

_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
# Words are put into finished pages: a bracket or a quotation mark would be markup there.
_NOT_A_WORD = re.compile(r"[\s<>&\"'`\\\x00-\x1f\x7f]")


def is_word(text: str) -> bool:
    """Whether `text` may be put into a finished page: no spaces, nothing that is markup."""
    return 0 < len(text) <= LONGEST and not _NOT_A_WORD.search(text)


def is_phrase(text: str) -> bool:
    """Whether `text` may be looked for: a word of two Chinese characters or more."""
    # One character alone has many readings: 发 is 發 and 髮, and 里 is 里 and 裏.
    return is_word(text) and len(_HAN.findall(text)) >= 2
