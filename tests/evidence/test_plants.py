"""Published plants and steps of processing."""

import pytest

from lunarsim.physics import kinetics, process, transport


def test_mass_payback_of_a_molten_electrolysis_plant():
    # Guerrero-Gonzalez & Zabel 2023, Acta Astronaut. 203:187: 6776 kg for 25 t FeSi and 23.9 t O2 a year; 0.14, 51 d.
    product = 25_000.0 + 23_900.0
    assert 6776.0 / product == pytest.approx(0.14, abs=0.005)
    assert process.payback_days(6776.0, product) == pytest.approx(51.0, abs=0.5)


def test_mass_payback_of_an_oxygen_plant():
    # Schreiner et al. 2015, IEEE Aerospace: 7 kg O2 per kg and year; 52 days.
    assert process.payback_days(1.0, 7.0) == pytest.approx(52.2, abs=0.05)


def test_production_mass_ratio():
    # Metzger 2023, Acta Astronaut. 207:425, for the plant above: 72 in ten years, 36 with 10 percent spares a year.
    assert process.production_mass_ratio(48_900.0, 10.0, 6776.0, 0.0) == pytest.approx(72.0, abs=0.5)
    assert process.production_mass_ratio(48_900.0, 10.0, 6776.0, 0.1) == pytest.approx(36.0, abs=0.5)


def test_excavator_power():
    # Giel et al. 2025, arXiv 2511.00492: 17 W continuous, 148 W in cycles.
    assert process.excavation_power_kw(777.54, 0.022e-3) * 1e3 == pytest.approx(17.0, abs=0.5)
    assert process.excavation_power_kw(172.02, 0.86e-3) * 1e3 == pytest.approx(148.0, abs=0.5)


def test_ilmenite_beneficiation():
    # DLR 2024, Front. Space Technol., frspt.2023.1328341: enrichment 3 at recovery 0.32; two-product formula.
    assert process.mass_pull(0.32, 3.0) == pytest.approx(0.107, abs=0.0005)
    assert process.tailings_grade_ratio(0.32, 3.0) == pytest.approx(0.761, abs=0.0005)


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
    assert process.soil_per_product_kg_per_kg(550e-6, 1.0) == pytest.approx(1818.0, rel=0.01)
    soil = process.soil_per_product_kg_per_kg(550e-6, 0.12)
    assert soil == pytest.approx(15_000.0, rel=0.02)
    assert soil * 0.86e-3 == pytest.approx(13.0, abs=0.1)
    assert soil * 0.65 == pytest.approx(10_000.0, rel=0.02)
    assert process.soil_per_product_kg_per_kg(550e-6, 0.5) * 0.65 == pytest.approx(2360.0, rel=0.005)


def test_one_poor_step_fixes_the_recovery_of_a_chain():
    # Dry phosphate separation 0.2, leach 0.85, precipitation 0.96: 0.16, near the mode of 0.12 of the whole chain.
    assert process.chain_recovery(0.2, 0.85, 0.96) == pytest.approx(0.163, abs=0.001)


def test_a_plant_of_its_own_takes_years_to_make_its_mass_in_rare_earths():
    # 10 kg soil a day per kg, 550 ppm, 12 percent: 4 years; the oxygen plant above fed with 100 t of KREEP soil a year
    # recovers 5 to 20 kg of the 55 kg it meets: 300 to 1000 years and more.
    assert process.payback_days(1.0, 3650.0 * 550e-6 * 0.12) / 365.25 == pytest.approx(4.15, abs=0.05)
    assert process.payback_days(6776.0, 20.0) / 365.25 == pytest.approx(340.0, abs=2.0)


@pytest.mark.parametrize(("oxygen", "metal", "enrichment"), [(0.12, 0.11, 1.3), (0.24, 0.26, 2.0)])
def test_slag_of_molten_electrolysis_is_enriched_1_3_to_2_times(oxygen, metal, enrichment):
    # Rare-earth oxides reduce last (enthalpies of formation), so the enrichment is the mass removed.
    result = process.electrolysis_leach(
        1e-3,
        oxygen_yield_kg_per_kg=oxygen,
        metal_yield_kg_per_kg=metal,
        melt_energy_kwh_per_kg=0.65,
        electrolysis_energy_kwh_per_kg_oxygen=20.0,
        leach_recovery=0.6,
        precipitation_recovery=0.96,
        reo_purity=0.9,
        leach_energy_kwh_per_kg_slag=0.1,
        acid_kg_per_kg_slag=0.5,
        acid_regeneration=0.99,
        oxalic_kg_per_kg_reo=0.9,
        oxalic_regeneration=0.0,
    )
    assert result.slag_enrichment == pytest.approx(enrichment, abs=0.01)


def test_one_percent_of_acid_lost_is_tens_of_kilograms_per_kilogram_of_rare_earths():
    # Whole-soil leach, 0.5 to 1 kg acid per kg feed against 0.3 to 0.6 g REE: 10 to 30 kg of make-up per kg REE.
    leach = {
        "oxygen_yield_kg_per_kg": 0.0,
        "metal_yield_kg_per_kg": 0.0,
        "melt_energy_kwh_per_kg": 0.0,
        "electrolysis_energy_kwh_per_kg_oxygen": 0.0,
        "leach_recovery": 0.9,
        "precipitation_recovery": 0.96,
        "reo_purity": 0.9,
        "leach_energy_kwh_per_kg_slag": 0.1,
        "acid_regeneration": 0.99,
        "oxalic_kg_per_kg_reo": 0.9,
        "oxalic_regeneration": 0.0,
    }
    for acid, grade in ((0.5, 0.5e-3), (1.0, 0.4e-3)):
        result = process.electrolysis_leach(grade, acid_kg_per_kg_slag=acid, **leach)
        assert 10.0 < result.acid_kg / result.reo_product_kg < 30.0


def test_haul_energy_of_a_wheeled_rover():
    # Rolling resistance 0.2-0.3, vehicle and payload 2-3 times payload, drive 0.7: 0.0003 to 0.0006 kWh/kg/km.
    assert transport.rolling_energy_kwh_per_kg_km(0.2, 2.0, 0.7) == pytest.approx(0.0003, abs=0.00005)
    assert transport.rolling_energy_kwh_per_kg_km(0.3, 3.0, 0.7) == pytest.approx(0.0006, abs=0.00005)
