"""Conditions in the summary of a sweep: as outcomes of their own, and as what is given."""

import re

import numpy as np
import pytest

from lunarsim.words.errors import InputError
from tests.reading.conftest import line
from tests.reading.made import NAN, along, sweep

pytestmark = pytest.mark.usefixtures("wide")


def test_conditions_leave_the_runs_that_agree_and_withhold_quantiles_of_few(shown):
    years = along([2040.0] * 60 + [2050.0] * 30 + [NAN] * 10)
    dataset = sweep(samples=100, station_basic_year=years, npv_musd=along(np.arange(100.0)))
    text = shown(dataset, given=("npv_musd<90",))
    assert "Given: Net present value of the mine below 90 million USD (npv_musd<90).\n" in text
    assert "\n90 of 100 runs agree; effective number of runs 90.\n" in text
    assert line(text, "Basic station").split()[-4:] == ["2040.0", "2040.0", "2050.0", ">0.97"]
    text = shown(dataset, given=("npv_musd>=80",))
    assert "effective number of runs 20" in text
    assert "Below 50 effective runs quantiles are withheld" in text
    assert line(text, "Basic station").split()[-4:] == ["0.50", "(0.33", "to", "0.67)"]


def test_money_says_its_year_once_below_the_table(shown):
    dataset = sweep({"a": ["x", "y"]}, npv_musd=1.0, unit_cost_usd_per_kg=2.0, station_basic_year=2040.0)
    dataset["npv_musd"].attrs["currency_year"] = 2025
    assert shown(dataset).count("USD of 2025.") == 1
    assert "USD of" not in shown(dataset, outcomes=("station_basic_year",))


def test_pairs_count_of_which_both_agree(shown):
    npv = along([[1.0, 2.0, 3.0, 4.0] * 15, [5.0, 6.0, 7.0, 100.0] * 15])
    text = shown(sweep({"a": ["x", "y"]}, samples=60, npv_musd=npv), given=("npv_musd<50",), differences=True)
    assert line(text.split("Mean difference")[1], "Net present value").endswith("+4.00 more")
    assert "Only pairs count of which both agree with the conditions." in text


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
    assert line(text, "First rare-earth product by").endswith(" >0.88")


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


def test_all_faults_of_conditions_and_names_are_reported_at_once(shown):
    asked = ("first_prodct<=2045", "npv_muds", "npv_musd>x", "first_product=2040-01-01", "npv_musd>0")
    with pytest.raises(InputError) as refused:
        shown(sweep(npv_musd=1.0, first_product_year=2040.0), outcomes=asked, given=("npv_muds<1",))
    assert [fault.path for fault in refused.value.faults] == [
        *("first_prodct<=2045", "outcomes", "npv_musd>x", "first_product=2040-01-01", "npv_muds<1")
    ]
    text = str(refused.value)
    assert "did you mean 'first_product_year'" in text
    assert "did you mean 'npv_musd'" in text


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


@pytest.mark.parametrize("differences", [False, True])
def test_beside_a_condition_levers_keep_their_titles(shown, differences):
    dataset = sweep({"slips": ["x", "y"]}, samples=100, first_product_year=OF_A_FIRST_PRODUCT, npv_musd=1.0)
    dataset["slips"].attrs |= {"config_key": "slips", "long_name": "Delays"}
    text = shown(dataset, outcomes=("npv_musd", "first_product<=2045"), differences=differences)
    assert "As typed: slips=x,y" in text
