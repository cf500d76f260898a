"""Landing windows against astronomy worked out apart from the code."""

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lunarsim.words.units import DRACONIC_YEAR_DAYS, SYNODIC_MONTH_DAYS
from lunarsim.world.flights.windows import (
    MARS_OPEN_DAYS,
    MARS_SYNODIC_DAYS,
    OPEN_DAYS,
    SUNRISE_TO_LANDING_DAYS,
    LandingWindows,
    mars_opening,
    next_mars_departure,
)

START = dt.date(2026, 7, 1)
DAYS = st.floats(0, 20_000)
SITES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def mean_new_moon(number):
    """Return the julian date of a mean new moon, counted from January 2000 (Meeus 1998, eq. 49.1)."""
    return 2451550.09766 + 29.530588861 * number


def julian(moment):
    return moment.toordinal() + 1721424.5 + (moment.hour + moment.minute / 60) / 24


def sun_latitude_deg(date):
    """Return the latitude of the Moon at which the Sun stands in the zenith (Meeus 1998, ch. 25 and 53)."""
    centuries = (date.toordinal() + 1721424.5 - 2451545.0) / 36525
    anomaly = math.radians(357.52911 + 35999.05029 * centuries)
    longitude = 280.46646 + 36000.76983 * centuries + 1.914602 * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    node = 125.0445479 - 1934.1362891 * centuries
    return 1.54242 * math.sin(math.radians(longitude - node))


@given(SITES, DAYS, st.sampled_from(["none", "month", "polar"]))
def test_a_landing_is_never_sent_into_the_past_nor_further_than_a_season_and_a_month(site, day, window):
    longest = {"none": 0.0, "month": SYNODIC_MONTH_DAYS, "polar": DRACONIC_YEAR_DAYS / 2 + 2 * SYNODIC_MONTH_DAYS}
    landing = LandingWindows(START, *site).next_landing(window, day)
    assert day <= landing <= day + longest[window]


@given(SITES, DAYS, st.sampled_from(["month", "polar"]))
def test_the_day_of_a_landing_is_itself_a_day_to_land(site, day, window):
    windows = LandingWindows(START, *site)
    landing = windows.next_landing(window, day)
    assert windows.next_landing(window, landing + 1e-6) == pytest.approx(landing, abs=1e-5)


@given(SITES, DAYS)
def test_windows_open_a_synodic_month_apart_and_stay_open_for_two_days(site, day):
    windows = LandingWindows(START, *site)
    opening = windows.next_month(windows.next_month(day) + OPEN_DAYS + 0.01)
    following = windows.next_month(opening + OPEN_DAYS + 0.01)
    assert following - opening == pytest.approx(SYNODIC_MONTH_DAYS, abs=1e-6)
    assert windows.next_month(opening + OPEN_DAYS - 0.01) == opening + OPEN_DAYS - 0.01


@given(SITES, DAYS)
def test_a_polar_landing_lies_in_a_monthly_window_of_the_summer_half_year(site, day):
    windows = LandingWindows(START, *site)
    landing = windows.next_polar(day)
    assert windows.in_summer(landing)
    assert windows.next_month(landing) == pytest.approx(landing, abs=1e-6)


@pytest.mark.parametrize("longitude", [-154.0, -51.9, 0.0, 23.5, 129.78, 177.6])
@pytest.mark.parametrize("number", [330, 340, 400, 512, 640])
def test_a_window_opens_after_the_sunrise_that_follows_from_the_new_moon(longitude, number):
    # At new moon the Sun stands over 180 degrees and moves west; true new moons differ from mean ones by 0.6 days.
    sunrise = mean_new_moon(number) + (90 - longitude) / 360 * 29.530588861 - (START.toordinal() + 1721424.5)
    windows = LandingWindows(START, 0.0, longitude)
    opening = windows.next_month(sunrise - 5.0)
    assert opening - SUNRISE_TO_LANDING_DAYS == pytest.approx(sunrise, abs=0.6)


def test_apollo_11_landed_in_a_window_of_its_site():
    start = dt.date(1969, 7, 1)
    landed = julian(dt.datetime(1969, 7, 20, 20, 17)) - (start.toordinal() + 1721424.5)
    assert LandingWindows(start, 0.67, 23.47).next_month(landed) == landed


@pytest.mark.parametrize("latitude", [-89.0, 89.0])
def test_the_summer_half_year_is_that_in_which_the_sun_stands_on_the_site_s_side(latitude):
    windows = LandingWindows(START, latitude, 0.0)
    wrong = 0
    for day in range(0, 10_957, 7):
        north = sun_latitude_deg(START + dt.timedelta(days=day))
        if abs(north) > 0.15:
            wrong += windows.in_summer(day) != (north * latitude > 0)
    assert wrong == 0


def test_the_formula_for_the_sun_gives_the_example_of_its_source():
    assert sun_latitude_deg(dt.date(1992, 4, 12)) == pytest.approx(1.46, abs=0.02)


def test_viper_was_to_land_in_southern_summer_and_clementine_saw_southern_winter():
    windows = LandingWindows(dt.date(1994, 1, 1), -85.0, 0.0)
    assert windows.in_summer((dt.date(2024, 11, 20) - dt.date(1994, 1, 1)).days)
    assert not windows.in_summer((dt.date(1994, 3, 20) - dt.date(1994, 1, 1)).days)


@pytest.mark.parametrize(
    ("craft", "launched"),
    [
        ("Mars Global Surveyor", dt.date(1996, 11, 7)),
        ("Mars 96", dt.date(1996, 11, 16)),
        ("Mars Pathfinder", dt.date(1996, 12, 4)),
        ("Mars Climate Orbiter", dt.date(1998, 12, 11)),
        ("Mars Polar Lander", dt.date(1999, 1, 3)),
        ("2001 Mars Odyssey", dt.date(2001, 4, 7)),
        ("Mars Express", dt.date(2003, 6, 2)),
        ("Spirit", dt.date(2003, 6, 10)),
        ("Opportunity", dt.date(2003, 7, 8)),
        ("Mars Reconnaissance Orbiter", dt.date(2005, 8, 12)),
        ("Phobos-Grunt", dt.date(2011, 11, 8)),
        ("Curiosity", dt.date(2011, 11, 26)),
        ("Mangalyaan, out of Earth orbit", dt.date(2013, 12, 1)),
        ("MAVEN", dt.date(2013, 11, 18)),
        ("ExoMars TGO", dt.date(2016, 3, 14)),
        ("InSight", dt.date(2018, 5, 5)),
        ("Hope", dt.date(2020, 7, 19)),
        ("Tianwen-1", dt.date(2020, 7, 23)),
        ("Perseverance", dt.date(2020, 7, 30)),
    ],
)
def test_craft_left_for_mars_in_a_season(craft, launched):
    start = dt.date(2011, 1, 1)
    day = float((launched - start).days)
    assert next_mars_departure(start, day) == day, craft


# Oppositions of 2001, 2003 and 2005 lie 808 and 802 days apart, those of 2010, 2012 and 2014 764 and 766.
@pytest.mark.parametrize(
    ("first", "least", "most"), [(dt.date(2001, 3, 1), 790.0, 825.0), (dt.date(2009, 10, 1), 750.0, 770.0)]
)
def test_seasons_for_mars_are_further_apart_where_mars_is_near_the_sun(first, least, most):
    leaves = next_mars_departure(first, 0.0)
    assert leaves == 0.0
    next_season = next_mars_departure(first, MARS_OPEN_DAYS + 1.0)
    before = next_mars_departure(first, -100.0)
    assert least <= next_season - before <= most


@given(DAYS)
def test_a_season_for_mars_comes_every_26_months_in_the_mean_and_lasts_two(day):
    leaves = next_mars_departure(START, day)
    assert day <= leaves <= day + MARS_SYNODIC_DAYS - MARS_OPEN_DAYS + 50.0
    assert next_mars_departure(START, leaves + 1e-6) == pytest.approx(leaves, abs=1e-5)
    opening = next_mars_departure(START, leaves + MARS_OPEN_DAYS + 0.01)
    # No day just before it, and none behind its end.
    assert next_mars_departure(START, opening - 1.0) == pytest.approx(opening)
    assert next_mars_departure(START, opening + MARS_OPEN_DAYS - 0.01) == opening + MARS_OPEN_DAYS - 0.01
    assert next_mars_departure(START, opening + MARS_OPEN_DAYS + 0.01) > opening + 700.0


def test_seven_seasons_for_mars_take_15_years():
    openings = [mars_opening(START, number) for number in (0, 7)]
    # The orbits come back to the same places but for half a month.
    assert openings[1] - openings[0] == pytest.approx(15 * 365.25, abs=25.0)
    assert openings[1] - openings[0] == pytest.approx(7 * MARS_SYNODIC_DAYS, abs=15.0)


def test_a_launch_for_the_moon_is_a_landing_less_its_way_and_one_for_mars_is_not():
    windows = LandingWindows(START, -89.0, 0.0)
    assert windows.next_launch("month", 3.0, 0.0, 5.0) == windows.next_landing("month", 8.0) - 5.0
    assert windows.next_launch("mars", 3.0, 60.0, 5.0) == next_mars_departure(START, 63.0) - 60.0
    assert windows.next_launch("none", 3.0, 60.0, 5.0) == 3.0
