"""The deposits of a block of runs: what the ground holds, for all runs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from lunarsim.physics.geochemistry import element_ppm, phosphate_cap, phosphate_share
from lunarsim.physics.oxides import ree_sum_ppm, reo_grade_kg_per_kg
from lunarsim.physics.patterns import Patterns
from lunarsim.physics.resource import rock_in_place_t
from lunarsim.physics.support import block_multiplier, block_variance_ratio
from lunarsim.scenario.deposit import SITE_LN_SD
from lunarsim.scenario.elements import load_patterns
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.flowsheets import Sheet, sheets


@dataclass(frozen=True, slots=True)
class DepositState:
    """The ground of one run.

    Parameters
    ----------
    soil_kg : float
        Soil that can be dug: in place, times access and mining recovery [kg].
    ree_in_place_t, ree_recoverable_t : float
        Lanthanides in the ground and in product if all accessible soil were treated [t].
    reo_grade : float
        Oxides of the lanthanides and yttrium in the soil [kg/kg].
    ree_grade : float
        Lanthanides in the soil [kg/kg].
    element_grade : tuple of float
        Each element of ``REE_AXIS`` in the soil [kg/kg].
    sheet : Sheet
        What the flowsheet makes of a kilogram of the soil.
    """

    soil_kg: float
    ree_in_place_t: float
    ree_recoverable_t: float
    reo_grade: float
    ree_grade: float
    element_grade: tuple[float, ...]
    sheet: Sheet


@cache
def _patterns() -> Patterns:
    return load_patterns()


def deposits(scenarios: Sequence[Scenario]) -> list[DepositState]:
    """Return the deposit of each of a block's runs; a run's figures do not depend on the others."""
    patterns = _patterns()

    def column(group: str, name: str) -> np.ndarray:
        return np.array([getattr(getattr(scenario, group), name) for scenario in scenarios], dtype=float)

    # The multiplier is that of a square kilometer; over a larger area its local part averages out.
    reach_km = column("deposit", "variogram_range_km")
    side_km = np.sqrt(np.maximum(column("deposit", "area_km2"), 1.0))
    kept = block_variance_ratio(side_km, reach_km) / block_variance_ratio(1.0, reach_km)
    local = column("deposit", "local_share")
    multiplier = block_multiplier(column("deposit", "thorium_multiplier"), SITE_LN_SD, 1.0 - local * (1.0 - kept))
    thorium_ppm = column("site", "thorium_ppm") * multiplier
    silicic = np.array([scenario.site.silicic for scenario in scenarios])
    grade_ppm = element_ppm(
        thorium_ppm,
        column("site", "feo_wt_pct"),
        patterns,
        ree_per_thorium=column("deposit", "ree_per_thorium"),
        mare_term_ppm=column("deposit", "mare_term_ppm"),
        feldspathic_term_ppm=column("deposit", "feldspathic_term_ppm"),
        silicic_ree_per_thorium=column("deposit", "silicic_ree_per_thorium"),
        silicic=silicic,
    )
    ree_ppm = ree_sum_ppm(grade_ppm)
    reo_grade = reo_grade_kg_per_kg(grade_ppm, patterns.oxide_factor)
    phosphorus_ppm = np.where(silicic, 0.0, thorium_ppm * column("deposit", "phosphorus_per_thorium"))
    phosphate = phosphate_cap(phosphorus_ppm, patterns.merrillite_phosphorus_ppm)
    made = sheets(
        scenarios,
        grade_ppm * 1e-6,
        {
            "soil.phosphate": phosphate,
            "soil.phosphate_share": phosphate_share(phosphate, patterns.merrillite_ppm, grade_ppm),
        },
        patterns.oxide_factor,
    )
    thickness_m = column("site", "regolith_thickness_m") * column("deposit", "thickness_multiplier")
    depth_m = np.minimum(column("deposit", "depth_m"), thickness_m)
    rock_t = rock_in_place_t(column("deposit", "area_km2"), depth_m) * column("deposit", "density_multiplier")
    dug_t = rock_t * column("deposit", "access") * column("deposit", "mining_recovery")
    in_place_t = rock_t * ree_ppm * 1e-6
    return [
        DepositState(
            float(dug_t[run] * 1e3),
            float(in_place_t[run]),
            float(dug_t[run]) * sheet.ree_kg,
            float(reo_grade[run]),
            float(ree_ppm[run] * 1e-6),
            tuple((grade_ppm[run] * 1e-6).tolist()),
            sheet,
        )
        for run, sheet in enumerate(made)
    ]
