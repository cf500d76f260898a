"""What makes results does nothing that differs from one version of Python to another."""

import ast

import pytest

from lunarsim.words.sums import total
from tests.house.test_floors import MODULES

MAKING = ("words", "physics", "scenario", "world", "study.accounts", "study.designs", "study.model")
"""Floors and rooms that make what is stored."""


def of_result(module):
    return any(f"{module}.".startswith(f"lunarsim.{room}.") for room in MAKING)


def lines_with_sum(source):
    """Return the lines that name the built-in ``sum``, which compensates the rounding of floats from Python 3.12 on."""
    return [n.lineno for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name) and n.id == "sum"]


@pytest.mark.parametrize("module", [module for module in MODULES if of_result(module)])
def test_a_sum_that_may_be_stored_is_a_total(module):
    assert lines_with_sum(MODULES[module].read_text(encoding="utf-8")) == []


def test_built_in_sums_are_seen_and_those_of_arrays_are_not():
    assert lines_with_sum("a.sum()\nnp.sum(a)\nsum(a)\nmap(sum, a)") == [3, 4]
    assert of_result("lunarsim.world.causes")
    assert not of_result("lunarsim.study.run.forecast")


def test_a_total_rounds_after_each_number():
    assert total([1.0, 1e100, 1.0, -1e100], 0.0) == 0.0
    assert total(iter([1, 2]), 3) == 6
