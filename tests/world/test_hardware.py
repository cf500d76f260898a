"""The balance of what works: the same whatever joined and left it before."""

from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.power.light import light_cycle
from lunarsim.scenario.library.asset import FUNCTIONS
from lunarsim.world.history.missions import HardwareId
from lunarsim.world.station.balance import Balance
from lunarsim.world.station.functions import bits
from lunarsim.world.station.hardware import Item
from tests.world.test_station import asset

RIDGE = light_cycle(0.9, 70.0)

ASSETS = st.builds(
    lambda functions, night_kw, solar_kw, storage_kwh, fuel_cell_kwh, load_kw: asset(
        *functions,
        power_kw=night_kw + solar_kw,
        night_power_kw=night_kw,
        storage_kwh=storage_kwh,
        fuel_cell_kwh=fuel_cell_kwh,
        load_kw=load_kw,
    ),
    st.lists(st.sampled_from(FUNCTIONS), max_size=2, unique=True).map(tuple),
    st.floats(0, 40),
    st.floats(0, 40),
    st.floats(0, 3_000),
    st.floats(0, 3_000),
    st.floats(0, 9),
)


def totals(balance):
    return balance.functions, balance.load_milliwatts, balance.supply_milliwatts


@given(st.lists(st.tuples(ASSETS, st.booleans()), max_size=8), st.integers(0, 2 ** len(FUNCTIONS) - 1))
def test_what_has_left_leaves_nothing_behind(members, site_functions):
    balance, fresh = Balance(site_functions, RIDGE), Balance(site_functions, RIDGE)
    items = [Item(HardwareId(str(number)), made, 0.0, None) for number, (made, _) in enumerate(members)]
    for item in items:
        balance.join(item)
    for item, (_, stays) in zip(items, members, strict=True):
        if stays:
            fresh.join(item)
        else:
            balance.leave(item)
    assert totals(balance) == totals(fresh)


def test_a_balance_is_the_sum_of_its_items():
    balance = Balance(0, RIDGE)
    for number, item in enumerate(
        [
            asset("power", power_kw=9.0, night_power_kw=4.0, load_kw=0.25),
            asset("relay", power_kw=3.0, storage_kwh=140.0, load_kw=1.5),
        ]
    ):
        balance.join(Item(HardwareId(str(number)), item, 0.0, None))
    # Of the 140 kWh a battery gives 0.8, which is 1.6 kW for 70 h.
    assert totals(balance) == (bits(("power", "relay")), 1_750_000, 5_600_000)
