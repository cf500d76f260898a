"""A sweep compared with what happened."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.reading.analysis.verification.hindcast import NOT_FLOWN, Happened, ensemble_crps, hindcast
from lunarsim.words.errors import AnalysisError
from tests.reading.made import NAN, along, sweep

NEVER = Happened(NAN, (NOT_FLOWN,))


def small(launch, outcome, status=1):
    """Return a sweep of two missions; launches and outcomes have dims (sample, mission)."""
    names = ["early", "late"]
    dataset = sweep(
        status=status,
        samples=len(launch),
        trailing={"mission": (("mission_launch_year", "mission_outcome", "mission_planned_year"), names)},
        mission_launch_year=np.array(launch, dtype=float)[:, None, :],
        mission_outcome=np.array(outcome)[:, None, :],
        mission_planned_year=np.array([2022.0, 2024.0]),
    )
    dataset["mission_outcome"].attrs |= {"flag_values": [0, 1, 5], "flag_meanings": "not_flown success landing_failure"}
    return dataset


@given(st.lists(st.floats(0, 40), min_size=1, max_size=30), st.floats(0, 40))
def test_the_score_of_an_ensemble_is_its_definition(members, outcome):
    values = np.array(members)
    between = np.abs(values[:, None] - values).mean()
    assert ensemble_crps(values, outcome) == pytest.approx(np.abs(values - outcome).mean() - between / 2, abs=1e-9)


def test_a_sure_forecast_that_comes_true_scores_nothing_and_its_record_is_certain():
    data = small([[2023.0, NAN]] * 4, [[1, 0]] * 4)
    scores = hindcast(data, {"early": Happened(2023.0, ("success",)), "late": NEVER}, 2026.0)
    assert scores["crps_years"].values == pytest.approx([0.0, 0.0])
    assert scores["face_value_years"].values == pytest.approx([1.0, 2.0])
    assert float(scores["crps_ratio"]) == 0.0
    assert float(scores["record_probability"]) == 1.0


def test_the_record_needs_every_mission_in_the_same_run():
    data = small([[2023.0, NAN], [2023.0, 2025.0], [2024.0, NAN], [NAN, NAN]], [[1, 0], [1, 1], [5, 0], [0, 0]])
    record = {"early": Happened(2023.5, ("success",)), "late": NEVER}
    scores = hindcast(data, record, 2026.0)
    assert scores["probability"].values.tolist() == [0.5, 0.75]
    assert float(scores["record_probability"]) == 0.25
    assert scores["position"].values[0] == 0.5
    assert np.isnan(scores["position"].values[1])
    assert float(scores["coverage_50"]) == 1.0
    lost = record | {"early": Happened(2023.5, ("landing_failure", "partial"))}
    assert float(hindcast(data, lost, 2026.0)["record_probability"]) == 0.25


def test_what_a_forecast_promises_after_the_date_costs_nothing():
    record = {"late": NEVER}
    soon, later = (hindcast(small([[NAN, year]] * 2, [[0, 1]] * 2), record, 2026.0) for year in (2025.0, 2030.0))
    assert float(soon["crps_years"].item()) == pytest.approx(1.0)
    assert float(later["crps_years"].item()) == 0.0


def test_runs_that_failed_are_left_out():
    data = small([[2023.0, NAN], [2029.0, NAN]], [[1, 0], [5, 0]], status=along([1, 2]))
    scores = hindcast(data, {"early": Happened(2023.0, ("success",))}, 2026.0)
    assert int(scores["run_count"]) == 1
    assert float(scores["probability"].item()) == 1.0


def test_a_record_that_the_sweep_cannot_know_is_refused():
    data = small([[2023.0, NAN]], [[1, 0]])
    with pytest.raises(AnalysisError, match="no mission other"):
        hindcast(data, {"other": NEVER}, 2026.0)
    with pytest.raises(AnalysisError, match="no run ended well"):
        hindcast(small([[2023.0, NAN]], [[1, 0]], status=2), {"late": NEVER}, 2026.0)
