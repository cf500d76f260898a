"""Benchmarks say of each figure what it is to reach and whether it does; no time decides a test."""

import pytest

from benchmarks.__main__ import SECTIONS
from benchmarks.reaches import Row, at_least, at_most


@pytest.mark.parametrize(
    ("reach", "value", "holds"),
    [
        (at_most(1.1), 1.1, "yes"),
        (at_most(1.1), 1.11, "no"),
        (at_least(0.97), 0.97, "yes"),
        (at_least(0.97), 0.96, "no"),
        (at_most(4, 3.5), 3.4, "yes"),
        (at_most(4, 3.5), 3.6, "4, not yet 3.5"),
        (at_most(4, 3.5), 4.1, "no"),
    ],
)
def test_a_value_holds_on_the_good_side_of_its_reach(reach, value, holds):
    assert reach.judge(value) == holds


def test_a_line_shows_value_reach_and_whether_it_holds():
    assert str(Row("memory", 1.034, at_most(1.1, 1.05))) == "| memory | 1.03 | at most 1.1, then 1.05 | yes |"
    assert str(Row("start", 0.31, at_most(0.3, unit="s", indicative=True), "0.31 s")).endswith(
        "| 0.31 s | at most 0.3 s (indicative) | no |"
    )
    assert str(Row("others", None, at_least(1.2), "not installed")) == "| others | not installed | at least 1.2 | - |"


def test_a_quick_run_does_not_run_the_tests():
    (row,) = SECTIONS["tests"](True)
    assert row.value is None
    assert str(row.reach) == "at most 6 min"
