"""The summary of a sweep as a table: columns, notes, states and what reaches a terminal."""

import io
import os
import re
import sys

import numpy as np
import pytest

from lunarsim.reading.tables.summary_table import show, summarize
from lunarsim.words.errors import LunarsimError
from tests.reading.conftest import line
from tests.reading.made import NAN, along, sweep
from tests.reading.stored_made import store

pytestmark = pytest.mark.usefixtures("wide")


def test_a_sweep_without_levers_has_a_column_for_each_quantile(printed):
    text = printed(
        sweep(station_basic_year=along([2040, NAN, NAN, NAN]), ree_produced_kg=along([1, 2, 3, 4.0]), missions_flown=5)
    )
    assert line(text, "Basic station").split()[2:] == ["2040.0", *["not", "by", "2056.5"] * 2, "0.25"]
    assert line(text, "Rare earths produced [kg]").split()[-3:] == ["1.00", "2.00", "4.00"]
    assert line(text, "Flights towards the Moon").split()[-3:] == ["5"] * 3
    assert "P10, P50, P90: what 10, 50, 90 % of the runs stay below" in text
    assert text.rstrip().endswith("4 of 4 runs")


def test_amounts_that_few_runs_have_are_not_shown_as_if_they_were_of_all(printed):
    """A station that works in one run of 300 has no availability of 1.00 with a probability of 0.00."""
    rare = np.full((300, 1), NAN)
    rare[7] = 1.0
    text = printed(sweep(samples=300, station_availability=rare, unit_cost_usd_per_kg=along([5.0] * 149 + [NAN] * 151)))
    assert line(text, "Availability of the station").split()[-4:] == ["-", "-", "-", "<0.02"]
    assert line(text, "Unit cost of oxide").split()[-4:] == ["-", "-", "-", "0.50"]
    assert "-: fewer than half of the runs have such an amount" in text
    levers = printed(sweep({"a": ["x", "y"]}, samples=300, station_availability=rare))
    assert line(levers, "Availability of the station").endswith("few have any (P < 0.02)  few have any (P < 0.02)")
    assert "fewer than half" not in printed(sweep(npv_musd=1.0))


def test_what_only_some_runs_have_shows_its_probability(printed):
    costs = [along([1, 2, NAN, NAN]), along([NAN] * 4)]
    text = printed(sweep({"a": ["x", "y"]}, unit_cost_usd_per_kg=costs))
    assert re.search(r" 1.00 \(1.00 to 2.00\) P = 0.50 +-$", line(text, "Unit cost of oxide on Earth [USD/kg]"))
    assert "P: the probability that a date is reached" in text
    assert "only pairs count that both have a value" in text


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ({"by": ("c",)}, "unknown lever 'c'; allowed: a"),
        ({"by": ("c", "d")}, "'c'.*; unknown lever 'd'"),
        ({"outcomes": ("npv_muds",)}, "did you mean 'npv_musd'"),
        ({"differences": True, "by": ()}, "--differences compares the values of a lever, and none"),
        ({"given": ("npv_musd>1e9",)}, "no run agrees"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(shown, capsys, view, problem):
    with pytest.raises(LunarsimError, match=problem):
        shown(sweep({"a": [1, 2]}, npv_musd=1.0), **view)
    assert capsys.readouterr().out == ""


def test_a_sweep_without_levers_says_how_one_is_made(shown):
    with pytest.raises(LunarsimError, match="no levers to group by; a lever is a sweep over values: lunarsim -m"):
        shown(sweep(npv_musd=1.0), by=("site",))


def test_markup_in_lever_values_and_errors_is_text(printed):
    text = printed(
        sweep({"a": ["[bold]x", "[/y]"]}, status=[[[1]], [[2]]], error="bad [/red] value\nline", npv_musd=1.0)
    )
    assert "[bold]x" in text
    assert "[/y]" in text
    assert "  bad [/red] value\n  line\n" in text


def test_states_and_first_errors_are_reported(printed):
    errors = np.array([f"error {number}" for number in range(5)] + [""])[:, np.newaxis]
    text = printed(sweep(samples=6, status=along([2, 2, 3, 4, 0, 1]).astype(int), error=errors, npv_musd=1.0))
    assert "1 of 6 runs, 1 not run, 2 failed, 1 timed out, 1 infeasible" in text
    assert "error 2" in text
    assert "error 3" not in text


@pytest.mark.parametrize(
    ("design", "part"),
    [
        ("morris", "not a random sample: quantiles describe the design, not the uncertainty"),
        ("one_at_a_time", "not a random sample: quantiles describe the design, not the uncertainty"),
        ("nominal", "quantiles show chance alone"),
        ("saltelli", "count as those of fewer samples"),
    ],
)
def test_a_design_that_is_no_random_sample_is_marked(printed, design, part):
    text = " ".join(printed(sweep(npv_musd=1.0).assign_attrs(design=design, factors='["a"]')).split())
    assert f" design={design}: " in text
    assert part in text


@pytest.mark.parametrize("design", ["lhs", "monte_carlo", "sobol"])
def test_a_random_sample_has_no_mark(printed, design):
    assert "design=" not in printed(sweep(npv_musd=1.0).assign_attrs(design=design))


def test_a_plan_that_costs_more_than_there_is_is_reported_below_the_table(printed):
    notes = "plant.units is idle\nplanned work of russia 2027-2035 costs 3.6 times\x1b[2J its budget"
    text = printed(sweep(npv_musd=1.0).assign_attrs(notes=notes))
    assert "Planned work of Russia 2027-2035 costs 3.6 times" in text
    assert "\x1b" not in text
    assert "is idle" not in text
    assert "lanned work" not in printed(sweep(npv_musd=1.0))


def test_notes_on_lever_values_that_are_not_shown_are_left_out(printed):
    notes = (
        "planned work of russia costs 3.5 times its budget (at scenario=ilrs_joint)\n"
        "planned work of china costs 2.5 times its budget (at scenario=china_alone, site=peary)\n"
        "planned work of nasa costs 1.5 times its budget (at scenario=ilrs_joint and one more combination)"
    )
    made = sweep({"scenario": ["ilrs_joint", "china_alone"]}, npv_musd=1.0).assign_attrs(notes=notes)
    made["scenario"].attrs["config_key"] = "scenario"
    whole, part = printed(made), printed(made.sel(scenario="china_alone"))
    assert all(factor in whole for factor in ("3.5 times", "2.5 times", "1.5 times"))
    assert "3.5 times" not in part
    assert "2.5 times" in part
    assert "1.5 times" in part


def test_a_stored_sweep_says_first_what_is_cancelled_and_can_never_fly(tmp_path, capsys):
    notes = "plant.units is idle\ncancelled: ilrs_1; so ilrs_2 can never fly\x1b[2J (at cancelled=True)"
    store(sweep(npv_musd=1.0).assign_attrs(notes=notes), tmp_path / "sweep.zarr")
    show(tmp_path)
    text = capsys.readouterr().out
    assert text.startswith("Runs:    4 runs\nVersion: lunarsim 0\n")
    assert text.split("\n\n")[1].startswith("Cancelled: ILRS-1; so ILRS-2 can never fly")
    assert "\x1b" not in text
    assert "is idle" not in text


@pytest.mark.parametrize(
    ("note", "told"),
    [
        (
            "laid down: the first flight of change_7 is lost (at missions.change_7.outcome=lost)",
            "Laid down: the first flight of Chang'e-7 is lost (at missions.change_7.outcome=lost).",
        ),
        (
            "added: more (like ilrs_energy_1, planned 2034-01-01)",
            "Added: more (like ILRS energy unit 1, planned 2034-01-01).",
        ),
        (
            "changed: ilrs_3 needs ilrs_1 (in the plan ilrs_1 and change_8)",
            "Changed: ILRS-3 needs ILRS-1 (in the plan ILRS-1 and Chang'e-8).",
        ),
        ("cancelled, so that nothing brings ilrs_battery", "Cancelled, so that nothing brings ILRS battery bank."),
    ],
)
def test_a_stored_sweep_says_what_is_asked_of_its_manifest(tmp_path, capsys, note, told):
    store(sweep(npv_musd=1.0).assign_attrs(notes=f"plant.units is idle\n{note}"), tmp_path / "sweep.zarr")
    show(tmp_path)
    text = capsys.readouterr().out
    assert " ".join(text.split("\n\n")[1].split()) == told
    assert text.index("\nSummary\n") > text.index(note[1:8])
    assert "is idle" not in text


@pytest.mark.parametrize(
    ("samples", "told"),
    [
        (1, "That the only run agrees leaves any P > 0.26 possible, that none does any P < 0.74."),
        (4, "That all 4 runs agree leaves any P > 0.59 possible, that none does any P < 0.41."),
        (10, ""),
    ],
)
def test_few_runs_say_how_little_they_know(printed, samples, told):
    text = " ".join(printed(sweep(samples=samples, station_basic_year=2040.0)).split())
    assert told in text
    assert ("possible, that none does" in text) == bool(told)


def test_without_a_finished_run_only_states_are_reported(printed):
    text = printed(sweep({"a": [1, 2]}, status=0, npv_musd=NAN))
    assert text.split("\n\n") == [
        "Runs:    0 runs that ended well, 8 not run\nVersion: lunarsim 0",
        "0 of 8 runs, 8 not run\n",
    ]


@pytest.mark.parametrize("width", [60, 72, 80])
def test_a_narrow_terminal_shows_every_figure_and_unit(printed, monkeypatch, width):
    amounts = sweep(
        {"cooperation": ["active", "lapsed"], "site": ["shackleton", "fra_mauro"]},
        unit_cost_usd_per_kg=along([1.5e9, 2.5e9, 3.5e10, NAN]),
        station_basic_year=along([2040, 2045, 2050, NAN]),
    )
    monkeypatch.setenv("COLUMNS", str(width))
    text = printed(amounts)
    assert max(map(len, text.splitlines())) <= width
    assert text.count("1.50 (1.50 to 35.0) P = 0.75") < text.count("P = 0.75") == 8
    assert text.count("[billion") >= 4
    assert text.count("USD/kg]") >= 6
    assert "across: Cooperation and Site" in text
    assert "[year]" not in text


def test_a_reader_that_has_gone_is_reported_as_a_broken_pipe(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with io.TextIOWrapper(io.FileIO(writing, "w"), write_through=True) as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        with pytest.raises(BrokenPipeError):
            summarize(sweep(npv_musd=1.0))


def test_a_stored_sweep_is_shown(tmp_path, capsys):
    store(sweep({"a": ["x", "y"]}, npv_musd=1.0), tmp_path / "sweep.zarr")
    show(tmp_path)
    assert "8 of 8 runs" in capsys.readouterr().out


def test_programs_stand_by_their_titles_and_whole_numbers_without_decimals(capsys):
    programs = {"program": (("crewed_landing_year",), ["china", "russia"])}
    dataset = sweep({"price": [100.0, 250.5]}, trailing=programs, crewed_landing_year=[2040.0, 2041.0])
    summarize(dataset)
    out = capsys.readouterr().out
    assert "First crewed landing, China" in out
    assert "china" not in out
    assert line(out.split("across: Price")[1].lstrip(), "").split() == ["100", "250.5"]


@pytest.mark.parametrize(("value", "shown_as"), [(6.55e-4, "655 "), (5.9e8, "590 ")])
def test_a_row_stands_in_units_that_read_well(printed, value, shown_as):
    text = printed(sweep(npv_musd=value))
    units = {"655 ": "[USD]", "590 ": "[trillion USD]"}[shown_as]
    row = line(text, "Net present value")
    assert units in row
    assert row.split()[-3:] == [shown_as.strip()] * 3
