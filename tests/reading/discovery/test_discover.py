"""Scenario discovery of sweeps made by hand."""

import json
import re

import numpy as np
import pytest

from lunarsim.reading.analysis.discovery import chosen_box
from lunarsim.reading.analysis.discovery.discover import discover
from lunarsim.reading.tables.deciding.discovery_json import discovery_json
from lunarsim.reading.tables.deciding.discovery_table import discovery_lines
from lunarsim.reading.tables.deciding.discovery_words import box_rows, limit_intervals, needed, sentence
from lunarsim.words.errors import AnalysisError, InputError
from tests.documented import check_keys
from tests.reading.made import NAN, sweep

KEYS = ("station.power_multiplier", "plant.availability", "site.thorium_ppm", "mine.excavators")
SAMPLES = 300


@pytest.fixture(autouse=True)
def fewer_resamples(monkeypatch):
    """Ten resamples are enough to see what becomes of them."""
    monkeypatch.setattr(chosen_box, "RESAMPLES", 10)


def made(design="lhs", samples=SAMPLES, replicates=1, levers=None, seed=3, status=1, second=0.0):
    """Return a sweep whose station is extended in 2040 where the first factor is above 60 % of its range.

    The first factor goes from 0 to 2, at a second lever value from 10 to 12, where the date comes later by ``second``.
    """
    generator = np.random.default_rng(seed)
    unit = generator.random((len(KEYS), samples))
    chance = generator.random((samples, replicates))
    met = (unit[0] > 0.6)[:, np.newaxis] & (chance < 0.9) | (chance < 0.02)
    dates = np.where(met, 2040.0, NAN)
    if levers:
        later = np.array([0.0, second])[:, np.newaxis, np.newaxis]
        dates = dates + later
    dataset = sweep(levers, samples=samples, replicates=replicates, status=status, station_extended_year=dates)
    dataset["u"] = (("factor", "sample"), unit)
    dataset = dataset.assign_coords(factor=list(KEYS))
    for place, key in enumerate(KEYS):
        dataset[key] = ("sample", 2 * unit[place], {"units": "1", "evidence": "assumed"})
    if levers:
        (lever,) = levers
        dataset[KEYS[0]] = ((lever, "sample"), np.stack([2 * unit[0], 10 + 2 * unit[0]]), {"units": "1"})
    dataset["mine.excavators"] = ("sample", np.full(samples, 3.0), {"units": "1"})
    dataset.attrs |= {"design": design, "factors": json.dumps(KEYS), "command": "", "levers": "{}"}
    return dataset


def test_the_box_stands_in_quantiles_and_in_the_units_of_the_factor():
    found = discover(made(), "station_extended_year<=2045")
    assert found["is_found"].item()
    assert found["is_restricted"].values.tolist() == [True, False, False, False]
    low = found["box_u_low"].values[0]
    assert low == pytest.approx(0.6, abs=0.06)
    assert found["box_low"].values[0] == pytest.approx(2 * low, abs=0.01)
    assert found["box_u_high"].values.tolist() == [1, 1, 1, 1]
    assert found["box_u_low_from"].values[0] <= low <= found["box_u_low_to"].values[0]
    assert found["restricted_share"].values[0] >= 0.9
    assert found["restricted_share"].values[3] == 0  # it does not vary
    assert found["left_out_density_low"] < 0.9 < found["left_out_density_high"]
    assert found["box_base_rate"].item() == pytest.approx(0.37, abs=0.06)


def test_each_lever_value_has_a_box_of_its_own_in_its_own_distribution():
    found = discover(made(levers={"site": ["peary", "fra_mauro"]}), "station_extended_year<=2045")
    assert found["is_found"].dims == ("site",)
    lows = found["box_low"].isel(factor=0).values
    assert lows[1] - lows[0] == pytest.approx(10)


def test_a_lever_may_be_part_of_the_box():
    dataset = made(levers={"site": ["peary", "fra_mauro"]}, second=10.0)
    found = discover(dataset, "station_extended_year<=2045", ["site"])
    assert found["is_found"].dims == ()
    assert found["is_in_box"].values.tolist() == [True, False]
    assert found["in_box_share"].values.tolist() == [1, 0]
    (factor, inside), lever = box_rows(found, dataset)
    assert factor == "Multiplier on unpublished power ratings"
    assert re.fullmatch(r"above 1\.[12]\d* or above 11\.[12]\d*", inside)
    assert lever == ("Site", "Peary crater rim")
    assert "and site is Peary crater rim, it is met in" in sentence(found, dataset)
    text = "\n".join(discovery_lines(dataset, found))
    assert "Peary" in text
    assert needed(found).startswith("Of 3 factors, 1 lever and 300 samples only a strong box")
    table = text[text.index("How the box was narrowed") :].splitlines()
    assert table[1].split()[-3:] == ["all", "limited", "factors"]
    assert table[2].split()[-3:] == ["rows", "and", "levers"]


def test_replicates_count_by_their_share():
    found = discover(made(replicates=3), "station_extended_year<=2045")
    assert found["is_restricted"].values.tolist() == [True, False, False, False]
    assert found["sample_count"] == SAMPLES


def test_samples_without_runs_are_left_out():
    status = np.ones((SAMPLES, 1), dtype=np.int8)
    status[:50] = 2
    found = discover(made(status=status), "station_extended_year<=2045")
    assert found["sample_count"] == SAMPLES - 50


def test_noise_is_said_to_be_no_box():
    dataset = made()
    noise = np.random.default_rng(8).random((SAMPLES, 1)) < 0.4
    dataset["station_extended_year"].values[...] = np.where(noise, 2040, NAN)
    found = discover(dataset, "station_extended_year<=2045")
    assert not found["is_found"].item()
    assert not found["is_restricted"].any()
    assert "No range of any factor stands out from chance" in sentence(found, dataset)
    text = "\n".join(discovery_lines(dataset, found))
    assert "No range of any factor" in text
    assert "Step" not in text
    assert "chosen" not in text


def test_levers_in_which_nothing_stands_out_are_named_beside_factors():
    dataset = made(levers={"site": ["peary", "fra_mauro"]})
    noise = np.random.default_rng(8).random((2, SAMPLES, 1)) < 0.4
    dataset["station_extended_year"].values[...] = np.where(noise, 2040, NAN)
    text = sentence(discover(dataset, "station_extended_year<=2045", ["site"]), dataset)
    assert "No range of any factor and no value of any lever stands out from chance." in text


def test_combinations_of_which_the_same_is_said_are_reported_once():
    dataset = made(levers={"site": ["peary", "fra_mauro"]})
    noise = np.random.default_rng(8).random((SAMPLES, 1)) < 0.4
    dataset["station_extended_year"].values[1] = np.where(noise, 2040, NAN)
    lines = list(discovery_lines(dataset, discover(dataset, "station_extended_year<=2045")))
    assert lines.index("Site: Peary crater rim") < lines.index("Site: Fra Mauro")
    dataset["station_extended_year"].values[...] = np.where(noise, 2040, NAN)
    lines = list(discovery_lines(dataset, discover(dataset, "station_extended_year<=2045")))
    assert "The same for all values of: Site" in lines
    assert sum("No range of any factor" in line for line in lines) == 1
    assert "Peary" not in "\n".join(lines)


def test_the_sentence_and_the_table_say_what_the_box_is_worth():
    dataset = made()
    found = discover(dataset, "station_extended_year<=2045")
    text = sentence(found, dataset)
    where = r"Where multiplier on unpublished power ratings is above 1.19 \(1.19 to 1.2\), it is met in 90 %"
    assert re.search(where, text)
    assert "(in brackets: 90 % intervals of the limits)" in text
    lines = "\n".join(discovery_lines(dataset, found))
    assert lines.startswith("Target: Extended station by the start of 2045 (station_extended_year<=2045)\n")
    assert "upper 4" in lines
    assert "(chosen)" in lines
    assert "quasi" not in lines
    assert lines[lines.index("How the box was narrowed") :].splitlines()[2].split()[-2:] == ["samples", "factors"]


def test_it_is_said_how_strong_a_limit_must_be_to_show():
    dataset = made()
    found = discover(dataset, "station_extended_year<=2045")
    inside, outside = (round(100 * found[f"detectable_{side}"].item()) for side in ("inside", "outside"))
    assert (inside, outside) == (56, 25)
    only = "Of 3 factors and 300 samples only a strong box would show: a limit in the middle of a factor's distribution"
    assert needed(found) == (
        f"{only} is found in nine of ten sweeps where the target is met in {inside} % of one half and {outside} % of "
        "the other; weaker limits are often missed."
    )
    assert needed(found) in " ".join("\n".join(discovery_lines(dataset, found)).split())
    assert discovery_json(dataset, found, "here")["combinations"][0]["needed"] == needed(found)
    found["detectable_inside"] = found["detectable_inside"] * NAN
    assert "take more samples" in needed(found)


def test_limits_have_their_interval_in_the_units_of_the_factor():
    found = discover(made(), "station_extended_year<=2045").isel(factor=0)
    for end in ("", "_from", "_to"):
        assert found[f"box_low{end}"].item() == pytest.approx(2 * found[f"box_u_low{end}"].item(), abs=0.01)
    assert limit_intervals(found) == ["1.19 to 1.2"]
    found["box_u_low_from"] = found["box_u_low_from"] * 0
    assert limit_intervals(found) == ["no limit to 1.2"]


def test_limits_have_the_digits_that_their_interval_supports():
    dataset = made()
    found = discover(dataset, "station_extended_year<=2045")
    assert box_rows(found, dataset)[0][1] == "above 1.19"
    found["box_low_from"] = found["box_low"] - 0.4
    found["box_low_to"] = found["box_low"] + 0.4
    assert box_rows(found, dataset, intervals=True)[0][1] == "above 1.2 (0.8 to 1.6)"
    found["box_low_from"], found["box_low_to"] = found["box_low"] - 9, found["box_low"] + 9
    assert box_rows(found, dataset)[0][1] == "above 1"


def test_limits_that_are_money_are_said_to_be_of_which_year():
    dataset = made().assign(npv_musd=0.0)
    dataset["npv_musd"].attrs |= {"units": "MUSD", "currency_year": 2025}
    for units, is_money in (("1", False), ("USD/kg", True)):
        dataset[KEYS[0]].attrs["units"] = units
        lines = list(discovery_lines(dataset, discover(dataset, "station_extended_year<=2045")))
        assert ("USD of 2025." in lines) == is_money


def test_json_holds_the_box():
    dataset = made()
    said = discovery_json(dataset, discover(dataset, "station_extended_year<=2045"), "here")
    (one,) = said["combinations"]
    assert json.dumps(said, allow_nan=False)
    assert [each["key"] for each in one["factors"]] == ["station.power_multiplier"]
    assert one["factors"][0]["low"] == pytest.approx(1.2, abs=0.15)
    assert one["trajectory"][0] == {"coverage": 1, "density": one["base_rate"], "mass": 1, "restricted": 0}


def test_the_keys_of_json_are_those_that_its_page_lists():
    dataset, target = made(samples=60, levers={"site": ["peary", "fra_mauro"]}), "station_extended_year<=2045"
    found = (discover(dataset, target), discover(dataset, target, ["site"]))
    check_keys("`lunarsim discover`", *(discovery_json(dataset, each, "here") for each in found))


def test_saltelli_counts_its_independent_rows_alone():
    dataset = made(design="saltelli", samples=1200)
    dataset.attrs |= {"design_second_order": 0, "design_base_samples": 200, "common_random_numbers": "all"}
    found = discover(dataset, "station_extended_year<=2045")
    assert found["sample_count"] == 400
    assert "share their chance" in found.attrs["notes"]


@pytest.mark.parametrize(
    ("target", "offer"),
    [
        ("station_extended_year<=2030", "hardly ever met"),
        ("station_extended_year!=2090", "nearly always met"),
    ],
)
def test_a_target_that_is_hardly_ever_or_nearly_always_met_is_refused(target, offer):
    with pytest.raises(AnalysisError, match=offer):
        discover(made(), target)


def test_a_refused_target_comes_with_one_that_would_do():
    dataset = made()
    spread = 2040 + np.arange(SAMPLES)[:, np.newaxis] / 100
    dataset["station_extended_year"].values[...] = spread
    with pytest.raises(AnalysisError, match=r"half of the runs meet --target 'station_extended_year<=2041.5'"):
        discover(dataset, "station_extended_year<=2030")


def test_other_designs_and_too_few_samples_are_refused_with_the_line_to_run():
    with pytest.raises(AnalysisError, match=r"run again with: lunarsim design=lhs design.samples=1000"):
        discover(made(design="morris"), "station_extended_year<=2045")
    with pytest.raises(AnalysisError, match="30 completed samples, needed 40"):
        discover(made(samples=30), "station_extended_year<=2045")
    with pytest.raises(AnalysisError, match="30 completed samples, needed 40"):
        discover(made(samples=30, levers={"site": ["peary", "fra_mauro"]}), "station_extended_year<=2045", ["site"])


def test_wrong_targets_are_reported_at_once():
    with pytest.raises(InputError) as caught:
        discover(made(), ["station_extendet_year<=2045", "nonsense"])
    assert len(caught.value.faults) == 2
    with pytest.raises(InputError, match="an exact date is met by hardly any run"):
        discover(made(), "station_extended_year=2040-05-01")
