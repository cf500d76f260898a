import numpy as np
import pytest

from lunarsim.reading.analysis.conditioning.agreement import kernel_weights
from lunarsim.reading.analysis.conditioning.weights import weights
from lunarsim.words.errors import InputError
from lunarsim.words.units import DAYS_PER_YEAR
from tests.reading.conditioning.known import known
from tests.reading.made import NAN, along

DAY = 1 / DAYS_PER_YEAR
LAUNCHES = [2026.0, 2026.5, 2027.0, 2028.2, NAN]
OUTCOMES = ["success", "descent_failure", "partial", "launch_failure", "not_flown"]


def agreeing(*conditions, **changes):
    """Return the numbers of the samples that agree."""
    made = known(LAUNCHES, OUTCOMES, budget=[1, 2, 3, 4, 5], quality=[0.1, 0.3, 0.5, 0.7, 0.9], **changes)
    return np.flatnonzero(weights(made, conditions).values.ravel() == 1).tolist()


@pytest.mark.parametrize(
    ("condition", "samples"),
    [
        ("change_7.outcome=success", [0]),
        ("change_7.outcome!=success", [1, 2, 3, 4]),
        ("change_7.outcome=lost", [1, 3]),
        ("change_7.outcome=flown", [0, 1, 2, 3]),
        ("change_7.outcome=descent_failure", [1]),
        ("change_7.landed=never", [1, 2, 3, 4]),
        ("change_7.landed!=never", [0]),
        ("change_7.launched=never", [4]),
        ("change_7.launched=2026", [0, 1]),
        ("change_7.launched!=2026", [2, 3, 4]),
        ("change_7.launched=2027-01", [2]),
        ("change_7.launched>=2027-01-01", [2, 3, 4]),
        ("change_7.launched>2026-12-31", [2, 3, 4]),
        ("change_7.launched>2027-01", [3, 4]),
        ("change_7.launched<2027-01-01", [0, 1]),
        ("change_7.launched<=2027-01-01", [0, 1, 2]),
        ("change_7.launched<=2026-12-31", [0, 1]),
        ("change_7.launched<=2027", [0, 1, 2]),
        ("change_7.launched > 2027", [3, 4]),
        ("russia.budget_2030<=6", [0, 1, 2]),
        ("russia.budget_musd_2029>3", [3, 4]),
        ("china.budget_2029=30", [2]),
        ("slips.quality>=5", [2, 3, 4]),
        ("slips.quality<3", [0]),
    ],
)
def test_a_condition_leaves_the_runs_that_agree(condition, samples):
    assert agreeing(condition) == samples


def test_conditions_hold_together():
    assert agreeing("change_7.outcome=lost", "change_7.launched<2027", "slips.quality>=3") == [1]


@pytest.mark.parametrize(
    ("condition", "samples"),
    [
        ("station_basic_year<=2036", [0, 1]),
        ("station_basic<=2036", [0, 1]),
        ("station_basic>2036", [2, 3, 4]),
        ("station_basic_year=never", [4]),
        ("npv_musd>0", [1]),
        ("npv_musd!=0", [0, 1]),
        ("npv_musd=none", [4]),
        ("russia.crewed_landing<2041", [0]),
        ("crewed_landing_year(russia)<2041", [0]),
    ],
)
def test_any_outcome_can_be_a_condition(condition, samples):
    outcomes = {
        "station_basic_year": along([2030, 2036, 2036.5, 2040, NAN]),
        "npv_musd": along([-1, 1, 0, 0, NAN]),
        "crewed_landing_year": along([2040, 2041, 2042, NAN, NAN])[..., np.newaxis] + [5, 0],
    }
    assert agreeing(condition, **outcomes) == samples


def test_an_exact_date_weighs_runs_by_their_distance_from_it():
    at = 2026 + 238 * DAY * DAYS_PER_YEAR / 365  # 27 August, day 239 of 2026
    made = known([at, at + 15 * DAY, at - 15 * DAY, at + 30.1 * DAY, NAN])
    expected = [1, 0.75, 0.75, 0, 0]
    assert weights(made, ["change_7.launched=2026-08-27"]).values.ravel() == pytest.approx(expected, abs=1e-9)
    assert kernel_weights(np.array([at + 20 * DAY]), at) == pytest.approx([1 - (20 / 30) ** 2])


def test_runs_that_did_not_end_well_have_no_weight():
    found = weights(known(LAUNCHES, status=along([1, 2, 1, 0, 1])), ["change_7.launched<2030"]).values.ravel()
    assert np.isnan(found[[1, 3]]).all()
    assert found[[0, 2, 4]].tolist() == [1, 1, 0]


def test_a_mission_that_the_plan_lacks_is_neither_late_nor_lost():
    made = known([NAN, NAN, 2028.0], ["absent", "not_flown", "success"])
    for condition, expected in {
        "change_7.launched>=2027": [0, 1, 1],
        "change_7.launched=never": [0, 1, 0],
        "change_7.outcome!=success": [0, 1, 0],
        "change_7.outcome=absent": [1, 0, 0],
    }.items():
        assert weights(made, [condition]).values.ravel().tolist() == expected, condition


def test_all_faults_are_named_at_once_with_what_is_allowed():
    made = known(LAUNCHES, OUTCOMES, quality=[0.5] * 5, levers={"site": ["peary"]}, station_basic_year=2040.0)
    faulty = {
        "chang_7.launched=2026": "did you mean 'change_7.launched'?",
        "change_7.lanched=2026": "did you mean 'launched'? (allowed: launched, landed, outcome)",
        "change_7.outcome=loss": "did you mean 'lost'?",
        "change_7.outcome<lost": "compare it with = or !=",
        "change_7.launched=2026-13-01": "allowed: 2026-08-27, 2026-08, 2026",
        "change_7.launched>never": "never is later than every date",
        "change_7.launched!=2026-08-01": "an exact date can only be met",
        "change_7>3": "change_7.launched, change_7.landed, change_7.outcome",
        "russia.budget_1999<3": "allowed 2029 to 2030",
        "russa.budget_2030<3": "did you mean 'russia.budget_2030'?",
        "crewed_landing_year<2030": "unknown outcome",
        "slips.qualty>=1": "did you mean 'slips.quality'?",
        "slips.quality>=much": "'much' is not a number",
        "site=peary": "is a lever",
        "status=ok": "unknown outcome 'status'",
        "foo": "is not a condition",
        "npv_musd=": "is not a condition",
    }
    with pytest.raises(InputError) as met:
        weights(made, list(faulty))
    said = {fault.path: fault.problem for fault in met.value.faults}
    assert list(said) == list(faulty)
    for text, part in faulty.items():
        assert part in said[text], said[text]
