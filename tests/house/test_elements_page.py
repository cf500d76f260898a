"""The page of elements: its tables are those of the library, which ``python docs/make_elements.py`` writes."""

from docs import make_elements


def test_the_tables_of_the_elements_are_those_of_the_library():
    text = make_elements.PAGE.read_text(encoding="utf-8")
    assert make_elements.page(text) == text, "write them again with python docs/make_elements.py"


def test_each_element_stands_in_one_table():
    rows = [line for table in make_elements.tables() for line in table.splitlines()]
    for name in make_elements.records():
        assert sum(f"`{name}` |" in line for line in rows) == 1, name
