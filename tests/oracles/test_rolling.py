"""What a haul takes in the simulator is the work against rolling resistance."""

import pytest

from lunarsim.physics.process.excavation import round_trip_energy_kwh_per_kg
from lunarsim.scenario.groups.extraction.mine import Mine
from tests.oracles.rolling import rolling_energy_kwh_per_kg_km


def test_drag_over_a_kilometer():
    # 1 kg on the Moon weighs 1.62 N; 1.62 N over 1000 m are 1620 J.
    assert rolling_energy_kwh_per_kg_km(1.0, 1.0, 1.0) == pytest.approx(1620.0 / 3.6e6)


def test_the_declared_energy_of_a_haul_is_that_of_a_wheeled_rover():
    # Rolling resistance 0.2 to 0.3, vehicle and payload 2 to 3 times the payload, drive 0.7: 0.00026 to 0.0006.
    least, most = rolling_energy_kwh_per_kg_km(0.2, 2.0, 0.7), rolling_energy_kwh_per_kg_km(0.3, 3.0, 0.7)
    assert (least, most) == pytest.approx((0.0003, 0.0006), abs=0.00005)
    assert least < Mine().haul_kwh_per_kg_km < most


def test_a_vehicle_returns_empty():
    # 1 kg of soil on 2 kg of vehicle: loaded there, unloaded back.
    there, back = (rolling_energy_kwh_per_kg_km(0.25, gross, 0.7) for gross in (3.0, 2.0))
    assert round_trip_energy_kwh_per_kg(1.0, there, 2.0) == pytest.approx(there + back)
