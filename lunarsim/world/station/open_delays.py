"""What delays depend on at the end of a run: equipment of a station, what waits still, and what it is held up by."""

from __future__ import annotations

from collections.abc import Sequence

from lunarsim.world.history.stations import OpenWait, Reached, StationTrace
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.hardware import Item, completing_item


def record_equipment(trace: StationTrace, installed: Balance) -> None:
    """Record what all that has been put to work once offers and gives."""
    trace.installed_functions = installed.functions
    trace.installed_kw = installed.supply_kw


def record_waits(trace: StationTrace, starting: Sequence[Item], pending: Sequence[Item], horizon_days: float) -> None:
    """Record what the assets wait for that are being commissioned, and those that cannot be yet.

    Of several pieces of an asset the first one counts; replacements do not.
    """
    for item in reversed(starting):
        if item.replaces is None:
            # What commissioning takes by plan is no wait.
            by_plan = item.blocked_since + item.asset.commissioning_days
            trace.open_waits[item.hardware.asset] = OpenWait(item.waits, "commissioning", min(by_plan, horizon_days))
    for item in reversed(pending):
        if item.replaces is None:
            wait = OpenWait(item.waits, item.blocked_by or "prerequisite", item.blocked_since)
            trace.open_waits[item.hardware.asset] = wait


def record_trial(trace: StationTrace, online: Sequence[Item], horizon_days: float) -> None:
    """Record what makes a station work the surface that has not been shown to yet."""
    newest = completing_item(online)
    if newest is not None and "station_extended" not in trace.reached:
        newest = newest.original
        trace.on_trial = Reached(horizon_days, dict(newest.waits), newest.hardware, newest.record)
