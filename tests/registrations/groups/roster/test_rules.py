"""What a pasted list means, line by line, and whether the group may come so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.registrations.groups.roster.rules import MOST_LINES, Member, list_problems, read, rows_of, text_of
from openday.registrations.rules import Party

TEACHER = Member("adults", supervisor=True, name="王老师")


def members(text: str) -> list[Member]:
    found = read(rows_of(text))
    assert found.slips == []
    return found.members


def slips(text: str) -> list[tuple[int, str]]:
    return [(slip.row, slip.code) for slip in read(rows_of(text)).slips]


@pytest.mark.parametrize(
    "line",
    [
        "王老师\t成人\t带队",
        "王老师,成人,带队",
        "王老师，成人，带队老师",
        "带队；王老师；35岁",
        "王老师 成人 带队",
        "1,王老师,35,教师",
        "王老师\t18岁以上\t帶隊成人",
        "王老师,ADULT,Supervisor",
        "王老师,带队",
        "﻿王老师，４２，带队",
    ],
)
def test_separators_order_width_and_script_do_not_matter(line):
    assert members(line) == [TEACHER]


@pytest.mark.parametrize(
    ("line", "band"),
    [
        ("8", "children_6_13"),
        ("李小明,8岁,学生", "children_6_13"),
        ("6-13", "children_6_13"),
        ("6至13岁", "children_6_13"),
        ("5", "children_0_5"),
        ("under 6", "children_0_5"),
        ("6岁以下", "children_0_5"),
        ("14～17岁", "youths_14_17"),
        ("Li Xiaoming 15", "youths_14_17"),
    ],
)
def test_minors_are_an_age_band_and_never_a_name(line, band):
    assert members(line) == [Member(band)]


def test_a_class_list_with_headings_is_understood_by_them_and_the_rest_is_dropped():
    pasted = "序号\t姓名\t性别\t年龄\t班级\n1\t李小明\t男\t8\t三年级2班\n2\t王芳\t女\t9\t三年级2班\n\n3\t赵老师\t女\t成人\t\n"

    found = read(rows_of(pasted))

    assert found.slips == []
    assert found.members == [Member("children_6_13"), Member("children_6_13"), Member("adults", name="赵老师")]
    # Two sexes and two classes and three numbers of lines, and the sex of the teacher.
    assert (found.names_dropped, found.cells_dropped) == (2, 8)
    assert "李小明" not in repr(found)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("李小明", "no_age"),
        ("李小明,学生", "no_age"),
        ("李小明,130", "age"),
        ("李小明,5-8岁", "band"),
        ("李小明,8,带队", "minor_with_a_task"),
        ("成人,带队", "no_name"),
        ("王" * 41 + ",成人", "long_name"),
        ("王老师,11010519491231002X,成人", "number"),
        ("王老师,138 0013 8000,成人", "number"),
        ("王老师,+86 13800138000,成人", "number"),
        ("王老师,E12345678,成人", "number"),
    ],
)
def test_each_slip_is_named_with_its_line(line, code):
    assert slips(f"王老师,成人,带队\n\n{line}\n8") == [(3, code)]


def test_a_number_that_should_not_be_there_is_not_shown_again_in_full():
    (slip,) = read(rows_of("王老师,11010519491231002X,成人")).slips

    assert slip.shown == "110…"


def test_a_list_without_end_stops_at_the_first_line_too_many():
    assert slips("8\n" * (MOST_LINES + 50)) == [(MOST_LINES + 1, "too_many")]


@given(st.text(alphabet=st.characters(), max_size=300))
def test_nothing_that_can_be_pasted_breaks_the_reading(text):
    found = read(rows_of(text))

    assert len(found.members) + len(found.slips) <= MOST_LINES + 1
    assert all(not member.name for member in found.members if member.band not in {"adults", "companions"})


@given(
    st.lists(
        st.sampled_from(
            [TEACHER, Member("adults", name="Ann Lee"), Member("adults"), Member("companions", name="李梅"), Member("youths_14_17")]
        )
        | st.sampled_from([Member("children_0_5"), Member("children_6_13")]),
        max_size=MOST_LINES,
    )
)
def test_what_the_review_carries_on_is_what_was_read(listed):
    assert members(text_of(listed)) == listed


def problems(text: str, *, allocated: Party, minimum_age: int = 0) -> list[str]:
    return [found.code for found in list_problems(read(rows_of(text)), allocated=allocated, minimum_age=minimum_age, needs=0)]


def test_the_rule_about_supervisors_is_asked_anew_and_fewer_people_are_welcome():
    allocated = Party(adults=3, children_6_13=30)
    ten = "8\n" * 10

    assert problems("王老师,带队\n" + ten, allocated=allocated) == []
    assert problems("王老师,成人\n" + ten, allocated=allocated) == ["too_few_supervisors"]
    assert problems("王老师,带队\n" + ten + "9", allocated=allocated) == ["too_few_supervisors"]
    assert problems("", allocated=allocated) == ["nobody"]


def test_more_people_than_places_and_people_too_young_do_not_come():
    allocated = Party(adults=2, children_6_13=3)

    assert problems("王老师,带队\n" + "8\n" * 5, allocated=allocated) == ["more_than_places"]
    assert problems("王老师,带队\n8\n5", allocated=allocated, minimum_age=6) == ["too_young"]
    assert problems("王老师,带队\n李梅,陪护", allocated=allocated) == ["too_many_companions"]
