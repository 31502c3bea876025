"""The list of who comes with a group, as it is pasted: what each line says, and whether the group may come so. Pure.

A minor is an age band and never a name, as everywhere in the house: names of children that a class list brings along
are dropped here, before anything is kept. Nor does anybody's number of a document or a telephone belong in it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openday.intake.text import clean_line
from openday.language.folding import fold
from openday.registrations.groups.rules import LARGEST, group_problems
from openday.registrations.rules import BANDS, Party, Problem

ADULTS, COMPANIONS = "adults", "companions"
# A group of the largest size with companions, headings and empty lines.
MOST_LINES = LARGEST + 60
LONGEST_NAME = 40
_OLDEST = 120

_BETWEEN = re.compile(r"[\t,，;；、|]")
_AGE = re.compile(r"(\d{1,3})(?:岁|周岁|years?(?: old)?|y)?")
_SPAN = re.compile(r"(\d{1,2})(?:岁)?(?:-|–|—|~|至|到|to)(\d{1,2})(?:岁|周岁|years?)?")
_FROM = re.compile(r"(?:(\d{1,2})(?:\+|岁以上|岁及以上|岁或以上)|over(\d{1,2}))")
_UNDER = re.compile(r"(?:(\d{1,2})岁以下|under(\d{1,2}))")
# 18 or 15 digits are an identity card, more than six a telephone, a passport, a pupil's number.
_NUMBER = re.compile(r"(?:[a-z]{0,2}\d{7,}[0-9x]*|\+\d[\d -]{6,})", re.ASCII)
_ADULT = {"成人", "大人", "成年", "成年人", "adult", "adults", "grown-up"}
_SUPERVISOR = {
    "带队",
    "带队成人",
    "带队老师",
    "带队教师",
    "老师",
    "教师",
    "领队",
    "班主任",
    "家长",
    "辅导员",
    "supervisor",
    "teacher",
    "leader",
    "parent",
}
_COMPANION = {"陪护", "陪同", "陪护人员", "陪同人员", "companion", "carer", "assistant"}
_MINOR = {"学生", "儿童", "孩子", "小朋友", "青少年", "pupil", "student", "child"}
_HEADINGS = {
    "name": {"姓名", "名字", "name", "names"},
    "age": {"年龄", "年龄段", "岁数", "age", "ageband", "agegroup"},
    "role": {"身份", "角色", "role"},
}
_OTHER_HEADINGS = {
    "序号",
    "编号",
    "no",
    "no.",
    "number",
    "#",
    "性别",
    "gender",
    "sex",
    "班级",
    "class",
    "备注",
    "note",
    "notes",
    "remark",
    "电话",
    "手机",
    "身份证号",
    "学号",
}


@dataclass(frozen=True)
class Member:
    """One person of the list. `band` is a field of Party; a minor has no name, and supervises nobody."""

    band: str
    supervisor: bool = False
    name: str = ""


@dataclass(frozen=True)
class Slip:
    """What is wrong with one line: its number in what was pasted, from 1, and the cell meant."""

    row: int
    code: str
    shown: str = ""


@dataclass
class Reading:
    """A list as it was understood."""

    members: list[Member] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    # How many names of minors, and how many other cells, were dropped unread.
    names_dropped: int = 0
    cells_dropped: int = 0

    @property
    def party(self) -> Party:
        counted = Counter(member.band for member in self.members)
        return Party(**{band: counted[band] for band in (ADULTS, *BANDS, COMPANIONS)})

    @property
    def supervisors(self) -> int:
        return sum(member.supervisor for member in self.members)


def rows_of(text: str) -> list[list[str]]:
    """Split what was pasted into lines and cells: tabs from a spreadsheet, commas of either width."""
    return [_cells(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _cells(line: str) -> list[str]:
    cells = [clean_line(cell) for cell in _BETWEEN.split(line)]
    if len(cells) > 1:
        return cells
    # “王老师 成人 带队” with spaces only: from the end, for a name may have spaces of its own.
    words = cells[0].split()
    behind: list[str] = []
    while words:
        # “8 years old” and “under 6” are several words of one cell.
        for many in (3, 2, 1):
            cell = " ".join(words[-many:])
            if _band(cell) or _role(cell):
                behind.insert(0, cell)
                words = words[:-many]
                break
        else:
            break
    return [" ".join(words), *behind]


def text_of(members: Iterable[Member]) -> str:
    """The list as text that `read` understands the same way: what the review page carries on."""
    lines = []
    for member in members:
        role = "supervisor" if member.supervisor else "companion" if member.band == COMPANIONS else ""
        age = "{}-{}".format(*BANDS[member.band]) if member.band in BANDS else "adult"
        lines.append("\t".join((member.name, age, role)))
    return "\n".join(lines)


def read(rows: Sequence[Sequence[str]]) -> Reading:
    """Understand each line: a name, an age or age band, a role, in any order or as the headings say."""
    found = Reading()
    columns: dict[int, str] | None = None
    lines = 0
    for number, cells in enumerate(rows, start=1):
        if not any(cells):
            continue
        lines += 1
        if lines > MOST_LINES:
            found.slips.append(Slip(number, "too_many"))
            break
        if lines == 1 and (columns := _headings(cells)) is not None:
            continue
        _read_line(number, _without_others(cells, columns, found), found)
    return found


def _headings(cells: Sequence[str]) -> dict[int, str] | None:
    """Which column is what, when the first line says so."""
    known = {word: column for column, words in _HEADINGS.items() for word in words} | dict.fromkeys(_OTHER_HEADINGS, "")
    # “年龄（或年龄段）” of our own template, “Age (or age band)”: what stands before the bracket.
    words = [re.split(r"[(（]", fold(cell))[0].replace(" ", "") for cell in cells]
    named = {place: known[word] for place, word in enumerate(words) if word in known}
    return named if {"name", "age", "role"} & set(named.values()) else None


def _without_others(cells: Sequence[str], columns: dict[int, str] | None, found: Reading) -> list[str]:
    if columns is None:
        return list(cells)
    found.cells_dropped += sum(bool(cell) for place, cell in enumerate(cells) if not columns.get(place))
    return [cell for place, cell in enumerate(cells) if columns.get(place)]


def _read_line(number: int, cells: list[str], found: Reading) -> None:
    filled = [cell for cell in cells if cell]
    # “1, 张三, 8”: a number of the line in front of an age.
    if len(filled) > 1 and filled[0].isdecimal() and any(_band(cell) for cell in filled[1:]):
        filled = filled[1:]
    if not filled:
        return
    if wrong := next((cell for cell in filled if _NUMBER.fullmatch(_plain(cell).replace(" ", ""))), None):
        # Shown by its first letters only: the page need not repeat a number that should not be here.
        found.slips.append(Slip(number, "number", wrong[:3] + "…"))
        return
    bands = [band for cell in filled if (band := _band(cell))]
    roles = [role for cell in filled if (role := _role(cell))]
    names = [cell for cell in filled if not _band(cell) and not _role(cell)]
    role = roles[0] if roles else ""
    band = bands[0] if bands else ADULTS if role in {"supervisor", "companion"} else ""
    name = names[0] if names else ""
    if slip := _slip(band, role, name, filled):
        found.slips.append(Slip(number, *slip))
        return
    found.cells_dropped += len(names[1:])
    if band in BANDS:
        found.names_dropped += bool(name)
        found.members.append(Member(band))
    elif role == "companion":
        found.members.append(Member(COMPANIONS, name=name))
    else:
        found.members.append(Member(ADULTS, supervisor=role == "supervisor", name=name))


def _slip(band: str, role: str, name: str, cells: list[str]) -> tuple[str, str] | None:
    if not band:
        return "no_age", name or cells[0]
    if band in {"unknown", "across"}:
        return ("age" if band == "unknown" else "band"), next(cell for cell in cells if _band(cell) == band)
    if band in BANDS and role in {"supervisor", "companion"}:
        return "minor_with_a_task", name
    if role == "supervisor" and not name:
        return "no_name", ""
    if band not in BANDS and len(name) > LONGEST_NAME:
        return "long_name", name[:LONGEST_NAME] + "…"
    return None


def _plain(cell: str) -> str:
    return fold(unicodedata.normalize("NFKC", cell)).strip()


def _band(cell: str) -> str:
    """The age band that a cell names; "unknown" for an age nobody has, "across" for a span over two bands; "" when it is no age."""
    word = _plain(cell)
    if word in _ADULT:
        return ADULTS
    close = word.replace(" ", "")
    if match := _AGE.fullmatch(close):
        age = int(match[1])
        return "unknown" if age > _OLDEST else _band_of(age)
    if match := _SPAN.fullmatch(close):
        low, high = _band_of(int(match[1])), _band_of(int(match[2]))
        return low if low == high else "across"
    if match := _FROM.fullmatch(close):
        return ADULTS if int(match[1] or match[2]) >= 18 else "across"
    if match := _UNDER.fullmatch(close):
        return "children_0_5" if int(match[1] or match[2]) <= 6 else "across"
    return ""


def _band_of(age: int) -> str:
    return next((band for band, (_youngest, oldest) in BANDS.items() if age <= oldest), ADULTS)


def _role(cell: str) -> str:
    word = _plain(cell)
    for role, words in (("supervisor", _SUPERVISOR), ("companion", _COMPANION), ("minor", _MINOR)):
        if word in words:
            return role
    return ""


def list_problems(reading: Reading, *, allocated: Party, minimum_age: int, needs: int) -> list[Problem]:
    """Say why a group may not come as its list says; the rule about supervisors is asked anew. Fewer people than places are no problem."""
    party = reading.party
    if not reading.members:
        return [Problem("nobody", "text")]
    found = group_problems(party, supervisors=reading.supervisors, minimum_age=minimum_age, needs=max(needs, allocated.companions), least=1)
    if party.places > allocated.places:
        found.append(Problem("more_than_places", "text", limit=allocated.places, given=party.places))
    return found
