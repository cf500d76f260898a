"""Maps of two levers whose cells do not differ: they say so, and no color says otherwise."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from lunarsim.reading.analysis.cells_apart import cells_are_apart
from lunarsim.reading.plots.heat_map import ONE_COLOR, heat_map, telling_statistic
from tests.reading.looking import everything_is_inside, says
from tests.reading.made import along, sweep

PAIR = ("a", "b")


def cells_of(noise, steps=(0, 0, 0, 0), samples=60, **attrs):
    """Return two by two cells of amounts: what all share in a sample, what each has by itself, and a step of each."""
    random = np.random.default_rng(4)
    shared = random.normal(100, 30, (1, 1, samples, 1))
    own = random.normal(0, noise, (2, 2, samples, 1)) if noise else np.zeros((2, 2, samples, 1))
    made = sweep({"a": [1, 2], "b": [3, 4]}, samples=samples, npv_musd=shared + own + np.reshape(steps, (2, 2, 1, 1)))
    return made.assign_attrs(design="monte_carlo", **attrs)


def one_color(figure):
    (image,) = figure.axes[0].images
    return image.get_cmap().N == 1 and to_hex(image.cmap(0)) == ONE_COLOR


@pytest.mark.parametrize(
    ("noise", "steps", "statistic", "said"),
    [
        (0, (0, 0, 0, 0), "mean", "All cells are alike"),
        (5, (0, 0, 0, 0), "mean", "No cell stands out from chance"),
        (5, (0, 0, 0, 0), "median", "No cell stands out from chance"),
        # Pairs tell apart what lies within the spread of the runs, and even within the intervals of the means.
        (5, (0, 0, 0, 8), "mean", ""),
        (5, (0, 0, 0, 40), "median", ""),
    ],
)
def test_a_map_that_tells_no_cells_apart_says_so_in_one_color(noise, steps, statistic, said):
    figure = heat_map(cells_of(noise, steps), "npv_musd", PAIR, statistic)
    shown = says(figure)
    assert said in shown
    assert one_color(figure) == bool(said)
    # A scale of colors would say that one cell is more than another.
    assert len(figure.axes) == (1 if said else 2)
    assert ("at the 90 % level over all cells" in shown.replace("\n", " ")) == (said.startswith("No"))
    if not said:
        assert "stands out" not in shown
        assert "alike" not in shown
    assert everything_is_inside(figure)


def test_probabilities_that_samples_do_not_tell_apart_have_one_color():
    reached = np.random.default_rng(1).random((2, 2, 50, 1)) < 0.5
    dates = np.where(reached, 2030.0, np.nan)
    made = sweep({"a": [1, 2], "b": [3, 4]}, samples=50, station_basic_year=dates).assign_attrs(design="monte_carlo")
    assert "No cell stands out from chance" in says(heat_map(made, "station_basic_year", PAIR, "probability"))
    dates[1, 1] = np.nan
    parted = made.assign(station_basic_year=made["station_basic_year"].copy(data=dates))
    assert "stands out" not in says(heat_map(parted, "station_basic_year", PAIR, "probability"))


def test_what_is_by_chance_is_called_apart_as_seldom_as_the_level_says():
    made, random = cells_of(0), np.random.default_rng(2)
    found = [
        cells_are_apart(made.assign(npv_musd=made["npv_musd"].copy(data=each)), "npv_musd", PAIR, "mean")
        for each in random.normal(0, 1, (60, 2, 2, 60, 1))
    ]
    # Six are expected; more than 12 have a probability of 1 %.
    assert sum(found) <= 12


@pytest.mark.parametrize(
    "changed",
    [
        lambda made: made.assign_attrs(common_random_numbers="all"),
        lambda made: made.isel(sample=[0]),
        lambda made: made.isel(a=[0], b=[0]),
    ],
)
def test_where_the_error_is_not_known_colors_stay(changed):
    made = changed(cells_of(5))
    assert cells_are_apart(made, "npv_musd", PAIR, "mean") is None
    assert not one_color(heat_map(made, "npv_musd", PAIR, "mean"))


def test_replicates_of_one_sample_are_compared_as_samples_are():
    made = sweep(
        {"a": [1, 2], "b": [3]}, samples=1, replicates=30, npv_musd=np.random.default_rng(3).random((2, 1, 1, 30))
    )
    assert cells_are_apart(made, "npv_musd", PAIR, "mean") is False
    shifted = made.assign(npv_musd=made["npv_musd"] + made["a"])
    assert cells_are_apart(shifted, "npv_musd", PAIR, "mean") is True


def test_a_date_that_most_runs_never_reach_is_mapped_by_its_probability():
    dates = np.full((2, 2, 4, 1), np.nan)
    dates[0, 0] = along([2030, np.nan, np.nan, np.nan])
    made = sweep({"a": [1, 2], "b": [3, 4]}, station_basic_year=dates)
    assert telling_statistic(made, "station_basic_year", PAIR) == "probability"
    never = made.assign(station_basic_year=made["station_basic_year"] * np.nan)
    assert telling_statistic(never, "station_basic_year", PAIR) == "median"
    dates[0, 0] = 2030.0
    reached = made.assign(station_basic_year=made["station_basic_year"].copy(data=dates))
    assert telling_statistic(reached, "station_basic_year", PAIR) == "median"
