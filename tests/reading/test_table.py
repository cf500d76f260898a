import io
import os
import re
import sys

import numpy as np
import pytest

from lunarsim.reading.tables.summary_table import show, summarize
from lunarsim.reading.tables.view import View
from lunarsim.words.errors import InputError, LunarsimError
from tests.reading.made import ANY_NAME, NAN, along, sweep
from tests.reading.stored_made import store


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def printed(capsys):
    def text(dataset):
        summarize(dataset)
        return capsys.readouterr().out

    return text


@pytest.fixture
def shown(tmp_path, capsys):
    """Return what ``lunarsim show`` prints of a sweep."""

    def text(dataset, **asked):
        store(dataset, tmp_path / f"{len(list(tmp_path.iterdir()))}.zarr")
        capsys.readouterr()
        show(max(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime_ns), View(**asked))
        return capsys.readouterr().out

    return text


def line(text, title):
    return next(each for each in text.splitlines() if each.startswith(title))


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
    assert line(text, "Availability of the station").split()[-4:] == ["-", "-", "-", "<0.01"]
    assert line(text, "Unit cost of oxide").split()[-4:] == ["-", "-", "-", "0.50"]
    assert "-: fewer than half of the runs have such an amount" in text
    levers = printed(sweep({"a": ["x", "y"]}, samples=300, station_availability=rare))
    assert line(levers, "Availability of the station").endswith("few have any (P < 0.01)  few have any (P < 0.01)")
    assert "fewer than half" not in printed(sweep(npv_musd=1.0))


def test_each_combination_has_its_own_end(printed):
    text = printed(sweep({"horizon": [10, 30]}, end=[[[2036.5]], [[2056.5]]], station_basic_year=NAN))
    assert "not by 2036.5 (P = 0.00)" in text
    assert "not by 2056.5 (P = 0.00)" in text
    assert "Dates are not compared where the ends" in text


def test_what_only_some_runs_have_shows_its_probability(printed):
    costs = [along([1, 2, NAN, NAN]), along([NAN] * 4)]
    text = printed(sweep({"a": ["x", "y"]}, unit_cost_usd_per_kg=costs))
    assert re.search(r" 1.00 \(1.00 to 2.00\) P = 0.50 +-$", line(text, "Unit cost of oxide on Earth [USD/kg]"))
    assert "P: the probability that a date is reached" in text
    assert "only pairs count that both have a value" in text


def test_one_sample_has_differences_without_direction(printed):
    text = printed(sweep({"a": ["x", "y"]}, samples=1, station_basic_year=along([[2040], [2042]]), npv_musd=1.0))
    _, differences = text.split("Mean difference from 'x'")
    assert line(differences, "Basic station [years]").split()[-1] == "+2.00"
    assert line(differences, "Net present value").split()[-1] == "none"
    assert "one sample, no interval" in differences


def test_differences_average_over_other_levers(printed):
    text = printed(sweep({"a": ["x", "y"], "b": [1, 2]}, npv_musd=[[[[1.0]], [[2.0]]], [[[3.0]], [[5.0]]]]))
    differences = text.split("Mean difference from 'x', mean over B; across: A")[1]
    differences = differences.split("Mean difference from '1', mean over A; across: B")[0]
    assert line(differences, "Net present value").endswith("+2.50 more")


def test_a_lever_with_one_value_has_no_differences(printed):
    assert "difference" not in printed(sweep({"a": ["x"]}, npv_musd=1.0))


def test_a_lever_of_many_values_is_written_downwards_and_shows_all_of_them(printed):
    npv = np.arange(20.0)[:, np.newaxis, np.newaxis] * 100 - 1000
    text = printed(sweep({"a": range(20)}, npv_musd=npv, ree_produced_kg=2.0))
    assert [line(text, f"{value} ").split()[-1] for value in (0, 19)] == ["-1,000", "900"]
    assert line(text, "Rare earths produced [kg]").endswith("2.00")
    assert "at every value" in text
    assert "P50 (P); down: A\n" in text
    assert "Mean difference" not in text
    assert "--differences shows how each value" in text


def test_a_map_has_a_small_table_for_what_both_levers_move_only(printed):
    """What is the same in all 25 cells is listed once; what one lever moves has a line."""
    a, b = np.meshgrid(np.arange(5.0), np.arange(5.0), indexing="ij")
    cells = sweep(
        {"a": range(5), "b": range(5)},
        npv_musd=(100 * a + b - 1000)[..., np.newaxis, np.newaxis],
        ree_produced_kg=(a + 1)[..., np.newaxis, np.newaxis],
        station_basic_year=2040.0,
        first_product_year=np.where(b < 2, np.nan, 2050.0)[..., np.newaxis, np.newaxis],
    )
    text = printed(cells)
    assert line(text, "Basic station ").endswith("2040.0 P = 1.00")
    assert "in all combinations" in text
    assert line(text, "Rare earths produced [kg]").split()[-5:] == ["1.00", "2.00", "3.00", "4.00", "5.00"]
    assert "P50 (P); across: B" in text
    assert line(text, "First rare-earth product ").split("  ")[-4:] == ["- (0.00)", *["2050.0 (1.00)"] * 3]
    assert "down: A; across: B" in text
    of_npv = text.split("Net present value of the mine [million USD]\n")[1].splitlines()
    assert of_npv[0].split() == ["0", "1", "2", "3", "4"]
    assert of_npv[4].split() == ["2", "-800", "-799", "-798", "-797", "-796"]
    assert len(text.splitlines()) < 45


def test_a_map_shows_differences_where_they_are_asked_for(shown):
    cells = sweep({"a": range(4), "b": range(2)}, npv_musd=np.arange(4.0).reshape(4, 1, 1, 1))
    assert "Mean difference" not in shown(cells)
    text = shown(cells, differences=True)
    assert line(text.split("Mean difference from '0', mean over B; across: A")[1], "Net present value").split() == [
        *(
            "Net",
            "present",
            "value",
            "of",
            "the",
            "mine",
            "[million",
            "USD]",
            "+1.00",
            "more",
            "+2.00",
            "more",
            "+3.00",
            "more",
        )
    ]
    assert line(text.split("Mean difference from '0', mean over A; across: B")[1], "Net present value").endswith("none")


def test_a_difference_of_a_date_stands_beside_that_of_its_probability(shown):
    dates = along([[2040.0] * 12, [2041.0] * 6 + [NAN] * 6])
    text = shown(sweep({"a": ["x", "y"]}, samples=12, station_basic_year=dates), differences=True)
    assert re.search(r"\+9 \(.* later; P -0.50 \(-0.75 to -0.25\)", line(text.split("Mean difference")[1], "Basic"))
    assert "P: the difference of the probability that a date is reached" in text


def test_levers_that_are_not_named_are_pooled_with_equal_weights(shown):
    npv = np.array([[1.0, 2.0, 9.0], [3.0, 4.0, 5.0]]).reshape(2, 3, 1, 1)
    text = shown(sweep({"a": ["x", "y"], "b": [1, 2, 3]}, samples=1, npv_musd=npv), by=("a",))
    assert re.findall(r"(\d\.\d+) \(", line(text, "Net present value of the mine [million USD]")) == ["2.00", "4.00"]
    assert "Pooled, each run with the same weight: B (3 values)." in text
    assert "Mean difference from 'x', mean over B; across: A" in text
    assert "across: B" not in text


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


def test_conditions_leave_the_runs_that_agree_and_withhold_quantiles_of_few(shown):
    years = along([2040.0] * 60 + [2050.0] * 30 + [NAN] * 10)
    dataset = sweep(samples=100, station_basic_year=years, npv_musd=along(np.arange(100.0)))
    text = shown(dataset, given=("npv_musd<90",))
    assert "Given: Net present value of the mine below 90 million USD (npv_musd<90).\n" in text
    assert "\n90 of 100 runs agree; effective number of runs 90.\n" in text
    assert line(text, "Basic station").split()[-7:] == ["2040.0", "2040.0", "2050.0", "1.00", "(0.97", "to", ">0.99)"]
    text = shown(dataset, given=("npv_musd>=80",))
    assert "effective number of runs 20" in text
    assert "Below 50 effective runs quantiles are withheld" in text
    assert line(text, "Basic station").split()[-4:] == ["0.50", "(0.33", "to", "0.67)"]


def test_pairs_count_of_which_both_agree(shown):
    npv = along([[1.0, 2.0, 3.0, 4.0] * 15, [5.0, 6.0, 7.0, 100.0] * 15])
    text = shown(sweep({"a": ["x", "y"]}, samples=60, npv_musd=npv), given=("npv_musd<50",), differences=True)
    assert line(text.split("Mean difference")[1], "Net present value").endswith("+4.00 more")
    assert "Only pairs count of which both agree with the conditions." in text


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(printed, name):
    text = printed(sweep({name: [1, 2], "cooperation": ["active", "lapsed"]}, npv_musd=1.0, station_basic_year=2040.0))
    title = f"{name[0].upper()}{name[1:].replace('_', ' ')}"
    assert f"P50 (P10 to P90); across: {title} and Cooperation\n" in text
    assert f"Mean difference from '1', mean over Cooperation; across: {title}\n" in text


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


def test_a_plan_that_costs_more_than_there_is_is_told_below_the_table(printed):
    notes = "plant.units is idle\nplanned work of russia 2027-2035 costs 3.6 times\x1b[2J its budget"
    text = printed(sweep(npv_musd=1.0).assign_attrs(notes=notes))
    assert "Planned work of Russia 2027-2035 costs 3.6 times" in text
    assert "\x1b" not in text
    assert "is idle" not in text
    assert "lanned work" not in printed(sweep(npv_musd=1.0))


def test_a_stored_sweep_tells_first_what_is_cancelled_and_can_never_fly(tmp_path, capsys):
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
def test_a_stored_sweep_tells_what_is_asked_of_its_manifest(tmp_path, capsys, note, told):
    store(sweep(npv_musd=1.0).assign_attrs(notes=f"plant.units is idle\n{note}"), tmp_path / "sweep.zarr")
    show(tmp_path)
    text = capsys.readouterr().out
    assert " ".join(text.split("\n\n")[1].split()) == told
    assert text.index("\nSummary\n") > text.index(note[1:8])
    assert "is idle" not in text


def test_without_a_finished_run_only_states_are_reported(printed):
    text = printed(sweep({"a": [1, 2]}, status=0, npv_musd=NAN))
    assert text.split("\n\n") == [
        "Runs:    0 runs that ended well, 8 not run\nVersion: lunarsim 0",
        "0 of 8 runs, 8 not run\n",
    ]


def test_a_combination_without_runs_is_no_column_and_is_named(printed):
    text = printed(sweep({"a": [1, 2]}, status=[[[1]], [[4]]], npv_musd=1.0, station_basic_year=2040.0))
    assert line(text, "Basic station").split()[2:] == ["2040.0", "P", "=", "1.00"]
    assert line(text, "Net present value").split()[-1] == "1.00"
    assert "No run counts of: 2.\n" in text


def test_an_empty_cell_of_a_map_stays_and_is_named(printed):
    status = np.ones((4, 2, 1, 1), dtype=np.int8)
    status[3, 1] = 4
    dataset = sweep({"a": range(4), "b": ["x", "y"]}, status=status, npv_musd=np.arange(8.0).reshape(4, 2, 1, 1))
    text = printed(dataset)
    assert line(text.split("down: A; across: B")[1], "3 ").split() == ["3", "6.00", "-"]
    assert "No run counts of: 3 with y.\n" in text


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


OF_A_FIRST_PRODUCT = along([2040.0] * 30 + [2045.0] * 10 + [2048.0] * 20 + [NAN] * 40)


def test_a_condition_is_shown_by_its_probability(shown):
    dataset = sweep(samples=100, first_product_year=OF_A_FIRST_PRODUCT, npv_musd=along(np.arange(100.0)))
    text = shown(dataset, outcomes=("first_product<=2045", "first_product<2045", "npv_musd>=90"))
    assert line(text, "First rare-earth product by the start of 2045").endswith(" 0.40 (0.32 to 0.48)")
    assert line(text, "First rare-earth product before the start of 2045").endswith(" 0.30 (0.23 to 0.38)")
    assert line(text, "Net present value of the mine at least 90 million USD").endswith(" 0.10 (0.06 to 0.16)")
    assert "P10" not in text
    assert "Of a condition: the probability that it holds, with its 90 % interval" in text


def test_a_condition_stands_beside_outcomes(shown):
    dataset = sweep(samples=100, first_product_year=OF_A_FIRST_PRODUCT, npv_musd=along(np.arange(100.0)))
    text = shown(dataset, outcomes=("npv_musd", "first_product <= 2045"))
    assert line(text, "First rare-earth product by").split()[-7:] == ["-", "-", "-", "0.40", "(0.32", "to", "0.48)"]
    assert line(text, "Net present value").split()[-3:] == ["9", "49", "89"]


def test_a_condition_is_weighed_by_what_is_given(shown):
    dataset = sweep(samples=100, first_product_year=OF_A_FIRST_PRODUCT, npv_musd=along(np.arange(100.0)))
    text = shown(dataset, outcomes=("first_product<=2045",), given=("npv_musd<80",))
    assert line(text, "First rare-earth product by").endswith(" 0.50 (0.41 to 0.59)")
    text = shown(dataset, outcomes=("first_product<=2045",), given=("npv_musd<20",))
    assert line(text, "First rare-earth product by").endswith(" 1.00 (0.88 to 1.00)")


def test_a_condition_has_the_paired_difference_of_its_probability(shown):
    earlier = np.where(np.arange(100)[:, np.newaxis] < 60, 2044.0, OF_A_FIRST_PRODUCT)
    status = np.ones((2, 100, 1), dtype=np.int8)
    status[1, 99] = 2
    dataset = sweep(
        {"a": ["x", "y"]}, samples=100, first_product_year=[OF_A_FIRST_PRODUCT, earlier], status=status, npv_musd=1.0
    )
    text = shown(dataset, outcomes=("first_product<=2045", "npv_musd<0"))
    assert line(text, "First rare-earth product by").split("P = ")[1:] == [
        "0.40 (0.32 to 0.48)  ",
        "0.61 (0.52 to 0.68)",
    ]
    table = text.split("Difference of the probability from 'x'; across: A")[1]
    assert re.search(r"start of 2045\s+P \+0\.20 \(\+0\.1\d to \+0\.2\d\)$", table, re.MULTILINE)
    assert line(table, "Net present value").endswith(" none")


def test_levers_of_a_condition_are_pooled_as_one_sample_each(shown):
    dataset = sweep({"a": ["x", "y"]}, samples=100, first_product_year=OF_A_FIRST_PRODUCT)
    text = shown(dataset, outcomes=("first_product<=2045",), by=())
    assert line(text, "First rare-earth product by").endswith(" 0.40 (0.32 to 0.48)")


def test_all_faults_of_conditions_and_names_are_told_at_once(shown):
    asked = ("first_prodct<=2045", "npv_muds", "npv_musd>x", "first_product=2040-01-01", "npv_musd>0")
    with pytest.raises(InputError) as refused:
        shown(sweep(npv_musd=1.0, first_product_year=2040.0), outcomes=asked, given=("npv_muds<1",))
    assert [fault.path for fault in refused.value.faults] == [
        *("first_prodct<=2045", "outcomes", "npv_musd>x", "first_product=2040-01-01", "npv_muds<1")
    ]
    text = str(refused.value)
    assert "did you mean 'first_product_year'" in text
    assert "did you mean 'npv_musd'" in text


def test_programs_stand_by_their_titles_and_whole_numbers_without_decimals(capsys):
    programs = {"program": (("crewed_landing_year",), ["china", "russia"])}
    dataset = sweep({"price": [100.0, 250.5]}, trailing=programs, crewed_landing_year=[2040.0, 2041.0])
    summarize(dataset)
    out = capsys.readouterr().out
    assert "First crewed landing, China" in out
    assert "china" not in out
    assert line(out.split("across: Price")[1].lstrip(), "").split() == ["100", "250.5"]


def test_amounts_of_which_too_few_runs_agree_are_left_out_and_counted(shown):
    """Rows of dashes say nothing: what keeps a probability stays, without columns of quantiles; the rest is named."""
    dataset = sweep(
        samples=100,
        station_basic_year=along([2040.0] * 90 + [NAN] * 10),
        unit_cost_usd_per_kg=along([NAN] * 95 + [5.0] * 5),
        npv_musd=along(np.arange(100.0)),
    )
    text = shown(dataset, given=("npv_musd>=80",))
    assert line(text, "Basic station").split()[2:] == ["0.50", "(0.33", "to", "0.67)"]
    assert line(text, "Unit cost").split()[-4] == "0.25"
    assert "Not shown, as their quantiles are withheld: Net present value of the mine.\n" in text
    assert "P50" not in text.split("Summary")[1]
    assert not re.search(r" -( |$)", text, re.MULTILINE)


def test_a_combination_with_which_no_run_agrees_is_no_column(shown):
    npv = along([np.arange(100.0), np.arange(100.0) - 1000])
    text = shown(sweep({"a": ["x", "y"]}, samples=100, npv_musd=npv, station_basic_year=2040.0), given=("npv_musd>0",))
    assert line(text, "Net present value").split("]")[1].split() == ["50", "(10", "to", "90)"]
    assert "No run agrees of: y.\n" in text


def test_levers_stand_in_words_and_below_as_they_are_typed(printed):
    dataset = sweep({"cooperation": ["active", "lapsed"], "units": [1, 2]}, npv_musd=1.0)
    dataset["cooperation"].attrs["config_key"] = "cooperation"
    dataset["units"].attrs["config_key"] = "plant.units"
    text = printed(dataset)
    assert "across: Cooperation of China and Russia and Units of the plant" in text
    assert "In force throughout," in text
    assert "cooperation=active,lapsed plant.units=1,2\n" in text
    assert "=lapsed " not in text
    assert "Mean difference from 'In force throughout', mean over Units of the plant" in text


@pytest.mark.parametrize(("value", "shown_as"), [(6.55e-4, "655 "), (5.9e8, "590 ")])
def test_a_row_stands_in_units_that_read_well(printed, value, shown_as):
    text = printed(sweep(npv_musd=value))
    units = {"655 ": "[USD]", "590 ": "[trillion USD]"}[shown_as]
    row = line(text, "Net present value")
    assert units in row
    assert row.split()[-3:] == [shown_as.strip()] * 3
