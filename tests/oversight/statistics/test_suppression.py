"""What is withheld can't be found from what is published: proven by another table that fits as well, for every withheld number.

The published numbers are the totals of the columns, the total of all, and whatever is not withheld. A reader knows besides that no
count is below nought. `elsewhere` searches, without a line of the code under test, a second table with the same published numbers and
another value in the cell; finding one is the proof, and the two are compared number by number before it counts.
"""

from collections import deque
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openday.oversight.statistics import suppression
from openday.oversight.statistics.suppression import Withheld, is_small, withheld, withheld_rows

COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 400))
TABLES = st.integers(2, 7).flatmap(
    lambda rows: st.integers(2, 4).flatmap(
        lambda columns: st.lists(st.lists(COUNTS, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
)
TOTAL = "total"


def published(table, hidden):
    """Everything that a reader sees."""
    width = range(len(table[0]))
    return {
        "columns": [sum(row[column] for row in table) for column in width],
        "rows": {at: sum(row) for at, row in enumerate(table) if at not in hidden.rows},
        "cells": {(at, column): row[column] for at, row in enumerate(table) for column in width if (at, column) not in hidden.cells},
    }


def elsewhere(table, hidden, cell):
    """Another table with the same published numbers and a different value in `cell` (a place, or (row, TOTAL)); None when there is none.

    A case is moved along a ring of withheld places: rows and columns are stations, a withheld place is a road between its row
    and its column, to be gone one way for one more and the other way for one less. A withheld total of a row is a road to a
    column of its own, with the sign turned.
    """
    value = {place: table[place[0]][place[1]] for place in hidden.cells} | {(row, TOTAL): sum(table[row]) for row in hidden.rows}

    def may(place, change):
        # Going from row to column adds one to a cell, and takes one from a total.
        return value[place] + (-change if place[1] == TOTAL else change) >= 0

    roads = [(("row", row), ("column", column), (row, column), +1) for row, column in value if may((row, column), +1)]
    roads += [(("column", column), ("row", row), (row, column), -1) for row, column in value if may((row, column), -1)]
    for begin, end, place, change in roads:
        if place == cell:
            ring = way(end, begin, [road for road in roads if road[2] != cell])
            if ring is not None:
                other = [list(row) for row in table]
                for (row, column), step in [(place, change), *ring]:
                    if column != TOTAL:
                        other[row][column] += step
                return other
    return None


def way(begin, end, roads):
    before = {begin: None}
    waiting = deque([begin])
    while waiting:
        here = waiting.popleft()
        for source, target, place, change in roads:
            if source == here and target not in before:
                before[target] = (source, place, change)
                waiting.append(target)
    if end not in before:
        return None
    found = []
    while before[end] is not None:
        end, place, change = before[end]
        found.append((place, change))
    return found


def read(table, cell):
    row, column = cell
    return sum(table[row]) if column == TOTAL else table[row][column]


def recoverable(table, hidden):
    """The withheld numbers for which no second table exists."""
    found = []
    for cell in [*sorted(hidden.cells), *((row, TOTAL) for row in sorted(hidden.rows))]:
        other = elsewhere(table, hidden, cell)
        if other is None:
            found.append(cell)
            continue
        # The proof itself: nothing below nought, everything published the same, and the number another one.
        assert min(min(row) for row in other) >= 0
        assert published(other, hidden) == published(table, hidden)
        assert read(other, cell) != read(table, cell)
    return found


def solved_by_equations(table, hidden):
    """Withheld numbers that the totals alone determine, by Gauss: what a reader with a sheet of paper finds."""
    places = [*sorted(hidden.cells), *((row, TOTAL) for row in sorted(hidden.rows))]
    at = {place: number for number, place in enumerate(places)}
    rows = []
    for row in range(len(table)):
        line = [Fraction(0)] * len(places)
        for place in places:
            if place[0] == row:
                line[at[place]] = Fraction(-1 if place[1] == TOTAL else 1)
        rows.append(line)
    for column in [*range(len(table[0])), TOTAL]:
        rows.append([Fraction(int(place[1] == column)) for place in places])
    pivots = {}
    for equation in rows:
        line = equation
        for column, pivot in pivots.items():
            line = less(line, pivot, line[column])
        lead = next((column for column, number in enumerate(line) if number), None)
        if lead is not None:
            whole = [number / line[lead] for number in line]
            pivots = {column: less(pivot, whole, pivot[lead]) for column, pivot in pivots.items()} | {lead: whole}
    return [places[lead] for lead, line in pivots.items() if sum(1 for number in line if number) == 1]


def less(line, other, times):
    return [left - times * right for left, right in zip(line, other, strict=True)]


@given(TABLES)
@example([[3, 0], [0, 0]])
@example([[9, 2], [0, 0]])
@example([[1, 0, 0, 0], [0, 1, 0, 0], [20, 5, 0, 9]])
@example([[7, 2], [6, 8]])
@example([[0, 0], [0, 0]])
def test_no_withheld_number_follows_from_what_is_published(table):
    hidden = withheld(table)

    assert recoverable(table, hidden) == []
    assert solved_by_equations(table, hidden) == []


@given(TABLES)
def test_every_count_of_one_to_four_is_withheld(table):
    hidden = withheld(table)

    assert {(row, column) for row, cells in enumerate(table) for column, count in enumerate(cells) if is_small(count)} <= hidden.cells
    assert {row for row, cells in enumerate(table) if is_small(sum(cells))} <= hidden.rows


@given(TABLES)
def test_a_second_look_at_the_same_months_gives_nothing_away(table):
    """While a month is not settled only the totals of its rows are shown; later the cells. Whoever kept the first has no more."""
    first, later = withheld_rows([sum(row) for row in table]), withheld(table)

    assert later.rows == first


@given(st.lists(COUNTS, min_size=2, max_size=9))
def test_rows_are_never_withheld_alone(totals):
    hidden = withheld_rows(totals)

    assert len(hidden) != 1
    # What is left out adds up to something that several ways of dividing have.
    assert not hidden or sum(totals[row] for row in hidden) > 0


@given(st.lists(st.lists(st.integers(5, 400), min_size=3, max_size=3), min_size=2, max_size=7))
def test_a_table_of_large_counts_is_shown_whole(table):
    assert withheld(table) == Withheld(frozenset(), frozenset())


def test_one_row_has_nothing_to_hide_behind():
    with pytest.raises(ValueError, match="total itself"):
        withheld_rows([3])


# ---- Controls: without the complementary step the proof must fail. --------------------------------


def primary_only(table):
    rows = frozenset(row for row, cells in enumerate(table) if is_small(sum(cells)))
    cells = frozenset((row, column) for row, counts in enumerate(table) for column, count in enumerate(counts) if is_small(count))
    return Withheld(rows, cells)


@pytest.mark.parametrize("table", [[[3, 0], [20, 30]], [[7, 2], [60, 80]], [[0, 4, 9], [12, 6, 8], [7, 7, 7]]])
def test_control_cells_withheld_alone_are_found_from_the_totals(table):
    assert recoverable(table, primary_only(table)) != []
    assert solved_by_equations(table, primary_only(table)) != []
    assert recoverable(table, withheld(table)) == []


def test_control_companions_are_what_keeps_a_cell_open(monkeypatch):
    table = [[7, 2], [60, 80], [9, 9]]
    monkeypatch.setattr(suppression, "_cheapest_companions", lambda table, hidden, cell: ())

    assert recoverable(table, withheld(table)) == [(0, 1)]


def test_control_the_equations_alone_would_let_pass_what_only_counts_above_nought_give_away():
    """All of the column lies in one cell: the equations leave it open, but the others can't go below nought."""
    table = [[0, 3], [9, 0]]
    hidden = Withheld(frozenset(), frozenset({(0, 0), (0, 1), (1, 0), (1, 1)}))

    assert solved_by_equations(table, hidden) == []
    assert recoverable([[0, 0], [9, 0]], hidden) != []
