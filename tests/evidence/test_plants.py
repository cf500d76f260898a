"""Published plants and steps of processing."""

import numpy as np
import pytest

from lunarsim.physics import transport
from lunarsim.physics.process import kinetics, step_arithmetic
from lunarsim.physics.process.mass_balance import solve_balance
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.flowsheet_graphs import flowsheet_named
from lunarsim.world.mine.deposit import deposits
from lunarsim.world.mine.flowsheet import units_of
from tests.scenario.building import scenario_of


def sheet_of(flowsheet, changes=()):
    """Return what a kilogram of Fra Mauro soil gives."""
    (ground,) = deposits([scenario_of({"flowsheet.name": flowsheet, **dict(changes)}, "fra_mauro")])
    return ground.sheet


def soil_kg_per_kg():
    (ground,) = deposits([scenario_of({}, "fra_mauro")])
    return np.array(ground.element_grade)


def solved(flowsheet, changes=()):
    """Return all streams of a flowsheet that treats Fra Mauro soil; phosphates hold what they can of each element."""
    scenario = scenario_of({"flowsheet.name": flowsheet, **dict(changes)}, "fra_mauro")
    figures = {"soil.phosphate": np.array([0.0081]), "soil.phosphate_share": np.ones((1, 16))}

    def figure(key):
        return figures.get(key, np.array([0.0])) if key.startswith("soil.") else np.array([scenario.value(key)])

    units = units_of(flowsheet_named(flowsheet), figure)
    return solve_balance(units, soil_kg_per_kg()[None], load_patterns().oxide_factor)


def test_mass_payback_of_a_molten_electrolysis_plant():
    # Guerrero-Gonzalez & Zabel 2023, Acta Astronaut. 203:187: 6776 kg for 25 t FeSi and 23.9 t O2 a year; 0.14, 51 d.
    product = 25_000.0 + 23_900.0
    assert 6776.0 / product == pytest.approx(0.14, abs=0.005)
    assert step_arithmetic.payback_days(6776.0, product) == pytest.approx(51.0, abs=0.5)


def test_mass_payback_of_an_oxygen_plant():
    # Schreiner et al. 2015, IEEE Aerospace: 7 kg O2 per kg and year; 52 days.
    assert step_arithmetic.payback_days(1.0, 7.0) == pytest.approx(52.2, abs=0.05)


def test_production_mass_ratio():
    # Metzger 2023, Acta Astronaut. 207:425, for the plant above: 72 in ten years, 36 with 10 percent spares a year.
    assert step_arithmetic.production_mass_ratio(48_900.0, 10.0, 6776.0, 0.0) == pytest.approx(72.0, abs=0.5)
    assert step_arithmetic.production_mass_ratio(48_900.0, 10.0, 6776.0, 0.1) == pytest.approx(36.0, abs=0.5)


def test_excavator_power():
    # Giel et al. 2025, arXiv 2511.00492: 17 W continuous, 148 W in cycles.
    assert step_arithmetic.excavation_power_kw(777.54, 0.022e-3) * 1e3 == pytest.approx(17.0, abs=0.5)
    assert step_arithmetic.excavation_power_kw(172.02, 0.86e-3) * 1e3 == pytest.approx(148.0, abs=0.5)


def test_ilmenite_beneficiation():
    # DLR 2024, Front. Space Technol., frspt.2023.1328341: enrichment 3 at recovery 0.32; two-product formula.
    assert step_arithmetic.mass_pull(0.32, 3.0) == pytest.approx(0.107, abs=0.0005)
    assert step_arithmetic.tailings_grade_ratio(0.32, 3.0) == pytest.approx(0.761, abs=0.0005)


def test_molten_salt_electrolysis_is_slower_than_first_order_at_its_end():
    # Lomax et al. 2020, Planet. Space Sci. 180:104748: 75 percent in 15 h, 96 in 50 h; first order would be 99.
    rate = kinetics.first_order_rate_per_hour(0.75, 15.0)
    assert rate == pytest.approx(0.0924, abs=0.00005)
    predicted = kinetics.first_order_conversion(rate, 50.0)
    assert predicted == pytest.approx(0.99, abs=0.005)
    assert predicted > 0.96


def test_soil_and_energy_per_kilogram_of_rare_earths():
    # Apollo 14 soil (550 ppm): 1.8 t at full recovery, 15 t at 12 percent; digging at 0.86 Wh/kg 13 kWh, melting at
    # 0.65 kWh/kg about 10 MWh; 2360 kWh/kg with melting and a recovery of one half.
    assert step_arithmetic.soil_per_product_kg_per_kg(550e-6, 1.0) == pytest.approx(1818.0, rel=0.01)
    soil = step_arithmetic.soil_per_product_kg_per_kg(550e-6, 0.12)
    assert soil == pytest.approx(15_000.0, rel=0.02)
    assert soil * 0.86e-3 == pytest.approx(13.0, abs=0.1)
    assert soil * 0.65 == pytest.approx(10_000.0, rel=0.02)
    assert step_arithmetic.soil_per_product_kg_per_kg(550e-6, 0.5) * 0.65 == pytest.approx(2360.0, rel=0.005)


def test_one_poor_step_fixes_the_recovery_of_a_chain():
    # Dry phosphate separation 0.2, leach 0.85, precipitation 0.96: 0.16, near the mode of 0.12 of the whole chain.
    assert step_arithmetic.chain_recovery(0.2, 0.85, 0.96) == pytest.approx(0.163, abs=0.001)


def test_a_plant_of_its_own_takes_years_to_make_its_mass_in_rare_earths():
    # 10 kg soil a day per kg, 550 ppm, 12 percent: 4 years; the oxygen plant above fed with 100 t of KREEP soil a year
    # recovers 5 to 20 kg of the 55 kg it meets: 300 to 1000 years and more.
    assert step_arithmetic.payback_days(1.0, 3650.0 * 550e-6 * 0.12) / 365.25 == pytest.approx(4.15, abs=0.05)
    assert step_arithmetic.payback_days(6776.0, 20.0) / 365.25 == pytest.approx(340.0, abs=2.0)


@pytest.mark.parametrize(("oxygen", "metal", "enrichment"), [(0.12, 0.11, 1.3), (0.24, 0.26, 2.0)])
def test_slag_of_molten_electrolysis_is_enriched_1_3_to_2_times(oxygen, metal, enrichment):
    # Rare-earth oxides reduce last (enthalpies of formation), so the enrichment is the mass removed.
    changes = {"flowsheet.oxygen_yield": oxygen, "flowsheet.metal_per_oxygen": metal / oxygen}
    slag = solved("molten_electrolysis", changes).flow["electrolysis", "slag"]
    assert slag.element_kg[0, 0] / slag.mass_kg[0] / soil_kg_per_kg()[0] == pytest.approx(enrichment, abs=0.01)


@pytest.mark.parametrize(("evaporated", "enrichment"), [(0.3, 1.43), (0.8, 5.0)])
def test_residue_of_evaporation_is_enriched_1_5_to_8_times_at_most(evaporated, enrichment):
    # Rare-earth oxides are among the last to evaporate, so 1 / residue bounds it.
    residue = solved("residue_leach", {"flowsheet.evaporated_share": evaporated}).flow["evaporation", "residue"]
    assert residue.element_kg[0, 0] / residue.mass_kg[0] / soil_kg_per_kg()[0] == pytest.approx(enrichment, abs=0.01)


def test_a_phosphate_chain_recovers_about_an_eighth():
    # Dry separation 0.2, leach 0.85, precipitation 0.96 with what the mother liquor brings back: 0.165; prior of the
    # whole chain 0.02 to 0.4, mode 0.12.
    product = solved("phosphate_leach").product["product"]
    assert 0.12 < product.element_kg[0, 0] / soil_kg_per_kg()[0] < 0.2


def test_a_concentrate_is_far_leaner_than_the_mineral():
    # Enrichment 1.5 to 10 at recoveries of 0.5 to 0.05, against a ceiling of 80 to 90 in Apollo 14 soil.
    for recovery, enrichment in ((0.05, 13.2), (0.2, 4.0), (0.5, 1.8)):
        made = solved("phosphate_leach", {"flowsheet.concentrate_recovery": recovery})
        concentrate = made.flow["concentration", "concentrate"]
        found = concentrate.element_kg[0, 0] / concentrate.mass_kg[0] / soil_kg_per_kg()[0]
        assert found == pytest.approx(enrichment, rel=0.02)


def test_one_percent_of_acid_lost_is_tens_of_kilograms_per_kilogram_of_rare_earths():
    # Whole-soil leach, 0.5 to 1 kg acid per kg feed against 0.3 to 0.6 g REE: 10 to 30 kg of make-up per kg REE.
    for acid in (0.5, 1.0):
        changes = {"flowsheet.acid_kg_per_kg_slag": acid, "flowsheet.acid_loss": 0.01, "flowsheet.leach_recovery": 0.9}
        sheet = sheet_of("soil_leach", changes | {"flowsheet.oxalic_loss": 0.0})
        assert 10.0 < sheet.reagent_kg / sheet.ree_kg < 30.0


def test_haul_energy_of_a_wheeled_rover():
    # Rolling resistance 0.2-0.3, vehicle and payload 2-3 times payload, drive 0.7: 0.0003 to 0.0006 kWh/kg/km.
    assert transport.rolling_energy_kwh_per_kg_km(0.2, 2.0, 0.7) == pytest.approx(0.0003, abs=0.00005)
    assert transport.rolling_energy_kwh_per_kg_km(0.3, 3.0, 0.7) == pytest.approx(0.0006, abs=0.00005)
