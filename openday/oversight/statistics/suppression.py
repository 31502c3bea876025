"""Which counts beside a category are withheld, so that nobody can be made out; nor by subtracting from the totals. Pure.

A count of the whole house (a year, a month) is published as it is: it says that somebody wrote, and nothing about whom. A count
beside a category is a cell. Cells of 1 to 4 are withheld, and with each so many others that the totals leave open what it was
(complementary suppression). What is withheld because of the row totals depends on nothing else: the fates of the cases become known
later, and a second look must not give away what the first withheld.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# OVERSIGHT.md section 5: counts under 5 are not shown.
FEWEST_TO_SHOW = 5

Table = Sequence[Sequence[int]]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Places in a table of rows and columns that are not shown: totals of rows, and cells. Totals of columns always are."""

    rows: frozenset[int]
    cells: frozenset[Cell]


def is_small(count: int) -> bool:
    """1 to 4; a nought names nobody."""
    return 0 < count < FEWEST_TO_SHOW


def withheld(table: Table) -> Withheld:
    """Say what of the table stays unpublished, when the totals of its columns and the total of all are public.

    Needs two rows or more. Rows are what people could be made out by (categories), columns what became of their cases.
    """
    rows = withheld_rows([sum(row) for row in table])
    hidden = _cells_of(rows, table)
    small = [(at, column) for at, row in enumerate(table) if at not in rows for column, count in enumerate(row) if is_small(count)]
    hidden.update(small)
    for cell in small:
        if not _is_open(table, hidden, cell):
            hidden.update(_cheapest_companions(table, hidden, cell))
    return Withheld(rows=rows, cells=frozenset(hidden))


def withheld_rows(totals: Sequence[int]) -> frozenset[int]:
    """The rows whose totals are withheld while the total of all rows is public; no row, or two and more."""
    if len(totals) < 2:
        raise ValueError("One row alone is the total itself.")
    hidden = {at for at, count in enumerate(totals) if is_small(count)}
    nonzero = [at for at, count in enumerate(totals) if count]
    if len(nonzero) == 1:
        # Everybody is in one row: its cells are the totals of the columns, unless one can't tell which row it is.
        hidden.update(nonzero)
    if len(hidden) == 1:
        others = [at for at in range(len(totals)) if at not in hidden]
        # The smallest that has anything, so that little is lost; a nought only where there is nothing else.
        hidden.add(min(others, key=lambda at: (totals[at] == 0, totals[at], at)))
    return frozenset(hidden)


def _cells_of(rows: frozenset[int], table: Table) -> set[Cell]:
    """Every cell of the withheld rows; but a column in which they hold nothing at all can't hide that it is nought."""
    columns = range(len(table[0]))
    return {(at, column) for column in columns for at in rows if any(table[other][column] for other in rows)}


def _is_open(table: Table, hidden: set[Cell], cell: Cell) -> bool:
    """Say whether the published numbers allow another value in this cell of a row whose total is public."""
    return any(_is_shift(table, square) for square in _squares(table, cell) if hidden.issuperset(square))


def _cheapest_companions(table: Table, hidden: set[Cell], cell: Cell) -> tuple[Cell, ...]:
    """Three more cells that leave the first one open: those that cost the fewest published cells, then the smallest numbers."""

    def cost(square: tuple[Cell, ...]) -> tuple[int, int, tuple[Cell, ...]]:
        lost = [one for one in square if one not in hidden]
        return len(lost), sum(table[row][column] for row, column in lost), square

    # There always is one: the row has five or more, so something beside the cell, and so has another row (see withheld_rows).
    return min((square for square in _squares(table, cell) if _is_shift(table, square)), key=cost)


def _squares(table: Table, cell: Cell) -> Iterator[tuple[Cell, ...]]:
    """The cell with three others at the corners of two rows and two columns."""
    row, column = cell
    for other_row in range(len(table)):
        for other_column in range(len(table[0])):
            if other_row != row and other_column != column:
                yield cell, (row, other_column), (other_row, other_column), (other_row, column)


def _is_shift(table: Table, square: tuple[Cell, ...]) -> bool:
    """Say whether one case can be moved around the corners: every total stays, and no count goes below nought."""
    first, second, third, fourth = (table[row][column] for row, column in square)
    return bool((first and third) or (second and fourth))
