"""Levers in the summary of a sweep: combinations, maps, pooled levers and differences."""

import re

import numpy as np
import pytest

from tests.reading.conftest import line
from tests.reading.made import ANY_NAME, NAN, along, sweep

pytestmark = pytest.mark.usefixtures("wide")


def test_each_combination_has_its_own_end(printed):
    text = printed(sweep({"horizon": [10, 30]}, end=[[[2036.5]], [[2056.5]]], station_basic_year=NAN))
    assert "not by 2036.5 (P < 0.41)" in text
    assert "not by 2056.5 (P < 0.41)" in text
    assert "Dates are not compared where the ends" in text


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
    assert line(text, "Basic station ").endswith("2040.0 P > 0.59")
    assert "in all combinations" in text
    assert line(text, "Rare earths produced [kg]").split()[-5:] == ["1.00", "2.00", "3.00", "4.00", "5.00"]
    assert "P50 (P); across: B" in text
    assert line(text, "First rare-earth product ").split("  ")[-4:] == ["- (<0.41)", *["2050.0 (>0.59)"] * 3]
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
    assert re.search(r"\+9 \(.* later; P -0.50 \(-0.71 to -0.14\)", line(text.split("Mean difference")[1], "Basic"))
    assert "P: the difference of the probability that a date is reached" in text


def test_levers_that_are_not_named_are_pooled_with_equal_weights(shown):
    npv = np.array([[1.0, 2.0, 9.0], [3.0, 4.0, 5.0]]).reshape(2, 3, 1, 1)
    text = shown(sweep({"a": ["x", "y"], "b": [1, 2, 3]}, samples=1, npv_musd=npv), by=("a",))
    assert re.findall(r"(\d\.\d+) \(", line(text, "Net present value of the mine [million USD]")) == ["2.00", "4.00"]
    assert "Pooled, each run with the same weight: B (3 values)." in text
    assert "Mean difference from 'x', mean over B; across: A" in text
    assert "across: B" not in text


@pytest.mark.parametrize("name", ANY_NAME)
def test_a_lever_may_have_any_name(printed, name):
    text = printed(sweep({name: [1, 2], "cooperation": ["active", "lapsed"]}, npv_musd=1.0, station_basic_year=2040.0))
    title = f"{name[0].upper()}{name[1:].replace('_', ' ')}"
    assert f"P50 (P10 to P90); across: {title} and Cooperation\n" in text
    assert f"Mean difference from '1', mean over Cooperation; across: {title}\n" in text


def test_a_combination_without_runs_is_no_column_and_is_named(printed):
    text = printed(sweep({"a": [1, 2]}, status=[[[1]], [[4]]], npv_musd=1.0, station_basic_year=2040.0))
    assert line(text, "Basic station").split()[2:] == ["2040.0", "P", ">", "0.59"]
    assert line(text, "Net present value").split()[-1] == "1.00"
    assert "No run counts of: 2.\n" in text


def test_an_empty_cell_of_a_map_stays_and_is_named(printed):
    status = np.ones((4, 2, 1, 1), dtype=np.int8)
    status[3, 1] = 4
    dataset = sweep({"a": range(4), "b": ["x", "y"]}, status=status, npv_musd=np.arange(8.0).reshape(4, 2, 1, 1))
    text = printed(dataset)
    assert line(text.split("down: A; across: B")[1], "3 ").split() == ["3", "6.00", "-"]
    assert "No run counts of: 3 with y.\n" in text


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
