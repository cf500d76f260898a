"""How flights end, as codes."""

from __future__ import annotations

NOT_FLOWN, SUCCESS, PARTIAL = 0, 1, 2
LAUNCH_FAILURE, CRUISE_FAILURE, DESCENT_FAILURE, WITHDRAWN, TOUCHDOWN_FAILURE = 3, 4, 5, 6, 7
ABORTED_ASCENT, LOSS_OF_MISSION, LOSS_OF_CREW, LOSS_OF_CREW_IN_ASCENT, SHELVED = 8, 9, 10, 11, 12
LAUNCH_LOSSES = frozenset({LAUNCH_FAILURE, ABORTED_ASCENT, LOSS_OF_CREW_IN_ASCENT})
CREW_LOSSES = frozenset({LOSS_OF_CREW, LOSS_OF_CREW_IN_ASCENT})
STAND_DOWNS = CREW_LOSSES | {LOSS_OF_MISSION}
"""Outcomes after which the crewed missions of the program stand down."""
LANDING_LOSSES = frozenset({DESCENT_FAILURE, TOUCHDOWN_FAILURE})
ARRIVED = frozenset({SUCCESS, PARTIAL}) | LANDING_LOSSES
"""Outcomes at the surface or in orbit around the Moon; what stays in orbit has parted before a landing fails."""

FLIGHT_OUTCOMES = (
    "not_flown", "success", "partial", "launch_failure", "cruise_failure", "descent_failure", "withdrawn",
    "touchdown_failure", "aborted_ascent", "loss_of_mission", "loss_of_crew", "loss_of_crew_in_ascent", "shelved",
)  # fmt: skip
"""Meaning of the codes above, by code."""
