"""Regret of the values of a lever, and two sweeps compared, on sweeps made by hand."""

import json
import re

import numpy as np
import pytest

from lunarsim.reading.analysis.decisions.comparison import compare_sweeps
from lunarsim.reading.analysis.decisions.like_with_like import plain_value
from lunarsim.reading.analysis.decisions.regret import may_have_least, regret
from lunarsim.reading.analysis.differences import paired_differences
from lunarsim.reading.tables.deciding.compare_table import compare_json, compare_lines
from lunarsim.reading.tables.deciding.regret_table import regret_json, regret_lines
from lunarsim.words.errors import AnalysisError, InputError
from tests.reading.made import NAN, along, of, sweep

SITES = {"site": ["peary", "fra_mauro"]}
HALF = np.tile([10.0, 0.0], 20)
"""Values that are 10 in one half of 40 samples and 0 in the other."""


@pytest.fixture(autouse=True)
def _lines_of_one_width(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


def options(**others):
    return sweep(SITES, samples=40, npv_musd=np.stack([along(HALF), along(np.full(40, 6.0))]), **others)


def test_regret_is_what_the_best_value_of_the_same_sample_is_better_by():
    found = of(regret(options()), "npv_musd")
    assert found["option_worth"].values.tolist() == [5, 6]
    assert found["mean_regret"].values.tolist() == [3, 2]
    assert found["regret_max"].values.tolist() == [6, 4]
    assert found["regret_p90"].values.tolist() == [6, 4]
    assert found["strictly_best_share"].values.tolist() == [0.5, 0.5]
    assert found["tied_best_share"].values.tolist() == [0, 0]
    assert (found["strictly_best_low"] < 0.5).all()
    assert (found["strictly_best_high"] > 0.5).all()
    assert (found["mean_regret_low"] < found["mean_regret"]).all()
    assert (found["mean_regret"] < found["mean_regret_high"]).all()


def test_a_direction_that_is_given_turns_regret_around():
    found = of(regret(options(), better="lower"), "npv_musd")
    assert found["mean_regret"].values.tolist() == [2, 3]


def test_dates_are_better_early_and_ties_are_told_from_what_is_strictly_best():
    dates = np.stack([along(np.full(40, 2040.0)), along(np.tile([2040.0, NAN], 20))])
    dataset = options(first_return_year=dates)
    result = regret(dataset, outcomes=["first_return"])
    found = of(result, "first_return_year")
    assert found["mean_regret"].values.tolist() == [0, pytest.approx(16.5 / 2)]
    assert found["strictly_best_share"].values.tolist() == [0.5, 0]
    assert found["tied_best_share"].values.tolist() == [0.5, 0.5]
    assert found["all_tied_share"].item() == 0.5
    # Never strictly best in 40 samples is no proof that it never is.
    assert found["strictly_best_low"].values[1] == 0 < found["strictly_best_high"].values[1]
    text = "\n".join(regret_lines(dataset, result))
    assert "In 50 % of the samples all options are the same." in text
    assert "<7 %" in text


def test_a_target_is_met_by_a_share_of_the_runs():
    dataset = options()
    found = regret(dataset, target="npv_musd>=5")
    assert found["satisficing_share"].values.tolist() == [0.5, 1]
    text = "\n".join(regret_lines(dataset, found))
    assert "50 % (37 % to 63 %)" in text
    assert json.dumps(regret_json(dataset, found, "here"), allow_nan=False)


def worths(first, second, samples=40, name="npv_musd"):
    made = sweep(
        SITES, samples=samples, **{name: np.stack([along(np.full(samples, 1.0) * each) for each in (first, second)])}
    )
    found = regret(made, better="higher", outcomes=[name])
    return of(found, name), "\n".join(regret_lines(made, found))


def test_a_value_is_named_only_where_its_lead_is_beyond_chance():
    found, text = worths(HALF, 8.0)
    assert "Least regret (Site): Fra Mauro." in text
    assert found["least_share"][1] > 0.95
    unclear, text = worths(HALF, 6.0)
    assert unclear["least_share"].values.min() > 0.05
    assert "These samples do not decide which value has the least regret (Site)." in text
    # A single sample of forty that differs is in none of a third of the resamples.
    assert "These samples do not decide" in worths(np.eye(40)[0], 0.0)[1]


def test_no_difference_is_said_only_where_there_is_none_in_any_sample():
    found, text = worths(HALF, HALF)
    assert "No difference in any sample (Site): all values are worth the same." in text
    assert found["contenders_tied_share"] == 1
    for shift in (1e-9, 6.0):
        assert "No difference" not in worths(HALF, HALF + np.eye(40)[0] * shift)[1]


def test_values_lose_only_where_the_upper_ends_of_their_intervals_are_below_zero():
    found, text = worths(-HALF - 1, -8.0)
    assert (found["option_worth_high"] < 0).all()
    assert "All of them lose; to do nothing is worth 0." in text
    # Below zero on average, though it may be chance.
    unsure = np.where(np.arange(40) == 0, -30.0, 0.5)
    found, text = worths(unsure, -8.0)
    assert found["option_worth"].values.max() < 0 < found["option_worth_high"].values.max()
    assert "lose" not in text
    assert "None of them is clearly worth more than doing nothing, which is worth 0." in text
    assert "nothing" not in worths(-HALF - 1, 8.0)[1]
    assert "nothing" not in worths(-HALF - 1, -8.0, name="station_availability")[1]


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (HALF, "Least regret (Site): Peary crater rim and Fra Mauro, with no difference in any sample between them."),
        (
            10 - HALF,
            "These samples do not decide which value has the least regret (Site): Peary crater rim or Fra Mauro.",
        ),
    ],
)
def test_two_of_three_values_that_may_be_best_are_told_apart_from_the_third(second, said):
    made = sweep(
        {"site": ["peary", "fra_mauro", "shackleton"]},
        samples=40,
        npv_musd=np.stack([along(HALF), along(second), along(np.minimum(HALF, second) - 3)]),
    )
    assert said in "\n".join(regret_lines(made, regret(made)))


def test_worth_and_regret_each_have_units_in_which_they_read_well():
    """Regret of 110 USD beside a worth of 4,000 million USD was 0.00011 million USD."""
    _, text = worths(4000.0 + 1e-4 * HALF, 4000.0 + 3e-4)
    heads, (peary, mauro) = text.splitlines()[2:5], [row for row in text.splitlines() if row.startswith(("Pe", "Fr"))]
    assert text.startswith("Net present value of the mine\n")
    assert "".join(heads).split().count("[million") == 1
    assert "".join(heads).count("[USD]") == 3
    assert peary.split()[3] == "4,000"
    assert "million" not in peary
    assert mauro.split()[2] == "4,000"
    assert "0.000" not in text


def test_means_of_dates_have_their_interval():
    dates = np.stack([along(np.tile([2040.0, 2041.0], 20)), along(np.tile([2040.0, 2056.0], 20))])
    made = options(first_return_year=dates)
    text = "\n".join(regret_lines(made, regret(made, outcomes=["first_return"])))
    assert re.search(r"2040\.5 \(2040\.[34]\d* to 2040\.[67]\d*\)", text)
    assert re.search(r"2048\.0 \(204[56]\.\d to 20\d\d\.\d\)", text)


@pytest.mark.parametrize(("before", "after", "is_clear"), [(29, 32, False), (10, 60, True)])
def test_a_date_within_reach_that_may_be_chance_is_unclear(before, after, is_clear):
    first, second = (
        sweep(samples=60, first_return_year=along(np.where(np.arange(60) < reached, 2040.0, NAN)))
        for reached in (before, after)
    )
    text = "\n".join(compare_lines(first, second, compare_sweeps(first, second), ("one", "other")))
    assert "mostly never in A" in text
    assert ("mostly never in A, but unclear" in text) != is_clear
    backwards = "\n".join(compare_lines(second, first, compare_sweeps(second, first), ("one", "other")))
    assert "mostly never in B" in backwards
    assert "mostly never in A" not in backwards


def test_what_is_no_choice_or_has_no_evident_direction_is_refused():
    with pytest.raises(AnalysisError, match="needs a lever with two values"):
        regret(sweep(samples=40, npv_musd=1.0))
    with pytest.raises(AnalysisError, match="--better higher, or --better lower"):
        regret(options(missions_flown=1.0), outcomes=["missions_flown"])
    with pytest.raises(AnalysisError, match="higher"):
        regret(options(), better="hihger")


def pair(shift, seeds=(1, 1)):
    noise = 100 * np.random.default_rng(2).random(60)
    made = [sweep(samples=60, npv_musd=along(noise + more)) for more in (0.0, shift)]
    if seeds[0] != seeds[1]:
        made[1]["npv_musd"].values[...] = along(100 * np.random.default_rng(3).random(60) + shift)
    for each, seed in zip(made, seeds, strict=True):
        each.attrs |= {"seed": seed, "design": "lhs", "factors": "[]"}
    return made


def test_rows_that_are_pairs_tell_a_small_difference_exactly():
    first, second = pair(1.0)
    found = of(compare_sweeps(first, second), "npv_musd")
    ends = [found[name].item() for name in ("interval_low", "mean_difference", "interval_high")]
    assert ends == pytest.approx([1, 1, 1])
    assert found["median_change"].item() == pytest.approx(1)
    assert found.attrs["is_paired"] == 1


def test_rows_that_are_no_pairs_are_reported_and_have_wide_intervals():
    first, second = pair(1.0, seeds=(1, 2))
    result = compare_sweeps(first, second)
    found = of(result, "npv_musd")
    assert found["interval_low"] < 0 < found["interval_high"]
    assert float(found["interval_high"] - found["interval_low"]) > 10
    text = "\n".join(compare_lines(first, second, result, ("one", "other")))
    assert "not pairs (seeds differ)" in text
    assert "Seed: A 1; B 2" in text
    said = compare_json(first, second, result, ("one", "other"))
    assert json.dumps(said, allow_nan=False)
    assert not said["paired"]


def test_a_sweep_is_as_itself():
    first, _ = pair(0.0)
    result = compare_sweeps(first, first)
    assert "All inputs agree." in "\n".join(compare_lines(first, first, result, ("a", "a")))
    assert of(result, "npv_musd")["mean_difference"].item() == 0


def test_levers_of_one_sweep_alone_are_pooled_and_common_values_compared():
    first = sweep(SITES, samples=40, npv_musd=1.0)
    second = sweep({"site": ["fra_mauro", "shackleton"]}, samples=40, npv_musd=3.0)
    found = compare_sweeps(first, second)
    assert found["site"].values.tolist() == ["fra_mauro"]
    alone = compare_sweeps(first, sweep(samples=40, npv_musd=3.0))
    assert alone.attrs["pooled_levers"] == ["site"]
    assert of(alone, "npv_musd")["mean_difference"].item() == pytest.approx(2)
    assert alone.attrs["taken_values"] == ()
    with pytest.raises(AnalysisError, match="no value of site in common"):
        compare_sweeps(first, sweep({"site": ["shackleton"]}, samples=40, npv_musd=3.0))


def test_a_lever_of_one_sweep_takes_the_value_that_the_other_has():
    """Pooled over scenarios, differences from a sweep of one of them answered no question."""
    plain, several = sweep(samples=40, npv_musd=3.0), sweep(SITES, samples=40, npv_musd=[[[1.0]], [[7.0]]])
    plain.attrs |= {
        "config": json.dumps({"choices": {"site": "fra_mauro"}, "site": {"title": "Fra Mauro"}}),
        "levers": "{}",
    }
    several["site"].attrs["config_key"] = "site"
    several.attrs["levers"] = json.dumps({"site": SITES["site"]})
    for first, second, side, by in ((plain, several, "a", 4), (several, plain, "b", -4)):
        result = compare_sweeps(first, second)
        assert of(result, "npv_musd")["mean_difference"].item() == pytest.approx(by)
        assert result.attrs["pooled_levers"] == []
        text = " ".join("\n".join(compare_lines(first, second, result, ("one", "other"))).split())
        assert "All inputs agree." in text
        named, other = ("B", "A") if side == "a" else ("A", "B")
        assert f"Of {named} only the runs at Site of the mine: Fra Mauro count, the value that {other} has." in text
        assert "For others: --given site=peary" in text
        said = compare_json(first, second, result, ("one", "other"))
        assert said["taken"] == [{"sweep": named.lower(), "lever": "site", "value": "fra_mauro"}]
    result = compare_sweeps(plain, several, given=["site=peary"])
    assert of(result, "npv_musd")["mean_difference"].item() == pytest.approx(-2)
    assert "Site of the mine: A Fra Mauro; B Peary" in "\n".join(
        compare_lines(plain, several, result, ("one", "other"))
    )
    with pytest.raises(InputError, match="is not about a lever"):
        compare_sweeps(plain, several, given=["units=2"])


def test_the_plain_value_of_a_lever_is_as_it_is_typed():
    config = {"plant": {"units": 2}, "a": {"b": [["x", "y"], "z"], "c": [], "d": 0.5}, "choices": {"site": "peary"}}
    made = sweep(samples=2).assign_attrs(config=json.dumps(config))
    keys = ("plant.units", "a.d", "a.c", "site", "a.none", "plant")
    assert [plain_value(made, key) for key in keys] == ["2", "0.5", "[]", "peary", None, None]


def test_regret_against_a_value_that_is_never_worse_has_the_interval_of_the_difference():
    """One figure has one interval, in the table of regret and in that of differences."""
    lost = np.where(np.arange(60) < 25, np.linspace(0.1, 3.0, 60), 0.0)
    dataset = sweep(SITES, samples=60, npv_musd=np.stack([along(np.full(60, 5.0)), along(5.0 - lost)]))
    found = of(regret(dataset), "npv_musd").isel(site=1)
    step = of(paired_differences(dataset, "site"), "npv_musd").isel(site=1)
    assert found["mean_regret"].item() == pytest.approx(-step["mean_difference"].item())
    assert found["mean_regret_low"].item() == pytest.approx(-step["interval_high"].item(), rel=0.02)
    assert found["mean_regret_high"].item() == pytest.approx(-step["interval_low"].item(), rel=0.02)


def test_one_value_at_least_may_have_the_least_regret():
    assert may_have_least(np.array([0.04, 0.05, 0.03])).tolist() == [False, True, False]
    assert may_have_least(np.array([0.5, 0.06, 0.01])).tolist() == [True, True, False]


def test_a_target_that_no_run_meets_is_given_by_the_bound_alone():
    dataset = options(station_basic_year=2040.0)
    text = "\n".join(regret_lines(dataset, regret(dataset, target="station_basic_year<=2030")))
    assert "<7 %" in text
    assert " 0 % (" not in text


def test_changes_of_medians_of_counts_are_whole():
    flown = np.tile(np.arange(40.0, 60.0), 2)
    one, other = (sweep(samples=40, missions_flown=along(flown - less)) for less in (0, 13))
    for each in (one, other):
        each["missions_flown"] = each["missions_flown"].astype("i4")
    text = "\n".join(compare_lines(one, other, compare_sweeps(one, other), ("a", "b")))
    assert re.search(r"-13( \(-1\d to -1?\d\))? less", text)
