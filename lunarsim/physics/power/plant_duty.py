"""How much of full work a plant does through light and darkness: one that bends, or one of cells that stand still."""

from __future__ import annotations

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


def cells_share(load_kw: float, sources: Sources, cycle: LightCycle, restart_hours: float) -> float:
    """Return the share of full work of a plant of many cells, each of which works at full power or not at all.

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
    float [1]
        Mean over a cycle, from 0 to 1, and never more than that of a plant that bends.
    """
    if load_kw <= 0.0:
        return 1.0
    lasting = min(load_kw, lasting_kw(sources, cycle))
    if lasting == load_kw:
        return 1.0
    by_battery = min(load_kw, lasting_kw(sources._replace(fuel_cell_kwh=0.0), cycle))
    unbroken = {lasting, by_battery, min(load_kw, sources.steady_kw), 0.0}
    return min(max(_work_with_kw(kw, load_kw, sources, cycle, restart_hours) for kw in unbroken) / load_kw, 1.0)


def _work_with_kw(
    unbroken_kw: float, load_kw: float, sources: Sources, cycle: LightCycle, restart_hours: float
) -> float:
    """Return the mean power at work, where some cells never stop and the light feeds as many others as it can [kW]."""
    left = left_by(unbroken_kw, sources, cycle)
    fed = min(load_kw - unbroken_kw, left.steady_kw + left.solar_kw)
    if fed <= 0.0:
        return unbroken_kw
    return unbroken_kw + fed * on_off_duty(fed, left, cycle, restart_hours, 0.0).share
