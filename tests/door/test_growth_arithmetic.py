"""Growth from own product and propellant from water, through the public door."""

import contextlib
import io

import numpy as np
import pytest

from lunarsim.analysis import bootstrapping, water_for_propellant
from lunarsim.errors import AnalysisError
from tests.documented import documented


def test_without_a_delay_a_plant_doubles_in_its_time_and_what_is_not_made_is_landed():
    found = bootstrapping(100e3, 0.9, 2.0, [0.0, 2.0, 4.0])
    assert found["plant_mass"].values == pytest.approx([1e5, 2e5, 4e5], rel=1e-9)
    assert found["landed_mass"].values == pytest.approx([1e5, 1.1e5, 1.3e5], rel=1e-9)
    np.testing.assert_allclose(found["plant_mass"] - found["landed_mass"], found["made_mass"])
    assert found["years_at_work"].values.tolist() == [0.0, 2.0, 4.0]
    assert float(found["yearly_building"]) == pytest.approx(np.log(2) / 2)


def test_with_a_delay_a_plant_builds_more_and_still_doubles_in_the_long_run():
    late = bootstrapping(1.0, 1.0, 2.0, [20.0, 22.0], delay_years=1.0)
    assert float(late["plant_mass"][1] / late["plant_mass"][0]) == pytest.approx(2.0, rel=1e-6)
    assert float(late["yearly_building"]) > np.log(2) / 2
    assert late["landed_mass"].values.tolist() == [1.0, 1.0]
    nothing_made = bootstrapping(1.0, 0.0, 2.0, 20.0)
    assert nothing_made["landed_mass"].values.tolist() == nothing_made["plant_mass"].values.tolist()


def test_hydrogen_decides_how_much_water_is_split_and_losses_add_to_it():
    found = water_for_propellant([6.0, 20.0])
    # 9 kg of water for 1 of hydrogen, by whole atomic masses.
    assert float(found["water_per_kilogram"][0]) == pytest.approx(9 / 7, rel=0.01)
    assert found["oxygen_left_per_kilogram"].values == pytest.approx([2 / 7, 0.0], rel=0.04)
    lossy = water_for_propellant(6.0, lost_share=0.5)
    assert float(lossy["water_per_kilogram"][0]) == pytest.approx(2 * float(found["water_per_kilogram"][0]))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: bootstrapping(0.0, 1.2, 0.0, [-1.0, 3.0], delay_years=float("nan")),
            "bootstrapping: seed_kg is 0, must be above 0; closure is 1.2, must be at least 0 and at most 1; "
            "doubling_years is 0, must be above 0; delay_years is nan, must be at least 0; years is -1, must be at "
            "least 0",
        ),
        (lambda: bootstrapping(1.0, 0.5, 1.0, 101.0), "years is 101, at most 100 times doubling_years=1"),
        (
            lambda: water_for_propellant([5.5, -1.0], lost_share=1.0),
            "mixture_ratio is -1, must be at least 0; lost_share is 1, must be at least 0 and below 1",
        ),
    ],
)
def test_all_arguments_out_of_their_range_are_named_at_once(call, said):
    with pytest.raises(AnalysisError) as caught:
        call()
    assert said in str(caught.value)


def test_the_example_of_the_page_gives_what_the_page_says():
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(documented("docs/growth.md", "growth.py"), {})
    grown, water = shown.getvalue().split("engine_ratio")
    for figure in ("2.376", "7.604", "32764", "769448", "0.49"):
        assert figure in grown
    for figure in ("1.374", "1.276", "0.374", "0.276"):
        assert figure in water
