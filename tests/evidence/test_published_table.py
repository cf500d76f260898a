"""Every published result is reached within its tolerance, and the documentation shows what is computed."""

import pytest

from tests.evidence.published import DOC, ROWS, standing, with_table
from tests.evidence.published_soil import MAP


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.key} {row.what} {row.published:g}") for row in ROWS])
def test_a_published_figure_is_reached(row):
    if row.from_map and not MAP:
        pytest.skip("LUNARSIM_THORIUM_MAP names no map of Lunar Prospector")
    assert row.compute() == pytest.approx(row.published, rel=row.tolerance)


def test_the_tables_of_the_documentation_show_what_is_computed():
    text = DOC.read_text(encoding="utf-8")
    assert with_table(text) == text, "python -m tests.evidence.published rewrites the tables"


def test_every_row_of_the_table_has_a_computed_figure():
    shown = standing(DOC.read_text(encoding="utf-8"))
    assert len(shown) == len(ROWS)
    assert all(shown.values())


def test_a_figure_of_the_map_that_stands_in_the_documentation_is_within_tolerance():
    shown = list(standing(DOC.read_text(encoding="utf-8")).values())
    for row, computed in zip(ROWS, shown, strict=True):
        assert float(computed.replace(",", "")) == pytest.approx(row.published, rel=row.tolerance + 1e-3), row.what
