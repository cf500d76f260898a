"""Accounts read each parameter at its value in the run, which the scenarios of a stored sweep do not hold."""

import ast

import pytest

from tests.house.test_floors import MODULES

READER = "lunarsim.study.accounts.stored_runs"
ACCOUNTS = [name for name in MODULES if name.startswith("lunarsim.study.accounts.") and name != READER]


def lines_with_scenarios(source):
    """Return the lines that take the scenarios of some runs."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if getattr(node, "attr", "") == "scenarios"]


@pytest.mark.parametrize("module", ACCOUNTS)
def test_accounts_leave_scenarios_to_what_reads_the_value_of_the_run(module):
    assert lines_with_scenarios(MODULES[module].read_text(encoding="utf-8")) == []


def test_scenarios_of_runs_are_seen():
    assert lines_with_scenarios("runs.column('market', 'tier')\n[each for each in runs.scenarios]") == [2]
    assert len(ACCOUNTS) > 15
