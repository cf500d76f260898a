"""A sweep made by hand with a mission, programs, budgets and a factor to put conditions on."""

import json

import numpy as np

from tests.reading.made import NAN, sweep

WORDS = (
    *("absent", "not_flown", "success", "partial", "launch_failure", "cruise_failure", "descent_failure"),
    *("withdrawn", "touchdown_failure", "aborted_ascent", "loss_of_mission", "loss_of_crew"),
    *("loss_of_crew_in_ascent", "shelved"),
)
CODES = {word: code for code, word in enumerate(WORDS, -1)}
TRAILING = {
    "mission": (("mission_first_launch_year", "mission_first_landing_year", "mission_first_outcome"), ["change_7"]),
    "program": (("budget_musd", "crewed_landing_year"), ["china", "russia"]),
    "year": (("budget_musd",), [2029, 2030]),
}


def known(launched, outcome="success", budget=100.0, quality=None, levers=None, **others):
    """Return a sweep with a first flight of a mission, budgets of 2029 and 2030 and perhaps a factor, by sample."""
    launched = np.asarray(launched, dtype=float)
    outcome = np.vectorize(CODES.get)(np.broadcast_to(outcome, launched.shape)).astype(float)
    made = sweep(
        levers,
        samples=launched.shape[-2] if launched.ndim > 1 else len(launched),
        replicates=launched.shape[-1] if launched.ndim > 1 else 1,
        trailing=TRAILING,
        mission_first_launch_year=_runs(launched)[..., np.newaxis],
        mission_first_landing_year=_runs(np.where(outcome == CODES["success"], launched + 0.1, NAN))[..., np.newaxis],
        mission_first_outcome=_runs(outcome)[..., np.newaxis],
        budget_musd=_runs(np.broadcast_to(budget, launched.shape))[..., np.newaxis, np.newaxis]
        * np.array([[10.0, 20.0], [1.0, 2.0]]),
        **others,
    )
    flags = {"flag_values": list(CODES.values()), "flag_meanings": " ".join(CODES)}
    made["mission_first_outcome"].attrs.update(flags)
    if quality is not None:
        unit = np.asarray(quality, dtype=float)
        made = made.assign({"u": (("factor", "sample"), unit[np.newaxis]), "slips.quality": ("sample", 10 * unit)})
        made = made.assign_coords(factor=["slips.quality"]).assign_attrs(factors=json.dumps(["slips.quality"]))
    return made


def _runs(values):
    return values if values.ndim > 1 else values[:, np.newaxis]
