"""What a plant does through light and darkness that bends, or whose cells work or stand still."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.physics.power.light import light_cycle
from lunarsim.physics.power.night_duty import Sources, lasting_kw, on_off_duty
from lunarsim.physics.power.plant_duty import bending_share, cells_duty

EQUATOR = light_cycle(0.5, 354.0)
CYCLES = st.builds(light_cycle, st.floats(0.0, 1.0), st.floats(1.0, 400.0))
SOURCES = st.builds(
    Sources,
    st.floats(0.0, 50.0),
    st.floats(0.0, 200.0),
    st.floats(0.0, 5e3),
    st.floats(0.0, 5e4),
    st.just(0.9),
    st.just(0.5),
)
LOADS, RESTARTS = st.floats(0.1, 100.0), st.floats(0.0, 400.0)


def cells_share(load_kw, sources, cycle, restart_hours):
    return cells_duty(load_kw, sources, cycle, restart_hours).share


def sources(**known):
    return Sources(0.0, 0.0, 0.0, 0.0, 0.9, 0.5)._replace(**known)


@given(load=LOADS, known=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_cells_do_what_lasts_and_no_more_than_a_plant_that_bends(load, known, cycle, restart):
    share = cells_share(load, known, cycle, restart)
    assert min(lasting_kw(known, cycle) / load, 1.0) - 1e-9 <= share <= bending_share(load, known, cycle) + 1e-9
    assert share >= on_off_duty(load, known, cycle, restart, 0.0).share - 1e-9


@given(load=LOADS, known=SOURCES, cycle=CYCLES, restart=RESTARTS, more=st.floats(0.1, 100.0))
@pytest.mark.parametrize("name", ["steady_kw", "solar_kw"])
def test_more_power_never_lets_cells_do_less_nor_a_longer_restart_more(name, load, known, cycle, restart, more):
    share = cells_share(load, known, cycle, restart)
    richer = known._replace(**{name: getattr(known, name) + more})
    assert cells_share(load, richer, cycle, restart) >= share - 1e-9
    assert cells_share(load, known, cycle, restart + more) <= share + 1e-9


def test_cells_that_steady_power_feeds_go_on_and_the_others_are_restarted_at_dawn():
    both = sources(steady_kw=20.0, solar_kw=30.0)
    by_day = (354.0 - 72.0) / 708.0
    assert cells_share(50.0, both, EQUATOR, 72.0) == pytest.approx((20.0 + 30.0 * by_day) / 50.0)
    assert cells_share(100.0, both, EQUATOR, 72.0) == pytest.approx((20.0 + 30.0 * by_day) / 100.0)
    assert cells_share(50.0, sources(solar_kw=50.0), EQUATOR, 354.0) == 0.0
    assert cells_share(50.0, sources(steady_kw=40.0), EQUATOR, 354.0) == pytest.approx(0.8)


def test_storage_carries_cells_where_a_restart_takes_longer_than_its_loss():
    # 30 kW of arrays carry 10 kW through a night with fuel cells; without a break they do more than half a light.
    cells = sources(solar_kw=30.0, fuel_cell_kwh=1e5)
    assert cells_share(30.0, cells, EQUATOR, 200.0) == pytest.approx(10.0 / 30.0)
    assert cells_share(30.0, cells, EQUATOR, 0.0) == pytest.approx(0.5)


def test_no_load_is_served_in_full():
    assert cells_share(0.0, sources(), EQUATOR, 72.0) == bending_share(0.0, sources(), EQUATOR) == 1.0


@given(load=LOADS, known=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_work_and_restarts_of_cells_take_no_more_than_the_sources_give(load, known, cycle, restart):
    duty = cells_duty(load, known, cycle, restart)
    given_kw = known.steady_kw + known.solar_kw * cycle.light_hours / cycle.hours
    assert 0.0 <= duty.restart_kw <= load * cycle.light_hours / cycle.hours + 1e-9
    assert duty.share * load + duty.restart_kw <= given_kw * (1.0 + 1e-9) + 1e-9


def test_restarts_take_full_power_for_their_hours_once_a_cycle():
    duty = cells_duty(50.0, sources(steady_kw=20.0, solar_kw=30.0), EQUATOR, 72.0)
    assert duty.restart_kw == pytest.approx(30.0 * 72.0 / 708.0)
    assert cells_duty(20.0, sources(steady_kw=20.0, solar_kw=30.0), EQUATOR, 72.0).restart_kw == 0.0
