"""What is served through light and darkness; tests/oracles walks the same nights step by step."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lunarsim.physics.power.light import LightCycle, light_cycle
from lunarsim.physics.power.night_duty import Sources, lasting_kw, left_by, on_off_duty, proportional_duty

EQUATOR, RIDGE = light_cycle(0.5, 354.0), light_cycle(0.85, 100.0)
KW, KWH = st.floats(0.0, 200.0), st.floats(0.0, 5e4)
LIT = st.one_of(st.floats(0.01, 0.99), st.just(1.0))
LIT_CYCLES = st.builds(light_cycle, LIT, st.floats(1.0, 400.0))
CYCLES = st.one_of(LIT_CYCLES, st.just(light_cycle(0.0, 354.0)))
LOADS = st.floats(0.1, 100.0)
RESTARTS = st.tuples(st.floats(0.0, 400.0), st.floats(0.0, 1e4))


@st.composite
def some_sources(draw):
    battery, cells = sorted((draw(st.floats(0.3, 1.0)), draw(st.floats(0.3, 1.0))), reverse=True)
    return Sources(draw(KW), draw(KW), draw(KWH), draw(KWH), battery, cells)


SOURCES = some_sources()


def duties(load, sources, cycle, restart):
    return proportional_duty(load, sources, cycle), on_off_duty(load, sources, cycle, *restart)


def sources_with(**known):
    base = Sources(0.0, 0.0, 0.0, 0.0, battery_efficiency=0.9, fuel_cell_efficiency=0.5)
    return base._replace(**known)


@given(load=LOADS, sources=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_all_that_sources_give_is_found_again(load, sources, cycle, restart):
    light, dark = cycle
    given_kw = sources.steady_kw + light / (light + dark) * sources.solar_kw
    for duty in duties(load, sources, cycle, restart):
        found_kw = duty.share * load + duty.restart_kw + duty.storage_loss_kw + duty.unused_kw
        assert found_kw == pytest.approx(given_kw, rel=1e-8, abs=1e-9)
        assert 0.0 <= duty.share <= 1.0
        assert min(duty[1:]) >= -1e-8 * (given_kw + load)


@given(load=LOADS, sources=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_storage_gives_no_more_than_it_holds_and_gets_and_keeps(load, sources, cycle, restart):
    held_kwh = sources.battery_kwh + sources.fuel_cell_kwh
    for duty in duties(load, sources, cycle, restart):
        given_kwh = duty.from_storage_kw * cycle.hours
        assert given_kwh <= held_kwh * (1.0 + 1e-9) + 1e-9
        assert (
            given_kwh <= cycle.light_hours * sources.battery_efficiency * (sources.steady_kw + sources.solar_kw) + 1e-6
        )


@given(load=LOADS, sources=SOURCES, cycle=CYCLES, restart=RESTARTS, more=st.floats(0.0, 100.0))
@pytest.mark.parametrize("name", ["steady_kw", "solar_kw", "battery_kwh", "fuel_cell_kwh"])
def test_more_of_a_source_never_serves_less(name, load, sources, cycle, restart, more):
    richer = sources._replace(**{name: getattr(sources, name) + more})
    for before, after in zip(duties(load, sources, cycle, restart), duties(load, richer, cycle, restart), strict=True):
        assert after.share >= before.share - 1e-8
    assert lasting_kw(richer, cycle) >= lasting_kw(sources, cycle) * (1.0 - 1e-12)


@given(load=LOADS, sources=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_steady_power_serves_its_load_always(load, sources, cycle, restart):
    for duty in duties(load, sources._replace(steady_kw=load), cycle, restart):
        assert duty.share == pytest.approx(1.0, abs=1e-12)
        assert duty.from_storage_kw == duty.restart_kw == 0.0


@given(load=LOADS, sources=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_a_load_that_can_bend_works_at_least_as_much_as_one_that_cannot(load, sources, cycle, restart):
    bending, stiff = duties(load, sources, cycle, restart)
    assert bending.share >= stiff.share - 1e-8


@given(load=LOADS, sources=SOURCES, cycle=CYCLES, hours=RESTARTS, more=RESTARTS)
def test_a_slower_or_hungrier_restart_never_gives_more(load, sources, cycle, hours, more):
    worse = [one + other for one, other in zip(hours, more, strict=True)]
    assert on_off_duty(load, sources, cycle, *worse).share <= on_off_duty(load, sources, cycle, *hours).share + 1e-9


@given(sources=SOURCES, cycle=CYCLES, restart=RESTARTS)
def test_what_lasts_is_served_without_a_break_and_no_more_is(sources, cycle, restart):
    lasting = lasting_kw(sources, cycle)
    assume(lasting > 1e-3)
    for duty in duties(lasting, sources, cycle, restart):
        assert duty.share == pytest.approx(1.0, abs=1e-8)
    assert proportional_duty(1.01 * lasting, sources, cycle).share < 1.0 - 1e-7


@given(sources=SOURCES, cycle=CYCLES)
def test_what_lasts_lies_between_steady_power_and_all_power(sources, cycle):
    assert sources.steady_kw <= lasting_kw(sources, cycle)
    assert lasting_kw(sources, cycle) <= (sources.steady_kw + sources.solar_kw) * (1.0 + 1e-12)


@given(sources=SOURCES, cycle=CYCLES, share=st.floats(0.0, 1.0))
def test_a_load_that_is_served_first_leaves_the_rest_and_no_more(sources, cycle, share):
    lasting = lasting_kw(sources, cycle)
    left = left_by(share * lasting, sources, cycle)
    assert lasting_kw(left, cycle) == pytest.approx((1.0 - share) * lasting, rel=1e-9, abs=1e-7)
    assert min(left) >= 0.0


@given(sources=SOURCES, cycle=LIT_CYCLES, load=LOADS)
def test_a_load_without_need_leaves_all_and_a_great_one_nothing_steady(sources, cycle, load):
    assert left_by(0.0, sources, cycle) == sources
    assert left_by(sources.steady_kw + load, sources, cycle).steady_kw == 0.0


@given(load=LOADS, sources=SOURCES, lit=LIT, spells=st.tuples(st.floats(1.0, 400.0), st.floats(1.0, 400.0)))
def test_the_same_darkness_in_shorter_spells_never_serves_a_load_that_bends_less(load, sources, lit, spells):
    shorter, longer = (light_cycle(lit, spell) for spell in sorted(spells))
    assert proportional_duty(load, sources, shorter).share >= proportional_duty(load, sources, longer).share - 1e-9
    assert lasting_kw(sources, shorter) >= lasting_kw(sources, longer) * (1.0 - 1e-9)


def test_the_same_darkness_in_shorter_spells_takes_more_restarts():
    sources = sources_with(solar_kw=30.0)
    often, seldom = (on_off_duty(10.0, sources, light_cycle(0.85, spell), 48.0, 0.0) for spell in (20.0, 100.0))
    assert often.share == pytest.approx(0.85 - 48.0 / (20.0 / 0.15))
    assert seldom.share == pytest.approx(0.85 - 48.0 / (100.0 / 0.15))


def test_nothing_but_arrays_works_in_the_light_only():
    for duty in duties(10.0, sources_with(solar_kw=25.0), EQUATOR, (0.0, 0.0)):
        assert duty.share == pytest.approx(0.5)
        assert duty.unused_kw == pytest.approx(7.5)


def test_arrays_that_are_too_small_serve_their_share_or_do_not_start_the_load():
    bending, stiff = duties(10.0, sources_with(solar_kw=4.0, battery_kwh=1e4), EQUATOR, (0.0, 0.0))
    assert bending.share == pytest.approx(0.2)
    assert stiff.share == 0.0
    assert stiff.unused_kw == pytest.approx(2.0)


def test_storage_that_arrays_cannot_fill_does_not_help():
    # 2 kW are left by day, which fill 354 h * 2 kW, of which fuel cells return half: 354 kWh for a gap of 10 kW.
    for cells in (354.0, 1e6):
        sources = sources_with(solar_kw=12.0, fuel_cell_kwh=cells)
        for duty in duties(10.0, sources, EQUATOR, (0.0, 0.0)):
            assert duty.share == pytest.approx((354.0 + 35.4) / 708.0)
            assert duty.storage_loss_kw == pytest.approx(0.5)


def test_batteries_are_filled_before_fuel_cells():
    # 360 kWh are left by day: 90 / 0.9 = 100 into the battery, 260 into fuel cells.
    sources = sources_with(solar_kw=12.0, battery_kwh=90.0, fuel_cell_kwh=1e4)
    duty = proportional_duty(10.0, sources, LightCycle(180.0, 354.0))
    assert duty.from_storage_kw * 534.0 == pytest.approx(90.0 + 130.0)


def test_a_restart_takes_its_energy_first_and_then_its_hours():
    # At dawn 600 kWh at 12 kW take 50 h; then 30 h at 10 kW give nothing; 304 h of 2 kW fill 304 kWh of fuel cells.
    sources = sources_with(solar_kw=12.0, fuel_cell_kwh=1e4)
    duty = on_off_duty(10.0, sources, EQUATOR, 30.0, 600.0)
    assert duty.share == pytest.approx((354.0 - 80.0 + 30.4) / 708.0)
    assert duty.restart_kw == pytest.approx(900.0 / 708.0)


def test_a_light_that_is_too_short_for_a_restart_gives_nothing():
    sources = sources_with(solar_kw=12.0)
    assert on_off_duty(10.0, sources, EQUATOR, 353.0, 0.0).share == pytest.approx(1.0 / 708.0)
    assert on_off_duty(10.0, sources, EQUATOR, 354.0, 0.0).share == 0.0


def test_a_load_that_works_through_the_night_is_not_restarted():
    enough = sources_with(solar_kw=30.0, battery_kwh=1000.0)
    assert on_off_duty(10.0, enough, RIDGE, 200.0, 5e3).share == 1.0
    short = enough._replace(battery_kwh=999.0)
    assert on_off_duty(10.0, short, RIDGE, 200.0, 5e3).share < 0.5


def test_a_site_that_is_always_lit_needs_no_storage_and_one_that_never_is_gets_nothing_from_the_sun():
    sources = sources_with(solar_kw=10.0, steady_kw=1.0, battery_kwh=1e5)
    assert lasting_kw(sources._replace(battery_kwh=0.0), light_cycle(1.0, 0.0)) == 11.0
    assert lasting_kw(sources, light_cycle(0.0, 354.0)) == 1.0
    assert proportional_duty(2.0, sources, light_cycle(0.0, 354.0)).share == 0.5


def test_a_load_of_nothing_is_served():
    for duty in duties(0.0, sources_with(), EQUATOR, (1.0, 1.0)):
        assert duty == (1.0, 0.0, 0.0, 0.0, 0.0)
