"""Scenarios that many tests of the world go through, and ways of landing."""

import datetime as dt

import pytest
from hypothesis import strategies as st

from tests.scenario.building import CHINA_ALONE, LAPSED, RUSSIA_ALONE, scenario_of

SITES = st.sampled_from(["shackleton", "fra_mauro", "aristarchus", "compton_belkovich"])
START = dt.date(2026, 7, 1)
VARIANTS = {
    "joint": ({}, "shackleton"),
    "joint, mine at Fra Mauro": ({}, "fra_mauro"),
    "program lapsed": ({"cooperation.mode": "lapsed"}, "shackleton"),
    "lapsed": (LAPSED, "shackleton"),
    "early mine": ({"plant.planned": "2032-01-01", "flowsheet.readiness_years": 3}, "aristarchus"),
    "China alone": (CHINA_ALONE, "shackleton"),
    "Russia alone": (RUSSIA_ALONE, "shackleton"),
}
PARTIAL_AT_WORST = {
    "landing.descent_partial_share": 1.0,
    "landing.touchdown_partial_share": 1.0,
    "landing.partial_experienced_multiplier": 1.0,
}
ALWAYS_PARTIAL = PARTIAL_AT_WORST | {
    "programs.china.cruise_success": 1.0,
    "programs.china.landing_attempts": 4,
    "landing.success_experienced": 0.0,
}
EACH = pytest.mark.parametrize("variant", VARIANTS)


def variant_of(variant, changes={}):  # noqa: B006
    own, site = VARIANTS[variant]
    return scenario_of({**own, **changes}, site)
