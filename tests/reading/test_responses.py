import numpy as np
import pytest

from lunarsim.reading.analysis.sensitivity.responses import responses
from lunarsim.study.model.interface import EXCLUDED, FAILED, INFEASIBLE, NOT_NEEDED, NOT_RUN, OK
from tests.reading.made import along, sweep

RESUME = "lunarsim resume makes them"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (EXCLUDED, "4 of 4 runs are missing (4 excluded); design.exclude leaves this combination of lever values out"),
        (INFEASIBLE, "4 of 4 runs are missing (4 infeasible); infeasible runs have values that no scenario may have"),
        (NOT_NEEDED, "4 of 4 runs are missing (4 not needed); design.until ended the sweep before them"),
        (NOT_RUN, f"4 of 4 runs are missing (4 not run); {RESUME}"),
        (FAILED, f"4 of 4 runs are missing (4 failed); {RESUME}"),
    ],
)
def test_resume_is_offered_only_for_runs_that_it_makes(state, reason):
    status = np.array([OK, state], dtype=np.int8).reshape(2, 1, 1)
    dataset = sweep({"a": [1, 2]}, status=status, npv_musd=along([[1.0, 2.0, 3.0, 4.0]] * 2))
    (npv,) = responses(dataset, ["npv_musd"], "judged", complete=True, offer=RESUME)
    assert npv.refusals.values.tolist() == ["", reason]


def test_runs_of_several_states_have_a_reason_each():
    status = along([EXCLUDED, FAILED, OK, OK]).astype(np.int8)
    dataset = sweep(status=status, npv_musd=along([1.0, 2.0, 3.0, 4.0]))
    (npv,) = responses(dataset, ["npv_musd"], "judged", complete=True, offer=RESUME)
    assert npv.refusals.item() == (
        "2 of 4 runs are missing (1 failed, 1 excluded); design.exclude leaves this combination of lever values out; "
        f"{RESUME}"
    )
