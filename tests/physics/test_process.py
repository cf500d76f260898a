import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics import kinetics, process

share = st.floats(0.0, 1.0)
PLANT = {
    "oxygen_yield_kg_per_kg": 0.2,
    "metal_yield_kg_per_kg": 0.15,
    "melt_energy_kwh_per_kg": 0.65,
    "electrolysis_energy_kwh_per_kg_oxygen": 20.0,
    "leach_recovery": 0.6,
    "precipitation_recovery": 0.95,
    "reo_purity": 0.92,
    "leach_energy_kwh_per_kg_slag": 0.3,
    "acid_kg_per_kg_slag": 0.7,
    "acid_regeneration": 0.99,
    "oxalic_kg_per_kg_reo": 0.9,
    "oxalic_regeneration": 0.8,
}


@st.composite
def plants(draw):
    oxygen = draw(st.floats(0.0, 0.4))
    return {
        "oxygen_yield_kg_per_kg": oxygen,
        "metal_yield_kg_per_kg": draw(st.floats(0.0, 0.9 - oxygen)),
        "melt_energy_kwh_per_kg": draw(st.floats(0.0, 1.0)),
        "electrolysis_energy_kwh_per_kg_oxygen": draw(st.floats(0.0, 35.0)),
        "leach_recovery": draw(share),
        "precipitation_recovery": draw(share),
        "reo_purity": draw(st.floats(0.5, 1.0)),
        "leach_energy_kwh_per_kg_slag": draw(st.floats(0.0, 3.0)),
        "acid_kg_per_kg_slag": draw(st.floats(0.0, 1.0)),
        "acid_regeneration": draw(share),
        "oxalic_kg_per_kg_reo": draw(st.floats(0.0, 2.0)),
        "oxalic_regeneration": draw(share),
    }


@given(grade=st.floats(0.0, 0.02), plant=plants())
def test_every_kilogram_of_soil_has_a_place(grade, plant):
    result = process.electrolysis_leach(grade, **plant)
    placed = result.oxygen_kg + result.metal_kg + result.product_kg + result.tailings_kg
    assert placed == pytest.approx(1.0, abs=1e-12)
    assert min(result) >= 0.0


@given(grade=st.floats(0.0, 0.02), plant=plants())
def test_every_kilogram_of_rare_earths_is_product_or_tailings(grade, plant):
    result = process.electrolysis_leach(grade, **plant)
    assert result.reo_product_kg + result.reo_in_tailings_kg == pytest.approx(grade, abs=1e-15)
    assert result.reo_product_kg <= result.product_kg
    assert result.reo_in_tailings_kg <= result.tailings_kg
    assert result.reo_recovery == plant["leach_recovery"] * plant["precipitation_recovery"]


def test_rare_earths_stay_in_the_slag_and_grow_richer_by_what_left_it():
    result = process.electrolysis_leach(1e-3, **PLANT)
    assert result.slag_kg == pytest.approx(0.65)
    assert result.slag_enrichment * result.slag_kg == pytest.approx(1.0)


def test_energy_is_melt_oxygen_and_leach():
    assert process.electrolysis_leach(1e-3, **PLANT).energy_kwh == pytest.approx(0.65 + 20.0 * 0.2 + 0.3 * 0.65)


def test_reagents_are_what_regeneration_lost():
    result = process.electrolysis_leach(1e-3, **PLANT)
    assert result.acid_kg == pytest.approx(0.65 * 0.7 * 0.01)
    assert result.oxalic_kg == pytest.approx(1e-3 * 0.6 * 0.95 * 0.9 * 0.2)
    assert result.reagent_kg == result.acid_kg + result.oxalic_kg
    perfect = process.electrolysis_leach(1e-3, **(PLANT | {"acid_regeneration": 1.0, "oxalic_regeneration": 1.0}))
    assert perfect.reagent_kg == 0.0


def test_without_melt_and_electrolysis_it_is_a_leach_of_the_whole_soil():
    nothing_melted = {"oxygen_yield_kg_per_kg": 0.0, "metal_yield_kg_per_kg": 0.0, "melt_energy_kwh_per_kg": 0.0}
    result = process.electrolysis_leach(1e-3, **(PLANT | nothing_melted))
    assert result.slag_kg == result.slag_enrichment == 1.0
    assert result.energy_kwh == pytest.approx(0.3)


def test_floats_give_floats_and_arrays_the_same_numbers():
    grades = np.array([0.0, 5e-4, 1.5e-3])
    block = process.electrolysis_leach(grades, **PLANT)
    for position, grade in enumerate(grades.tolist()):
        one = process.electrolysis_leach(grade, **PLANT)
        assert all(isinstance(value, float) for value in one)
        for name, value in one._asdict().items():
            assert np.broadcast_to(getattr(block, name), 3)[position] == value, name


@given(recovery=st.floats(0.01, 0.99), enrichment=st.floats(1.0, 80.0))
def test_concentrate_and_tailings_hold_all_of_the_mineral(recovery, enrichment):
    pull = process.mass_pull(recovery, enrichment)
    tailings = process.tailings_grade_ratio(recovery, enrichment)
    assert pull * enrichment + (1.0 - pull) * tailings == pytest.approx(1.0)
    assert tailings <= 1.0 + 1e-12


@given(recoveries=st.lists(share, min_size=1, max_size=6))
def test_a_chain_recovers_no_more_than_its_worst_step(recoveries):
    assert process.chain_recovery(*recoveries) <= min(recoveries)
    assert process.chain_recovery(*recoveries) == pytest.approx(math.prod(recoveries))


def test_a_chain_of_no_steps_loses_nothing():
    assert process.chain_recovery() == 1.0


@given(grade=st.floats(1e-5, 0.1), recovery=st.floats(0.01, 1.0))
def test_the_soil_dug_holds_the_product(grade, recovery):
    assert process.soil_per_product_kg_per_kg(grade, recovery) * grade * recovery == pytest.approx(1.0)


def test_a_mass_is_paid_back_when_as_much_product_is_made():
    days = process.payback_days(np.array([1000.0, 2000.0]), 500.0)
    np.testing.assert_allclose(days * 500.0 / 365.25, [1000.0, 2000.0])


@given(spares=st.floats(0.0, 0.5), life=st.floats(1.0, 30.0))
def test_spares_lower_the_product_per_landed_mass(spares, life):
    free = process.production_mass_ratio(100.0, life, 50.0, 0.0)
    assert free == pytest.approx(2.0 * life)
    assert process.production_mass_ratio(100.0, life, 50.0, spares) == pytest.approx(free / (1.0 + spares * life))


@given(converted=st.floats(0.01, 0.99), hours=st.floats(0.1, 100.0))
def test_a_first_order_rate_gives_its_own_point_again(converted, hours):
    rate = kinetics.first_order_rate_per_hour(converted, hours)
    assert kinetics.first_order_conversion(rate, hours) == pytest.approx(converted)
    assert kinetics.first_order_conversion(rate, 2.0 * hours) == pytest.approx(1.0 - (1.0 - converted) ** 2)


def test_excavation_power_is_rate_times_energy():
    np.testing.assert_allclose(process.excavation_power_kw(np.array([0.0, 100.0]), 0.001), [0.0, 0.1])
