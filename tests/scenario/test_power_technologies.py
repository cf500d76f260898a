"""The library of power technologies: its figures, how it is read, and what they say of the choice of power."""

import copy
import math

import pytest

from lunarsim.physics.power.light import light_cycle
from lunarsim.physics.power.mass import solar_kg
from lunarsim.scenario.library.files import read
from lunarsim.scenario.library.places.known_sites import site_named
from lunarsim.scenario.library.power.choice import (
    DISTANCE_KM,
    UNIT_KW,
    break_even_band,
    reactor_unit_kg,
    solar_kg_per_kw,
)
from lunarsim.scenario.library.power.technologies import power_technologies, technologies_of
from lunarsim.words.errors import InputError
from tests.scenario.building import scenario_of

KNOWN = power_technologies()
EQUATOR, RIDGE = site_named("fra_mauro"), site_named("shackleton")
STORAGES = ("battery", "fuel_cell")


def changed(name, **figures):
    data = copy.deepcopy(dict(read("power_technologies")))
    data[name] |= figures
    return data


def narrowed(**figures):
    """Return the figures with no doubt, some of them changed."""
    data = copy.deepcopy(dict(read("power_technologies")))
    for name, figure in data.items():
        figure["low"] = figure["high"] = figure["likely"] = figures.get(name, figure["likely"])
    return technologies_of(data, "made up")


@pytest.mark.parametrize("name", read("power_technologies"))
def test_every_figure_rises_from_low_to_high_and_says_where_it_comes_from(name):
    figure = getattr(KNOWN, name)
    assert 0 <= figure.low <= figure.likely <= figure.high
    assert len(figure.source) > 20


@pytest.mark.parametrize(
    ("name", "figures", "problem"),
    [
        ("battery_efficiency", {"high": 1.2}, "has high 1.2, allowed up to 1"),
        ("battery_efficiency", {"low": 0}, "has low 0, allowed above 0"),
        ("array_kg_per_kw", {"low": 70}, "allowed is a rising order"),
        ("array_kg_per_kw", {"low": "70"}, "allowed are numbers"),
        ("array_kg_per_kw", {"lowest": 7}, "must have low, likely, high, source, evidence and nothing else"),
        ("array_kg_per_kw", {"evidence": "guessed"}, "evidence 'guessed'"),
        ("array_kg_per_kw", {"source": ""}, "source ''"),
    ],
)
def test_what_is_wrong_with_a_figure_is_said_with_its_name(name, figures, problem):
    with pytest.raises(InputError) as raised:
        technologies_of(changed(name, **figures), "file.yml")
    assert f"file.yml: {name}: " in str(raised.value)
    assert problem in str(raised.value)


def test_all_that_is_wrong_is_said_at_once():
    data = changed("cable_kg_per_km", low=900) | {"batery_efficiency": {}}
    del data["reactor_growth"]
    with pytest.raises(InputError) as raised:
        technologies_of(data, "file.yml")
    assert len(raised.value.faults) == 3
    assert "did you mean 'battery_efficiency'" in str(raised.value)
    assert "lacks reactor_growth" in str(raised.value)


@pytest.mark.parametrize("storage", STORAGES)
def test_arrays_and_storage_weigh_what_their_figures_say(storage):
    likely = {
        "battery": (KNOWN.battery_wh_per_kg, KNOWN.battery_depth_of_discharge.likely, KNOWN.battery_efficiency),
        "fuel_cell": (KNOWN.fuel_cell_wh_per_kg, 1.0, KNOWN.fuel_cell_efficiency),
    }
    energy, depth, efficiency = likely[storage]
    expected = solar_kg(
        1.0,
        light_cycle(0.5, 354.0),
        array_kg_per_kw=KNOWN.array_kg_per_kw.likely,
        storage_wh_per_kg=energy.likely,
        depth_of_discharge=depth,
        efficiency=efficiency.likely,
    )
    assert solar_kg_per_kw(storage, EQUATOR, KNOWN).likely == pytest.approx(expected)


@pytest.mark.parametrize("site", [EQUATOR, RIDGE])
@pytest.mark.parametrize("storage", STORAGES)
@pytest.mark.parametrize("made_for_load", [False, True])
def test_a_band_rises_and_each_end_is_where_masses_are_equal(site, storage, made_for_load):
    even = break_even_band(storage, site, KNOWN, made_for_load=made_for_load)
    assert even.low < even.likely <= even.high
    solar = solar_kg_per_kw(storage, site, KNOWN)
    for end, load_kw, per_kw in zip(("low", "likely", "high"), even, reversed(solar), strict=True):
        if math.isfinite(load_kw):
            reactor = getattr(reactor_unit_kg(KNOWN, load_kw if made_for_load else UNIT_KW), end)
            assert per_kw * load_kw == pytest.approx(reactor)
        else:
            reactor = getattr(reactor_unit_kg(KNOWN, UNIT_KW), end)
            assert per_kw * UNIT_KW < reactor


def test_a_band_without_doubt_is_a_point():
    sure = narrowed()
    for storage in STORAGES:
        low, likely, high = break_even_band(storage, EQUATOR, sure)
        assert low == likely == high
    assert len(set(reactor_unit_kg(sure))) == 1


def test_the_shorter_the_night_the_larger_the_load_from_which_a_reactor_is_lighter():
    for storage in STORAGES:
        night, ridge = (break_even_band(storage, site, KNOWN) for site in (EQUATOR, RIDGE))
        assert night.low < ridge.low
        assert night.likely < ridge.likely


def test_recharge_counts():
    # Fuel cells that returned all would need two kilowatts of array for one through an equatorial night, not three.
    lossless, half = (
        solar_kg_per_kw("fuel_cell", EQUATOR, narrowed(fuel_cell_efficiency=returned)).likely for returned in (1.0, 0.5)
    )
    assert half - lossless == pytest.approx(KNOWN.array_kg_per_kw.likely)


def test_shield_and_cable_add_to_a_reactor():
    bare = narrowed(reactor_shield_kg=0.0, cable_kg_per_km=1e-9)
    heavy = narrowed(reactor_shield_kg=500.0, cable_kg_per_km=800.0)
    assert reactor_unit_kg(heavy).likely - reactor_unit_kg(bare).likely == pytest.approx(500.0 + 800.0 * DISTANCE_KM)


def test_where_there_is_no_light_a_reactor_is_lighter_from_the_first_watt():
    dark = scenario_of({"site.lit_fraction": 0.0}).site
    assert break_even_band("battery", dark, KNOWN) == (0.0, 0.0, 0.0)
