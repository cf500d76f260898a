"""What is paid before a plant flies: gates and technology, as outcomes."""

import numpy as np
import pytest

from lunarsim.scenario.groups.extraction.gates import GATES
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.world.mine.deposit import deposits
from tests.scenario.building import NO_WAITS, scenario_of


def arrays_of(*changes):
    scenarios = [scenario_of(each, "fra_mauro") for each in changes]
    labels = {name: axis.values for name, axis in CAMPAIGNS.coordinates(scenarios).items()}
    return CAMPAIGNS.run(scenarios, [(0, 0)] * len(scenarios), 1, labels).arrays


PRICED = NO_WAITS | {"plant.planned": "2044-01-01", "waits.prerequisite": True, "waits.readiness": True}


def test_gates_and_technology_are_paid_by_the_mine():
    free = {f"gates.{gate}_musd": 0.0 for gate in GATES}
    usual, unpaid = arrays_of(PRICED, PRICED | free), arrays_of(PRICED | {"gates.mode": "none"})
    assert usual["gate_cost_musd"][0] == pytest.approx([150.0, 750.0, 1000.0, 1500.0], rel=1e-5)
    assert usual["gate_work"].sum(axis=-1)[0] == pytest.approx(1.0, rel=1e-6)
    # The technology takes 17 years from the start on.
    assert usual["technology_ready_year"][0] == pytest.approx(2043.5, abs=0.01)
    assert usual["technology_cost_musd"][0] == pytest.approx(1700.0, rel=1e-3)
    for name in ("month_mine_cost_musd", "month_cost_musd"):
        dear, cheap = usual[name].reshape(2, -1).sum(axis=-1, dtype=float)
        assert dear - cheap == pytest.approx(3400.0, rel=1e-4)
    assert usual["npv_musd"][1] - usual["npv_musd"][0] > 500.0
    assert unpaid["gate_cost_musd"][0].tolist() == [0.0] * len(GATES)
    assert np.isnan(unpaid["gate_year"]).all()


def test_of_an_ended_undertaking_what_is_sunk_is_paid_and_nothing_after_it():
    arrays = arrays_of(PRICED | {"gates.least_grade_ppm": 2000.0})
    assert arrays["gate_stops"][0].tolist() == [0, 0, 1, 0]
    assert arrays["gate_cost_musd"][0] == pytest.approx([150.0, 750.0, 1000.0, 0.0], rel=1e-5)
    end = arrays["gate_year"][0, 2]
    assert end == pytest.approx(2040.0, abs=0.01)
    assert arrays["technology_cost_musd"][0] == pytest.approx((end - 2026.5) * 100.0, abs=1.0)
    sunk = 1900.0 + arrays["technology_cost_musd"][0]
    assert arrays["month_mine_cost_musd"][0].sum(dtype=float) == pytest.approx(sunk, rel=1e-4)
    assert arrays["npv_musd"][0] < 0.0
    assert np.isnan(arrays["first_product_year"][0])


def test_what_the_pilot_shows_is_the_recovery_of_the_run():
    (deposit,) = deposits([scenario_of({}, "fra_mauro")])
    recovery = deposit.flowsheet.ree_kg / deposit.ree_grade
    certain = PRICED | {"gates.recovery_error_ln_sd": 0.0}
    below, above = (certain | {"gates.least_recovery": recovery * factor} for factor in (0.99, 1.01))
    assert arrays_of(below, above)["gate_stops"].tolist() == [[0, 0, 0, 0], [0, 0, 0, 1]]


def test_money_for_a_technology_that_is_never_ready_is_spent_to_the_horizon():
    arrays = arrays_of(PRICED | {"plant.readiness_musd_per_year": 10.0, "plant.readiness_money_weight": 1.0})
    assert np.isnan(arrays["technology_ready_year"][0])
    assert arrays["technology_cost_musd"][0] == pytest.approx(300.0, rel=1e-3)
