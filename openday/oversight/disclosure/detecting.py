"""Find what may point to a person in a text that is about to be published. Pure.

Better one passage too many than one too few: a person looks at each and says whether it may stay. Telephone numbers
are found by `phonenumbers` and by patterns of our own for what it leaves out; the rest has no kept library that
knows Chinese documents and is small enough for this (docs/decisions/0022).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise, permutations

import phonenumbers
from django.db import models
from django.utils.translation import gettext_lazy as _

from openday.language.folding import fold
from openday.language.sounds import sounds


class Kind(models.TextChoices):
    """What a passage seems to be."""

    PHONE = "phone", _("Telephone number")
    ID_NUMBER = "id_number", _("Identity number")
    PLATE = "plate", _("Number plate")
    EMAIL = "email", _("Email address")
    ACCOUNT = "account", _("QQ or WeChat account")
    BANK_CARD = "bank_card", _("Bank card number")
    ADDRESS = "address", _("Home address")
    NAME = "name", _("Name of a person")


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A piece of a text, from `start` up to `end`, in characters."""

    start: int
    end: int
    kind: Kind
    text: str


def find(text: str, *, names: Iterable[str] = ()) -> list[Passage]:
    """Return the suspicious passages in order, none inside another; `names` are people known by name."""
    plain = _plain(text)
    found = [*_numbers(plain), *_accounts(plain), *_called(plain), *_known_names(plain, names)]
    # The longest wins where two overlap: an identity number holds what looks like a telephone number.
    kept: list[tuple[int, int, Kind]] = []
    # Of two as long, the one that the words beside it call so: digits after "QQ" are no telephone.
    for start, end, kind in sorted(found, key=lambda one: (one[0] - one[1], one[2] == Kind.PHONE, one[0])):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, kind))
    return sorted(Passage(start, end, kind, text[start:end]) for start, end, kind in kept)


_Found = Iterator[tuple[int, int, Kind]]

# ---- The text as it is read: as many characters as before, so that places stay what they are ---------------------

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2011: 0x2D, 0x2013: 0x2D, 0x2014: 0x2D, 0x2212: 0x2D}
# Whatever is invisible counts as a gap: it is put between digits by those who do not want to be found.
_GAPS = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0xA0, 0x2009, 0x202F], 0x20)
# The number of a case is public, and looks like a telephone.
_OUR_NUMBER = re.compile(r"FK-\d{4}-\d{6}")
_SPELLED = re.compile("[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{7,}")
_AS_DIGITS = str.maketrans("〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "0012345678912123456789")


def _plain(text: str) -> str:
    """Full-width letters narrow, invisible characters as spaces, digits that are spelled out as digits."""
    narrow = _OUR_NUMBER.sub(lambda found: "N" * len(found[0]), text.translate(_WIDE | _GAPS))
    return _SPELLED.sub(lambda found: found[0].translate(_AS_DIGITS), narrow)


# ---- Numbers -----------------------------------------------------------------------------------------------

_GAP = r"[ \t.·•_/-]{0,2}"
_MOBILE = re.compile(rf"(?<![\d.])(?:(?:\+|00)?{_GAP}\(?86\)?{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?![\d])")
_LANDLINE = re.compile(
    r"(?<!\d)\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]{0,2}[2-9]\d{2,3}[ -]?\d{4}(?:[ -]{0,2}(?:转|分机|ext\.?|x)?[ ]?\d{1,5})?(?!\d)", re.I
)
_CALLED_PHONE = re.compile(
    r"(?:电话|手机|座机|致电|拨打|号码|联系方式|传真|tel(?:ephone)?|phone|call|fax|number is)[^\d\n]{0,8}(\d{3,4}[ -]?\d{4})(?![\d-])", re.I
)
_ABROAD = re.compile(r"(?<![\d\w])\+\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}(?!\d)")
_ID = re.compile(rf"(?<![\dA-Za-z])\d(?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])")
_OLD_ID = re.compile(r"(?<![\dA-Za-z])\d{15}(?![\dA-Za-z])")
_CALLED_ID = re.compile(
    r"(?:身份证|证件)(?:号码?|号)?[^\d\n]{0,4}((?:\d[ -]?){14,17}[\dXx])|"
    r"\bid(?:entity)?(?: card)?(?: no\.?| number)?(?: is)?[: ]{1,3}((?:\d[ -]?){14,17}[\dXx])",
    re.I,
)
_CARD = re.compile(rf"(?<![\dA-Za-z])[3-6](?:{_GAP}\d){{14,18}}(?![\dA-Za-z])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-HJ-NP-Z][ ·.•-]{0,2}"
    r"(?:[DFA-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[DFA-HJK]|(?=[A-Z]{0,3}\d)[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])",
    re.I,
)
_DOT = r"\s?(?:\.|\[dot\]|\(dot\)| dot )\s?"
_EMAIL = re.compile(
    rf"[A-Za-z0-9][A-Za-z0-9._%+-]*\s?(?:@|\[at\]|\(at\)| at )\s?[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+)*{_DOT}[A-Za-z]{{2,}}",
    re.I,
)
_PART = r"(?:[A-Z]?\d+|[一二三四五六七八九十]+)(?:号楼|号院|号房|栋|幢|座|单元|弄|号|层|楼|室|房)"
# 12栋3单元502室; 88号海滨花园6栋B座1204: a house and a flat in it. A room alone may be one of ours.
_HOME = re.compile(rf"{_PART}(?:[ ,，-]{{0,2}}(?:[\u4e00-\u9fff]{{2,8}}?)?{_PART}(?:[A-Z]座)?)+(?:[A-Z]?\d{{2,4}}(?!\d))?")


def _numbers(text: str) -> _Found:
    for found in _EMAIL.finditer(text):
        yield *found.span(), Kind.EMAIL
    for found in _ID.finditer(text):
        if is_id_number(_digits(found[0])):
            yield *found.span(), Kind.ID_NUMBER
    for found in _OLD_ID.finditer(text):
        if _is_birthday("19" + found[0][6:12]) and _is_province(found[0]):
            yield *found.span(), Kind.ID_NUMBER
    for found in _CALLED_ID.finditer(text):
        yield *found.span(1 if found[1] else 2), Kind.ID_NUMBER
    for found in _CARD.finditer(text):
        if passes_luhn(_digits(found[0])):
            yield *found.span(), Kind.BANK_CARD
    for found in _PLATE.finditer(text):
        yield *found.span(), Kind.PLATE
    for found in _HOME.finditer(text):
        if re.search("栋|幢|座|单元|弄|号楼", found[0]):
            yield *found.span(), Kind.ADDRESS
    yield from _phones(text)


def _phones(text: str) -> _Found:
    for pattern in (_MOBILE, _LANDLINE, _ABROAD):
        for found in pattern.finditer(text):
            yield *found.span(), Kind.PHONE
    for found in _CALLED_PHONE.finditer(text):
        yield *found.span(1), Kind.PHONE
    for match in phonenumbers.PhoneNumberMatcher(text, "CN", leniency=phonenumbers.Leniency.VALID):
        # Seven or eight digits alone are as often a batch as a telephone; the words before them decide above.
        if len(_digits(match.raw_string)) > 9 and not _is_quantity(text, match.end):
            yield match.start, match.end, Kind.PHONE


def _is_quantity(text: str, end: int) -> bool:
    return text[end : end + 1] in {"批", "份", "元", "个", "件", "%"}


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit() or letter in "Xx").upper()


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_id_number(number: str) -> bool:
    """Say whether 18 characters are an identity number: province, birthday and check character (GB 11643-1999)."""
    if not (len(number) == 18 and number[:17].isdigit()):
        return False
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
    return number[17] == check and _is_province(number) and _is_birthday(number[6:14])


def _is_province(number: str) -> bool:
    return 11 <= int(number[:2]) <= 83


def _is_birthday(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= 1900


def passes_luhn(number: str) -> bool:
    """Say whether the last digit of a card number fits the others (ISO/IEC 7812-1)."""
    if not number.isdigit():
        return False
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


# ---- Accounts ----------------------------------------------------------------------------------------------

_QQ = re.compile(r"(?:QQ|扣扣|企鹅)(?:群|号码|号|number|id)?[ ]?(?:是|为|[:=])?[ ]?(\d{5,11})(?!\d)", re.I)
# Letters alone are an account only where the text says so: "WeChat announces" is none, "WeChat: lipingping" is one.
_WECHAT = re.compile(
    r"(?:微信|威信|薇信|v信|加v|wechat|weixin|\bwx|\bvx)(?:号码?|号|帐号|账号|[ ]?id| account)?"
    r"(?:[ ]?(?:是|为| is|[:=])[ ]?([A-Za-z][A-Za-z0-9_-]{5,19})|[ ]?(?:是|为| is|[:=])?[ ]?((?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{6,20}))"
    r"(?![A-Za-z0-9])",
    re.I,
)


def _accounts(text: str) -> _Found:
    for found in _QQ.finditer(text):
        yield *found.span(1), Kind.ACCOUNT
    for found in _WECHAT.finditer(text):
        yield *found.span(1 if found[1] else 2), Kind.ACCOUNT


# ---- Names -------------------------------------------------------------------------------------------------

# The hundred or so family names that four of five people bear, and those of two characters.
_FAMILIES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞"
    "左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳"
)
_TWO = "欧阳|上官|司徒|诸葛|司马|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯"
_TITLES = (
    "先生|女士|小姐|阿姨|大爷|大妈|师傅|老师|医生|教授|博士|主任|副主任|科长|副科长|处长|副处长|局长|副局长|所长|站长|组长|队长|院长|经理|总监|"
    "工程师|检测员|检验员|采样员|抽样员|接待员|讲解员|审核员|签字人|法官|警官"
)
_TITLED = re.compile(rf"(?<![A-Za-z])(?!(?<=感)谢)((?:{_TWO}|[{_FAMILIES}])[\u4e00-\u9fff]{{0,2}}?)(?:副)?(?:{_TITLES})")
_ROLES = (
    "我叫|我是|本人叫|名叫|叫做|姓名|联系人|投诉人|被投诉人|举报人|申请人|来访人|来电人|送样人|当事人|经办人|检测员|检验员|采样员|抽样员|接待员|工作人员|司机|保安|同事|"
    "爱人|丈夫|妻子|儿子|女儿|父亲|母亲|孩子|家长"
)
_SAID = re.compile(
    rf"(?:{_ROLES})(?:[:]|是|为)?[ ]?((?:{_TWO}|[{_FAMILIES}])(?:某{{1,2}}|[\u4e00-\u9fff]{{1,2}}?))"
    r"(?=[,，.。;；、:：!！?？()（）《》“” \n\d]|$|[的说是在与和于未没已称签表对把将去来都也不有负要被给向等])"
)
# 罗某, 罗某某, 姓林, 蒋工: half a name, and enough where few work.
_HALF = re.compile(
    rf"[{_FAMILIES}]某{{1,2}}|姓[{_FAMILIES}](?=[,，。;；、的 ]|$)|(?<![\u4e00-\u9fff])[{_FAMILIES}]工(?=[,，。说称答的也在对告])"
)
_SMALL = re.compile(rf"(?:(?<![\u4e00-\u9fff])|(?<=[的和与是由请找]))(?:小|老|阿)([{_FAMILIES}])(?=[,，。、的说在把没不也就\s]|$)")
_WORD = r"[A-Z][A-Za-z'’-]+"
_MISTER = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Engineer|Director|Madam)\.?[ ]+({_WORD}(?:[ ]+{_WORD})?)")
_WORK = re.compile(
    r"\b(?:[Ii]nspector|[Aa]nalyst|[Ee]ngineer|[Dd]irector|[Dd]river|[Cc]olleague|[Oo]fficer|[Tt]echnician|[Cc]omplainant)"
    rf"[ ]+({_WORD}[ ]+{_WORD})"
)
_MY_NAME = re.compile(rf"\b(?:[Mm]y name is|I am called|[Nn]ame:|[Cc]ontact:|[Cc]ontact person:)[ ]+({_WORD}(?:[ ]+{_WORD}){{0,2}})")
# 任何女士, 高级工程师, 有关主任: a family name by spelling only.
_NO_GIVEN_NAME = re.compile(
    r"[何有级关位各于全些是的和与由向为等中及名]|实验|检测|检验|技术|部门|质量|当时|当天|窗口|现场|成为|方面|文化|安全|石油"
)
# 第一任主任, 各位: what stands before makes no name of it.
_COUNTS = frozenset("第各每本该几多两三四")


def _called(text: str) -> _Found:
    """People by their title, or by what is said before a name."""
    for found in _TITLED.finditer(text):
        given = found[1][1:]
        before = text[found.start() - 1 : found.start()]
        if before in _COUNTS or (given and _NO_GIVEN_NAME.search(given)) or _NO_GIVEN_NAME.fullmatch(found[1]):
            continue
        if not given and found[1] in "高任关向安方文成于路单":
            continue
        yield *found.span(), Kind.NAME
    for found in _SAID.finditer(text):
        if not _NO_GIVEN_NAME.search(found[1][1:]):
            yield *found.span(1), Kind.NAME
    for pattern in (_SMALL, _HALF):
        for found in pattern.finditer(text):
            yield *found.span(), Kind.NAME
    for pattern in (_MISTER, _WORK, _MY_NAME):
        for found in pattern.finditer(text):
            yield *found.span(1), Kind.NAME


_HAN_NAME = re.compile("[\u3400-\u9fff]{2,5}")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def _known_names(text: str, names: Iterable[str]) -> _Found:
    folded = _same_length(text)
    words = [(found.start(), found.end(), _heard(found[0])) for found in _LATIN_WORD.finditer(text)]
    for name in {name.strip() for name in names}:
        if _HAN_NAME.fullmatch(name):
            spaced = r"[ ·*]{0,2}".join(re.escape(letter) for letter in _same_length(name))
            for found in re.finditer(spaced, folded):
                yield *found.span(), Kind.NAME
            yield from _in_letters(words, text, _spellings(_same_length(name)))
        elif len(parts := [_heard(part) for part in name.split()]) > 1:
            yield from _in_letters(words, text, {tuple(order) for order in permutations(parts)} if len(parts) < 4 else {tuple(parts)})
        elif len(name) > 3:
            yield from _in_letters(words, text, {(_heard(name),)})


def _same_length(text: str) -> str:
    """Folded letter by letter, where folding gives one letter: Traditional and variant characters as Simplified."""
    return "".join(folded if len(folded := _folded(letter)) == 1 else letter for letter in text)


@cache
def _folded(letter: str) -> str:
    return fold(letter)


def _in_letters(words: list[tuple[int, int, str]], text: str, spellings: Iterable[tuple[str, ...]]) -> _Found:
    for spelling in spellings:
        for place in range(len(words) - len(spelling) + 1):
            run = words[place : place + len(spelling)]
            gaps = (text[one[1] : other[0]] for one, other in pairwise(run))
            if tuple(word for _s, _e, word in run) == spelling and all(len(gap) < 3 for gap in gaps):
                yield run[0][0], run[-1][1], Kind.NAME


def _spellings(name: str) -> set[tuple[str, ...]]:
    """How a Chinese name may stand in Latin letters: 李平 is Li Ping, Ping Li; 王小明 is Wang Xiaoming, Wang Xiao Ming."""
    readings: list[tuple[str, ...]] = [()]
    for letter in name:
        readings = [(*reading, sound) for reading in readings for sound in sounds(letter)][:8]
    found: set[tuple[str, ...]] = set()
    for reading in readings:
        if len(reading) < 2:
            continue
        family, given = _heard(reading[0]), reading[1:]
        apart = tuple(_heard(sound) for sound in given)
        joined = _heard("".join(given))
        found |= {(family, joined), (joined, family), (family, *apart), (*apart, family)}
    return found


_NOT_HEARD = re.compile("(?<=[zcs])h|(?<=[aei]n)g|['’-]")


def _heard(word: str) -> str:
    """A Latin word as `sounds` writes syllables: Zhang is zan, Ping is pin."""
    return _NOT_HEARD.sub("", word.casefold())
