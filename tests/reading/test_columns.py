import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.reading.tables.columns import Column, tables

TITLES = ("Rare-earth oxide delivered, russia [kg]", "Basic station [year]")
COLUMNS = tuple(
    Column(
        (f"cooperation={name}", "site=shackleton"), ("1,234 (1,000 to 2,000)", "2055.7 (2045.4 to >2056.5) P = 0.50")
    )
    for name in ("active", "lapsed", "none")
)


@pytest.mark.parametrize("width", [60, 72, 80, 100, 160])
def test_tables_stay_within_the_width(width):
    lines = "\n".join(tables(TITLES, COLUMNS, width)).splitlines()
    assert max(map(len, lines)) <= width


@given(st.integers(1, 200))
def test_nothing_is_cut_or_lost_at_any_width(width):
    text = "\n".join(tables(TITLES, COLUMNS, width))
    for column in COLUMNS:
        for value in (*column.head, *column.cells):
            assert text.count(value) == sum(other.head.count(value) + other.cells.count(value) for other in COLUMNS)
    for title in TITLES:
        assert all(word in text for word in title.split())


def test_columns_stand_side_by_side_where_there_is_room():
    assert len(list(tables(TITLES, COLUMNS, 160))) == 1
    assert len(list(tables(TITLES, COLUMNS, 100))) == 2
    assert len(list(tables(TITLES, COLUMNS, 60))) == 3


def test_values_stand_beside_the_first_line_of_a_folded_title():
    (table,) = tables(TITLES[:1], [Column(("P50",), ("42",))], 20)
    _, _, first, *others = table.splitlines()
    assert first.split() == ["Rare-earth", "42"]
    assert others == ["  oxide", "  delivered,", "  russia [kg]"]


def test_no_column_gives_no_table():
    assert list(tables(TITLES, [], 80)) == []
