"""What may be asked, how much, and what had better not be. Pure: no database, no clock."""

import re
from dataclasses import dataclass

from openday.language.names import in_language
from openday.registrations.questions.states import IS_COUNTED, NO, OFFERS_CHOICES, YES, Kind

# More, and people give up before the end of the form; archived ones do not count.
QUESTIONS_AT_MOST = 8
CHOICES_AT_LEAST, CHOICES_AT_MOST = 2, 12
LABEL_LETTERS, HELP_LETTERS, CHOICE_LETTERS = 120, 240, 60
LINE_LETTERS, BLOCK_LETTERS = 100, 500
LARGEST_NUMBER = 9999
# As long as name and contact are kept, and no longer.
KEEP_DAYS_AT_MOST = 30

# Words of questions for what has its own safe place, or needs none: numbers of documents, health, beliefs, homes, money.
_SUSPECT = {
    "document": re.compile(r"身份证|证件|护照|通行证|户口|社保|\bid\b|\bidentity|passport|\bssn\b|social security|document number", re.I),
    "health": re.compile(
        r"健康|疾病|病史|病情|患病|残疾|残障|过敏|怀孕|孕妇|用药|体检|疫苗|血型|精神"
        r"|health|disease|illness|disab|allerg|pregnan|medic|vaccin|blood",
        re.I,
    ),
    "private": re.compile(
        r"宗教|信仰|民族|政治面貌|党员|婚姻|收入|工资|住址|家庭地址|银行|人脸|指纹"
        r"|religio|ethnic|political|marital|income|salary|home address|\bbank\b|fingerprint|biometr",
        re.I,
    ),
    "contact": re.compile(r"手机|电话|邮箱|微信|\bqq\b|mobile|phone|e-?mail|wechat", re.I),
}


def suspicions(*texts: str) -> list[str]:
    """Codes of what these words seem to ask for and should not: document, health, private, contact."""
    return [code for code, pattern in _SUSPECT.items() if any(pattern.search(text) for text in texts)]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as a form needs it: everything that is the same for all visitors. Equal ones make equal forms."""

    pk: int
    version: int
    # Rises when something else is counted than before; see models.Question.
    shape: int
    kind: str
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    # Pairs of the two languages, in order; the code of a choice is its place, from 1.
    choices: tuple[tuple[str, str], ...]
    least: int | None
    most: int | None
    is_required: bool
    with_children: bool
    keep_days: int
    is_archived: bool

    @property
    def field(self) -> str:
        """The name of its field in forms."""
        return f"question_{self.pk}"

    @property
    def label(self) -> str:
        return in_language(zh=self.label_zh, en=self.label_en)

    @property
    def help(self) -> str:
        return in_language(zh=self.help_zh, en=self.help_en)

    @property
    def is_counted(self) -> bool:
        return self.kind in IS_COUNTED

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what can be chosen; empty for texts and numbers."""
        if self.kind == Kind.YES_NO:
            return (YES, NO)
        return tuple(str(place) for place in range(1, len(self.choices) + 1)) if self.kind in OFFERS_CHOICES else ()

    def choice(self, code: str) -> str:
        """The words of one of `choices`, in the active language; the code itself when there is no such choice any more."""
        if not code.isdecimal() or not 1 <= int(code) <= len(self.choices):
            return code
        zh, en = self.choices[int(code) - 1]
        return in_language(zh=zh, en=en)

    def concerns(self, *, children: int) -> bool:
        """Whether a party with so many minors is asked."""
        return children > 0 or not self.with_children
