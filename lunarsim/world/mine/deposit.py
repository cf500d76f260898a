"""The deposits of a block of runs: what the soil holds, for all runs at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.resource.classification import resource_class
from lunarsim.physics.resource.geochemistry import (
    element_ppm,
    phosphate_cap,
    phosphate_share,
    silicic_sum_ree_ppm,
    sum_ree_ppm,
)
from lunarsim.physics.resource.oxides import ree_sum_ppm, reo_grade_kg_per_kg
from lunarsim.physics.resource.patterns import Patterns
from lunarsim.physics.resource.selection import above_cutoff, thorium_cutoff_ppm
from lunarsim.physics.resource.support import block_multiplier, block_variance_ratio, variance_within
from lunarsim.physics.resource.tonnage import rock_in_place_t
from lunarsim.physics.sphere import great_circle_km
from lunarsim.scenario.groups.extraction.deposit import CALIBRATION_LN_SD, SITE_LN_SD
from lunarsim.scenario.library.elements import load_patterns
from lunarsim.scenario.library.places.sampled_places import sampled_places
from lunarsim.scenario.scenario import Scenario
from lunarsim.words.arrays import FloatArray
from lunarsim.world.mine.flowsheet import SolvedFlowsheet, solved_flowsheets

GRADE_CUTOFFS = (0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 150.0, 200.0, 250.0, 300.0, 400.0, 500.0, 600.0,
    800.0, 1000.0)  # fmt: skip
"""Cut-offs of the grade-tonnage curve, lanthanides [ppm]; the poles hold some 40, the best sites 500."""

_Column = Callable[[str, str], FloatArray]
"""From the group and name of a parameter to its values, dims (run)."""


@dataclass(frozen=True, slots=True)
class DepositState:
    """The deposit of one run.

    Parameters
    ----------
    soil_kg : float
        Soil that can be dug: above the cut-off, times access and mining recovery [kg].
    above_share : float
        Share of the area's soil that lies above the cut-off.
    ree_in_place_t, ree_recoverable_t : float
        Lanthanides in the ground of the whole area, and in product if all soil that can be dug were treated [t].
    reo_grade : float
        Oxides of the lanthanides and yttrium in the soil that is dug [kg/kg].
    ree_grade : float
        Lanthanides in the soil that is dug [kg/kg].
    element_grade : tuple of float
        Each element of ``REE_AXIS`` in the soil that is dug [kg/kg].
    element_in_place_t : tuple of float
        Each element of ``REE_AXIS`` in the ground of the whole area [t].
    soil_above_t, ree_above_t : tuple of float
        Soil of the area, and its lanthanides, above each of ``GRADE_CUTOFFS`` [t].
    resource_class : int
        Position in ``RESOURCE_CLASSES``.
    flowsheet : SolvedFlowsheet
        What the flowsheet makes of a kilogram of the soil that is dug.
    """

    soil_kg: float
    above_share: float
    ree_in_place_t: float
    ree_recoverable_t: float
    reo_grade: float
    ree_grade: float
    element_grade: tuple[float, ...]
    element_in_place_t: tuple[float, ...]
    soil_above_t: tuple[float, ...]
    ree_above_t: tuple[float, ...]
    resource_class: int
    flowsheet: SolvedFlowsheet


@cache
def _patterns() -> Patterns:
    return load_patterns()


def deposits(scenarios: Sequence[Scenario]) -> list[DepositState]:
    """Return the deposit of each of a block's runs; a run's figures do not depend on the others."""
    patterns = _patterns()

    def column(group: str, name: str) -> FloatArray:
        return np.array(list(map(attrgetter(f"{group}.{name}"), scenarios)), dtype=float)

    silicic = np.array([scenario.site.silicic for scenario in scenarios])
    feo_wt_pct = column("site", "feo_wt_pct")
    terms = {
        name: column("deposit", name)
        for name in ("ree_per_thorium", "mare_term_ppm", "feldspathic_term_ppm", "silicic_ree_per_thorium")
    }
    thorium_ppm, block_ln_sd = _thorium(column)
    cutoffs_ppm = np.column_stack([column("deposit", "cutoff_ree_ppm"), np.tile(GRADE_CUTOFFS, (len(scenarios), 1))])
    area_km2 = column("deposit", "area_km2")
    blocks = np.maximum(area_km2 / np.square(column("deposit", "selective_block_km")), 1.0)
    share, thorium_above_ppm, ree_above_ppm = _above(
        cutoffs_ppm,
        blocks[:, np.newaxis],
        thorium_ppm[:, np.newaxis],
        block_ln_sd[:, np.newaxis],
        feo_wt_pct[:, np.newaxis],
        silicic[:, np.newaxis],
        {name: values[:, np.newaxis] for name, values in terms.items()},
    )
    # A plant that gets no soil is sized for that of the area.
    fed_ppm = np.where(share[:, 0] > 0.0, thorium_above_ppm[:, 0], thorium_ppm)
    area_element_ppm, grade_ppm = (
        element_ppm(thorium, feo_wt_pct, patterns, silicic=silicic, **terms) for thorium in (thorium_ppm, fed_ppm)
    )
    phosphorus_ppm = np.where(silicic, 0.0, fed_ppm * column("deposit", "phosphorus_per_thorium"))
    phosphate = phosphate_cap(phosphorus_ppm, patterns.merrillite_phosphorus_ppm)
    made = solved_flowsheets(
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
    rock_t = rock_in_place_t(area_km2, depth_m) * column("deposit", "density_multiplier")
    dug_t = rock_t * column("deposit", "access") * column("deposit", "mining_recovery") * share[:, 0]
    soil_above_t = rock_t[:, np.newaxis] * share[:, 1:]
    columns = (
        (dug_t * 1e3).tolist(),
        share[:, 0].tolist(),
        (rock_t * ree_sum_ppm(area_element_ppm) * 1e-6).tolist(),
        (dug_t * np.array([sheet.ree_kg for sheet in made])).tolist(),
        reo_grade_kg_per_kg(grade_ppm, patterns.oxide_factor).tolist(),
        (ree_sum_ppm(grade_ppm) * 1e-6).tolist(),
        map(tuple, (grade_ppm * 1e-6).tolist()),
        map(tuple, (rock_t[:, np.newaxis] * area_element_ppm * 1e-6).tolist()),
        map(tuple, soil_above_t.tolist()),
        map(tuple, (soil_above_t * ree_above_ppm[:, 1:] * 1e-6).tolist()),
        _classes(scenarios, column).tolist(),
        made,
    )
    return [DepositState(*row) for row in zip(*columns, strict=True)]


def _thorium(column: _Column) -> tuple[FloatArray, FloatArray]:
    """Return the mean thorium of the area [ppm] and the scatter of ln thorium between its blocks, dims (run)."""
    reach_km, unit_km, local, block_km, area_km2 = (
        column("deposit", name)
        for name in ("variogram_range_km", "unit_range_km", "local_share", "selective_block_km", "area_km2")
    )
    side_km = np.sqrt(area_km2)
    # What all ground shares averages out nowhere; the rest of the regional part does so over units.
    regional = np.maximum(1.0 - local - (CALIBRATION_LN_SD / SITE_LN_SD) ** 2, 0.0)
    # A square kilometer lies in one unit, so the regional part changes with support above it only.
    regional_side_km, regional_block_km = np.maximum(side_km, 1.0), np.maximum(block_km, 1.0)
    # The multiplier is that of a square kilometer: a larger area scatters less and a smaller one more.
    site_ratio, unit_ratio = block_variance_ratio(1.0, reach_km), block_variance_ratio(1.0, unit_km)
    kept = block_variance_ratio(side_km, reach_km) / site_ratio
    regional_kept = block_variance_ratio(regional_side_km, unit_km) / unit_ratio
    ratio = 1.0 - local * (1.0 - kept) - regional * (1.0 - regional_kept)
    multiplier = block_multiplier(column("deposit", "thorium_multiplier"), SITE_LN_SD, ratio)
    # What the mean of the area has lost its blocks have among themselves.
    within = variance_within(block_km, side_km, reach_km) / site_ratio
    regional_within = variance_within(regional_block_km, regional_side_km, unit_km) / unit_ratio
    block_ln_sd = SITE_LN_SD * np.sqrt(local * within + regional * regional_within)
    return column("site", "thorium_ppm") * multiplier, block_ln_sd


def _above(
    cutoffs_ppm: FloatArray,
    blocks: FloatArray,
    thorium_ppm: FloatArray,
    block_ln_sd: FloatArray,
    feo_wt_pct: FloatArray,
    silicic: NDArray[np.bool_],
    terms: dict[str, FloatArray],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the share of the soil above each cut-off, its thorium and its lanthanides [ppm], dims (run, cut-off).

    Where there is none, the thorium and the lanthanides are 0. Half a block, or less, in all the area is none.
    """
    least_ppm = thorium_cutoff_ppm(cutoffs_ppm, feo_wt_pct, silicic=silicic, **terms)
    above = above_cutoff(least_ppm, thorium_ppm, block_ln_sd)
    some = above.share * blocks > 0.5
    above_ppm = np.where(some, above.mean_ppm, 0.0)
    ratio = terms["silicic_ree_per_thorium"]
    other = {name: values for name, values in terms.items() if name != "silicic_ree_per_thorium"}
    # Linear in thorium, so the mean of the one gives the mean of the other.
    kreep_ppm = sum_ree_ppm(above_ppm, feo_wt_pct, **other)
    silicic_ppm = silicic_sum_ree_ppm(above_ppm, silicic_ree_per_thorium=ratio)
    ree_ppm = np.where(some, np.where(silicic, silicic_ppm, kreep_ppm), 0.0)
    return np.where(some, above.share, 0.0), above_ppm, ree_ppm


def _classes(scenarios: Sequence[Scenario], column: _Column) -> NDArray[np.int8]:
    """Return the class of each run's resource by what had been sampled when the run's statements end, dims (run)."""
    here = column("site", "latitude_deg"), column("site", "longitude_deg")
    nearest_km = np.full(len(scenarios), np.inf)
    as_of = np.array([scenario.timeline.as_of for scenario in scenarios])
    for date in dict.fromkeys(as_of.tolist()):
        for place in sampled_places(date):
            apart_km = great_circle_km(*here, place.latitude_deg, place.longitude_deg)
            nearest_km = np.where(as_of == date, np.minimum(nearest_km, apart_km), nearest_km)
    # The class is that of the whole area, so its far end counts.
    far_km = nearest_km + np.sqrt(column("deposit", "area_km2") / np.pi)
    spacing_km = np.nan_to_num(column("deposit", "sample_spacing_km"), nan=np.inf)
    ranges_km = column("deposit", "unit_range_km"), column("deposit", "variogram_range_km")
    return resource_class(far_km, spacing_km, *ranges_km, column("deposit", "area_km2"))
