"""What sources and storage serve of a load through light and darkness, in closed form: no night is an event.

Steady sources give their power always, arrays theirs in the light only. Arrays serve the load first and fill the
storage with what is left, at its loss; batteries are filled and emptied before fuel cells, as they return more of it.
What a storage gives in a dark spell is the least of what it holds, of what the light can fill, and of what is asked.
The derivation stands in docs/power.md.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from lunarsim.physics.power.light import LightCycle

_ROUNDING = 1e-9
"""Share of its energy that a load may lack and still be carried: what just lasts is not lost to rounding [1]."""


class Sources(NamedTuple):
    """What gives power and keeps it; all as they are now, aged.

    Parameters
    ----------
    steady_kw : float [kW]
        Power that does not need the Sun: reactors, radioisotopes.
    solar_kw : float [kW]
        Power of the arrays in the light.
    battery_kwh, fuel_cell_kwh : float [kWh]
        What full storage gives to a load: of batteries the depth of discharge times their capacity.
    battery_efficiency, fuel_cell_efficiency : float [1]
        Energy given over energy taken to fill it, above 0; that of batteries is at least that of fuel cells.
    """

    steady_kw: float
    solar_kw: float
    battery_kwh: float
    fuel_cell_kwh: float
    battery_efficiency: float
    fuel_cell_efficiency: float


class Duty(NamedTuple):
    """How a load is served, as means over a cycle of light and darkness.

    All that the sources give is found again: in the work of the load (``share`` times its power), in restarts, in the
    loss of the storage, or unused.

    Parameters
    ----------
    share : float [1]
        Output over that of full time.
    from_storage_kw : float [kW]
        Power that the storage gives to the load.
    storage_loss_kw : float [kW]
        Power lost in filling and emptying it.
    restart_kw : float [kW]
        Power that restarts take, without any output.
    unused_kw : float [kW]
        Power that nobody takes.
    """

    share: float
    from_storage_kw: float
    storage_loss_kw: float
    restart_kw: float
    unused_kw: float


def proportional_duty(load_kw: float, sources: Sources, cycle: LightCycle) -> Duty:
    """Return how a load is served that works at the share of its power that it gets.

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
    Duty [1, kW]
        Means over a cycle; a load of 0 is fully served.
    """
    light, dark, hours = cycle.light_hours, cycle.dark_hours, cycle.hours
    steady, by_day = sources.steady_kw, sources.steady_kw + sources.solar_kw
    spare_kwh = light * max(by_day - load_kw, 0.0)
    carried, filled = _carried_kwh(spare_kwh, dark * max(load_kw - steady, 0.0), sources)
    served_kwh = light * min(by_day, load_kw) + dark * min(steady, load_kw) + carried
    unused_kwh = spare_kwh - filled + dark * max(steady - load_kw, 0.0)
    share = min(served_kwh / (load_kw * hours), 1.0) if load_kw > 0.0 else 1.0
    return Duty(share, carried / hours, (filled - carried) / hours, 0.0, unused_kwh / hours)


def on_off_duty(load_kw: float, sources: Sources, cycle: LightCycle, restart_hours: float, restart_kwh: float) -> Duty:
    """Return how a load is served that works at full power or not at all.

    It works only where the sources feed it in the light. It goes on in the dark until the storage is spent, and stands
    still until the next light. There it takes all the power that there is until it has had the energy of a restart,
    then runs at full power without output for the hours of a restart. What steady sources give while it stands still
    in the dark is left to others. A light that is too short for a restart gives nothing.

    Source: energy balance of a cycle; derivation in docs/power.md.

    Parameters
    ----------
    load_kw : float [kW]
        Power at work.
    sources : Sources [kW, kWh, 1]
        What gives power and keeps it.
    cycle : LightCycle [h]
        Light and darkness of the site.
    restart_hours : float [h]
        Time at full power from the restart to the first output.
    restart_kwh : float [kWh]
        Energy that a restart takes before that, such as heat.

    Returns
    -------
    Duty [1, kW]
        Means over a cycle, of a load that worked when the first darkness came.
    """
    light, dark, hours = cycle.light_hours, cycle.dark_hours, cycle.hours
    steady, by_day = sources.steady_kw, sources.steady_kw + sources.solar_kw
    idle = Duty(0.0, 0.0, 0.0, 0.0, (light * by_day + dark * steady) / hours)
    if by_day < load_kw:
        return idle
    if _lasts(load_kw, sources, cycle):
        return proportional_duty(load_kw, sources, cycle)._replace(share=1.0)
    heating_hours = restart_kwh / by_day
    working_hours = light - heating_hours - restart_hours
    if working_hours <= 0.0:
        return idle
    missing_kw = load_kw - steady
    spare_kwh = (light - heating_hours) * (by_day - load_kw)
    carried, filled = _carried_kwh(spare_kwh, dark * missing_kw, sources)
    dark_working_hours = carried / missing_kw
    return Duty(
        (working_hours + dark_working_hours) / hours,
        carried / hours,
        (filled - carried) / hours,
        (restart_hours * load_kw + restart_kwh) / hours,
        (spare_kwh - filled + (dark - dark_working_hours) * steady) / hours,
    )


def lasting_kw(sources: Sources, cycle: LightCycle) -> float:
    """Return the power that lasts, without a break, through light and the longest darkness.

    For y that storage gives in the dark, the arrays give y in the light and fill it again, so that
    light * (solar - y) is at least dark * y / efficiency.

    Source: energy balance of a cycle; derivation in docs/power.md.

    Parameters
    ----------
    sources : Sources [kW, kWh, 1]
        What gives power and keeps it.
    cycle : LightCycle [h]
        Light and darkness of the site.

    Returns
    -------
    float [kW]
        The steady power where there is no storage and no light without end.
    """
    light, dark = cycle.light_hours, cycle.dark_hours
    sun_kwh = light * sources.solar_kw
    per_battery_kw = light + dark / sources.battery_efficiency
    battery = min(_held_kw(sources.battery_kwh, dark), sun_kwh / per_battery_kw)
    left_kwh = max(sun_kwh - battery * per_battery_kw, 0.0)
    fuel_cell = min(_held_kw(sources.fuel_cell_kwh, dark), left_kwh / (light + dark / sources.fuel_cell_efficiency))
    return sources.steady_kw + battery + fuel_cell


def left_by(load_kw: float, sources: Sources, cycle: LightCycle) -> Sources:
    """Return what a load that is served first, day and night, leaves to those after it.

    It takes steady power before stored power; the arrays fill again what it takes of the storage at an even rate.

    Source: energy balance of a cycle; derivation in docs/power.md.

    Parameters
    ----------
    load_kw : float [kW]
        Power of the load that is served first.
    sources : Sources [kW, kWh, 1]
        What gives power and keeps it.
    cycle : LightCycle [h]
        Light and darkness of the site.

    Returns
    -------
    Sources [kW, kWh, 1]
        None below 0; ``lasting_kw`` of it is less by the load, as far as that lasts.
    """
    light, dark = cycle.light_hours, cycle.dark_hours
    asked = max(load_kw - sources.steady_kw, 0.0)
    battery = min(asked, _held_kw(sources.battery_kwh, dark))
    fuel_cell = min(asked - battery, _held_kw(sources.fuel_cell_kwh, dark))
    to_fill_kwh = dark * (battery / sources.battery_efficiency + fuel_cell / sources.fuel_cell_efficiency)
    filling_kw = to_fill_kwh / light if light > 0.0 else math.inf
    return Sources(
        max(sources.steady_kw - load_kw, 0.0),
        max(sources.solar_kw - asked - filling_kw, 0.0),
        max(sources.battery_kwh - dark * battery, 0.0),
        max(sources.fuel_cell_kwh - dark * fuel_cell, 0.0),
        sources.battery_efficiency,
        sources.fuel_cell_efficiency,
    )


def _carried_kwh(spare_kwh: float, asked_kwh: float, sources: Sources) -> tuple[float, float]:
    """Return what storage gives in a dark spell, and what the light must have filled in for that [kWh]."""
    returned, by_cells = sources.battery_efficiency, sources.fuel_cell_efficiency
    battery = min(sources.battery_kwh, returned * spare_kwh, asked_kwh)
    left_kwh = max(spare_kwh - battery / returned, 0.0)
    fuel_cell = min(sources.fuel_cell_kwh, by_cells * left_kwh, asked_kwh - battery)
    return battery + fuel_cell, battery / returned + fuel_cell / by_cells


def _lasts(load_kw: float, sources: Sources, cycle: LightCycle) -> bool:
    """Return whether storage carries a load through the darkness, and the light fills it again."""
    asked_kwh = cycle.dark_hours * max(load_kw - sources.steady_kw, 0.0)
    carried, _ = _carried_kwh(cycle.light_hours * (sources.steady_kw + sources.solar_kw - load_kw), asked_kwh, sources)
    return asked_kwh - carried <= _ROUNDING * load_kw * cycle.hours


def _held_kw(energy_kwh: float, dark_hours: float) -> float:
    """Return the power that full storage gives through the darkness [kW]."""
    return energy_kwh / dark_hours if dark_hours > 0.0 else math.inf
