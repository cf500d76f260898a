"""The power that a station counts with one source and one storage."""

from lunarsim.physics.power.light import light_cycle
from lunarsim.scenario.library.asset import Asset
from lunarsim.scenario.library.power.technologies import power_technologies
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.hardware import Item


def supply_kw(dark_hours, *, lit=0.5, solar_kw=0.0, steady_kw=0.0, storage_kwh=0.0):
    """Return the power through the night that a station counts where the longest darkness takes some hours [kW].

    ``storage_kwh`` is what its batteries give, a part of their capacity.
    """
    used = power_technologies().battery_depth_of_discharge.likely
    asset = Asset(
        title="a source",
        program="china",
        functions=("power",),
        mass_kg=1.0,
        power_kw=solar_kw + steady_kw,
        night_power_kw=steady_kw,
        storage_kwh=storage_kwh / used,
        commissioning_days=0.0,
        life_years=10.0,
        mtbf_years=10.0,
    )
    station = Balance(0, light_cycle(lit, dark_hours))
    station.join(Item(HardwareId("source"), asset, 0.0, None))
    return station.supply_kw
