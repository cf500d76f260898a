"""``lunarsim plot``: kinds, and the outcomes, levers and conditions that a line asks of them."""

import re

import numpy as np
import pytest
import xarray as xr

from lunarsim.reading.pictures.kinds import KINDS
from lunarsim.words.errors import AnalysisError, InputError
from tests.door.drawn import picture, said

ALONE = [
    kind
    for kind, about in KINDS.items()
    if about.of_sweep and not about.needs_levers and not about.design and not about.function.startswith("answers.")
]


@pytest.mark.parametrize("kind", ["dates", *(pytest.param(each, marks=pytest.mark.slow) for each in ALONE[1:])])
def test_a_kind_is_drawn_of_a_sweep_without_levers(kind, no_levers):
    figure, notes = picture(no_levers, kind)
    assert "Joint station (ILRS) · latest plans" in said(figure)
    # Only the map of break-even says in words what it shows.
    assert [note for note in notes if kind != "breakeven" or "break even" not in note] == []


def test_one_run_has_no_band_and_pictures_name_no_setting(no_levers):
    for kind in ("dates", "promises"):
        figure, _ = picture(no_levers.isel(replicate=[0]), kind)
        shown = said(figure)
        assert "Every factor stands at its own value" in shown
        assert not re.search(r"design=|[a-z]_[a-z0-9]", shown)
        if kind == "dates":
            assert "Band" not in shown
            assert not figure.axes[0].collections
        else:
            assert "a station equipped with relay, command, power" in shown


CHOICES = [
    ("heat_map", {"outcomes": ["mass_landed_kg[china]"], "statistic": "mean"}, "Mean of mass landed, China [kg]"),
    ("heat_map", {"outcomes": ["station_working"], "by": ["plant.units", "cooperation"]}, "Station works the surface"),
    ("dates", {"by": ["units"], "given": ["cooperation=active"]}, "Cooperation of China and Russia: In force"),
    ("amounts", {"by": ["program"], "outcomes": ["cost_musd"], "given": ["cooperation=active", "units=1"]}, "China"),
    ("fan", {"outcomes": ["month_cost_musd[transport]"], "given": ["units=2"]}, "Cost, transport"),
    ("dates", {"outcomes": ["station_*"], "given": ["units=1"]}, "Extended station"),
]


@pytest.mark.parametrize(
    ("kind", "asked", "shown"), [CHOICES[0], *(pytest.param(*each, marks=pytest.mark.slow) for each in CHOICES[1:])]
)
def test_outcomes_levers_and_what_is_given_are_chosen(kind, asked, shown, two_levers):
    figure, _ = picture(two_levers, kind, **asked)
    assert shown in said(figure)


def test_a_condition_leaves_the_runs_out_that_do_not_agree_and_says_so(two_levers):
    figure, (*_, note) = picture(
        two_levers, "heat_map", ["missions_flown"], given=["change_7.outcome!=lost"], statistic="mean"
    )
    agreeing = two_levers.status.sizes["replicate"] * 4 - int(
        (two_levers.mission_first_outcome.sel(mission="change_7") > 2).sum()
    )
    assert f"given: Chang'e-7, first flight: not lost ({agreeing} of 12 runs)" in said(figure)
    assert f"only {agreeing} runs agree" in note
    assert "not run" not in said(figure)


def test_a_map_whose_medians_are_all_the_same_shows_means_and_says_so(two_levers):
    amounts = np.zeros(two_levers["ree_produced_kg"].shape)
    # One of three runs of each cell has something, and not the same in all.
    amounts[..., 0, 0] = [[30.0, 60.0], [90.0, 120.0]]
    made = two_levers.assign(ree_produced_kg=two_levers["ree_produced_kg"].copy(data=amounts))
    figure, (note, *_) = picture(made, "heat_map", ["ree_produced_kg"])
    assert note.startswith("the median is the same in all cells, so the cells show the mean; the median: lunarsim plot")
    assert "Mean of rare earths produced [kg]" in said(figure)
    alike = "all cells are alike; the figures: lunarsim show --outcomes ree_produced_kg"
    figure, (note,) = picture(made, "heat_map", ["ree_produced_kg"], statistic="median")
    assert note == alike
    assert "Median of rare earths produced [kg] All cells are alike: 0" in said(figure)
    same = two_levers.assign(ree_produced_kg=two_levers["ree_produced_kg"].copy(data=0 * amounts))
    figure, (note,) = picture(same, "heat_map", ["ree_produced_kg"])
    assert note == alike
    assert "Median of rare earths produced [kg] All cells are alike: 0" in said(figure)


def test_outcomes_that_do_not_differ_by_program_are_not_the_usual_ones_of_it(no_levers):
    shown = said(picture(no_levers, "amounts", by=["program"])[0])
    assert "Mass landed" in shown
    assert "Rare earths produced" not in shown


def test_numbers_are_given_as_numbers(two_levers):
    figure, _ = picture(two_levers, "dates", ["station_basic"], by=["cooperation"], given=["units=1.0"])
    assert "Basic station" in said(figure)
    with pytest.raises(InputError, match=r"units=1\.5: unknown value of units"):
        picture(two_levers, "dates", by=["cooperation"], given=["units=1.5"])


def test_of_several_stations_causes_of_delay_are_those_of_the_main_one(no_levers):
    of_stations = [name for name in no_levers if "station" in no_levers[name].dims]
    two = no_levers.drop_vars([name for name in of_stations if name != "station_basic_year"])
    two = xr.concat([two, two.assign_coords(station=["artemis"])], "station", data_vars="minimal")
    for outcomes in ([], ["station_basic"], ["station_basic_year[ilrs]"]):
        assert "station: ILRS · Joint station" in said(picture(two, "waterfall", outcomes)[0])
    with pytest.raises(AnalysisError, match=r"lunarsim plot waterfall --outcomes 'station_basic\[ilrs\]'$"):
        picture(two, "waterfall", ["station_basic[artemis]"])


def test_of_one_run_there_is_no_band_no_median_and_no_probability(no_levers):
    one = no_levers.isel(replicate=[0])
    launches = said(picture(one, "launches")[0])
    assert "from plan on" in launches
    assert not re.search(r"median|P10|P [=<>]", launches)
    fan = said(picture(one, "fan")[0])
    assert "the run" in fan
    assert not re.search(r"median|P10|Bands", fan)
