"""How much of full work a plant does through light and darkness: one that bends, or one of cells that stand still."""

from __future__ import annotations

from typing import NamedTuple

from lunarsim.physics.power.light import LightCycle
from lunarsim.physics.power.night_duty import Sources, lasting_kw, left_by, on_off_duty, proportional_duty


def bending_share(load_kw: float, sources: Sources, cycle: LightCycle) -> float:
    """Return the share of full work of a plant that works at the share of its power that it gets.

    Source: energy balance of a cycle; derivation in docs/power.md.

    Parameters
    ----------
    load_kw : float [kW]
        Power at full work.
    sources : Sources [kW, kWh, 1]
        What gives power and keeps it.
    cycle : LightCycle [h]
        Light and darkness of the site.

    Returns
    -------
    float [1]
        Mean over a cycle, from 0 to 1.
    """
    return proportional_duty(load_kw, sources, cycle).share


class CellsDuty(NamedTuple):
    """How a plant of cells works, as means over a cycle.

    Parameters
    ----------
    share : float [1]
        Share of full work, from 0 to 1.
    restart_kw : float [kW]
        Power that restarts take beside the work.
    """

    share: float
    restart_kw: float


def cells_duty(load_kw: float, sources: Sources, cycle: LightCycle, restart_hours: float) -> CellsDuty:
    """Return how a plant of many cells works, each of which works at full power or not at all.

    Some cells work without a break; of the others as many as the light still feeds work until the storage is spent and
    are restarted at dawn. Those without a break are as many as all storage carries through the darkness, or batteries
    alone, or those that steady sources feed, or none, whichever gives most.

    Source: energy balance of a cycle; derivation in docs/power.md.

    Parameters
    ----------
    load_kw : float [kW]
        Power of all cells at work.
    sources : Sources [kW, kWh, 1]
        What gives power and keeps it.
    cycle : LightCycle [h]
        Light and darkness of the site.
    restart_hours : float [h]
        Time at full power from the restart of a cell to its first output.

    Returns
    -------
    CellsDuty [1, kW]
        Its share of full work is never more than that of a plant that bends.
    """
    if load_kw <= 0.0:
        return CellsDuty(1.0, 0.0)
    lasting = min(load_kw, lasting_kw(sources, cycle))
    if lasting == load_kw:
        return CellsDuty(1.0, 0.0)
    by_battery = min(load_kw, lasting_kw(sources._replace(fuel_cell_kwh=0.0), cycle))
    unbroken = {lasting, by_battery, min(load_kw, sources.steady_kw), 0.0}
    # Of ways that give the same work the one with fewer restarts.
    work_kw, idle_kw = max(_work_with_kw(kw, load_kw, sources, cycle, restart_hours) for kw in unbroken)
    return CellsDuty(min(work_kw / load_kw, 1.0), -idle_kw)


def _work_with_kw(
    unbroken_kw: float, load_kw: float, sources: Sources, cycle: LightCycle, restart_hours: float
) -> tuple[float, float]:
    """Return the mean power at work, and that of restarts below 0 [kW].

    Some cells never stop, and the light feeds as many others as it can.
    """
    left = left_by(unbroken_kw, sources, cycle)
    fed = min(load_kw - unbroken_kw, left.steady_kw + left.solar_kw)
    if fed <= 0.0:
        return unbroken_kw, 0.0
    duty = on_off_duty(fed, left, cycle, restart_hours, 0.0)
    return unbroken_kw + fed * duty.share, -duty.restart_kw
