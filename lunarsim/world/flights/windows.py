"""When a landing has the light it needs and Mars can be reached: mean motions in closed form, no ephemeris."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping

from lunarsim.words.units import DRACONIC_YEAR_DAYS, SIDEREAL_YEAR_DAYS, SYNODIC_MONTH_DAYS
from lunarsim.world.purposes import OF_THE_MINE

NEW_MOON = dt.date(2026, 8, 12)
NEW_MOON_HOUR = 17.6
"""New moon of the total solar eclipse of 12 August 2026, UTC (NASA eclipse catalog)."""

SOUTHERN_SUMMER = dt.date(2026, 11, 18)
"""Middle of a summer half-year of the lunar south pole, when the Sun stands 1.5 degrees south (Meeus 1998, ch. 53)."""

SUNRISE_TO_LANDING_DAYS = 0.4
OPEN_DAYS = 2.0
"""A low morning Sun, 5 to 15 degrees or a little more, stands over a site for about two days a month."""

MARS_SEASON = dt.date(2028, 12, 7)
"""Opening of a launch season for Mars by the mean motion, about which the true one swings."""

MARS_SYNODIC_DAYS = 779.94
MARS_OPEN_DAYS = 60.0
"""From one season to the next, as a mean (Meeus 1998, ch. 36), and how long one lasts: of the 20 craft that left from
1996 to 2020 all but Phoenix did so within 60 days of an opening."""

_MARS_SWING_DAYS = ((-34.18, -10.89), (0.17, -4.38))
"""How far a season opens from the mean one, as the orbit of Mars is no circle: coefficients of cosine and sine, once
and twice around the Sun [day]. Fit to the days from which on the least energy to Mars is at most 1.4 times that of the
season, by Lambert arcs of 160 to 420 days between mean ellipses (Standish, JPL), 1996 to 2107: within eight days."""

_ROUNDING_DAYS = 1e-6
"""A season that opens within a tenth of a second is open, or rounding could put a launch off forever."""

MARS_TRANSIT_DAYS = 210.0
"""Launch to arrival: Tianwen-1 took 202 days, Perseverance 203, InSight 205."""


def mars_opening(start: dt.date, number: int) -> float:
    """Return the day [day since start] on which a season for Mars opens, by its number from :data:`MARS_SEASON` on."""
    mean = number * MARS_SYNODIC_DAYS
    # How far the Earth has come around the Sun.
    turn = 2.0 * math.pi * mean / SIDEREAL_YEAR_DAYS
    (cosine, sine), (cosine_of_two, sine_of_two) = _MARS_SWING_DAYS
    swing = cosine * math.cos(turn) + sine * math.sin(turn)
    swing += cosine_of_two * math.cos(2.0 * turn) + sine_of_two * math.sin(2.0 * turn)
    return (MARS_SEASON - start).days + mean + swing


def next_mars_departure(start: dt.date, day: float) -> float:
    """Return the first day [day since start] from ``day`` on at which a craft can leave for Mars."""
    number = math.floor((day - (MARS_SEASON - start).days) / MARS_SYNODIC_DAYS) - 1
    while (opening := mars_opening(start, number)) + MARS_OPEN_DAYS < day:
        number += 1
    return day if opening - day < _ROUNDING_DAYS else opening


def first_opening(start: dt.date, longitude_deg: float) -> float:
    """Return the day [day since start] of a landing window's opening at a longitude, before or after the start.

    At new moon the Sun stands over 180 degrees; it moves westward once around in a synodic month, and rises over a
    site when it stands 90 degrees east of it.
    """
    new_moon = (NEW_MOON - start).days + NEW_MOON_HOUR / 24
    return new_moon + (90.0 - longitude_deg) / 360.0 * SYNODIC_MONTH_DAYS + SUNRISE_TO_LANDING_DAYS


class LandingWindows:
    """The landing windows of a site, in days since the start.

    Parameters
    ----------
    start : date
        First day of the simulation.
    latitude_deg, longitude_deg : float
        The site [degrees].
    """

    def __init__(self, start: dt.date, latitude_deg: float, longitude_deg: float) -> None:
        self._start = start
        self._opening = first_opening(start, longitude_deg)
        summer = float((SOUTHERN_SUMMER - start).days)
        # The northern summer is half a draconic year away from the southern one.
        self._summer = summer if latitude_deg < 0 else summer + DRACONIC_YEAR_DAYS / 2

    def next_month(self, day: float) -> float:
        """Return the first day from ``day`` on at which the monthly window is open [day]."""
        since = (day - self._opening) % SYNODIC_MONTH_DAYS
        return day if since <= OPEN_DAYS else day + SYNODIC_MONTH_DAYS - since

    def in_summer(self, day: float) -> bool:
        """Return whether ``day`` lies in the pole's summer half-year."""
        return (day - self._summer + DRACONIC_YEAR_DAYS / 4) % DRACONIC_YEAR_DAYS < DRACONIC_YEAR_DAYS / 2

    def next_polar(self, day: float) -> float:
        """Return the first day from ``day`` on with a monthly window open in the pole's summer half-year [day]."""
        landing = self.next_month(day)
        while not self.in_summer(landing):
            since = (landing - self._summer + DRACONIC_YEAR_DAYS / 4) % DRACONIC_YEAR_DAYS
            # A second more, or rounding could leave it before the season forever.
            landing = self.next_month(landing + DRACONIC_YEAR_DAYS - since + 1e-5)
        return landing

    def next_launch(self, window: str, day: float, campaign_days: float, transit_days: float) -> float:
        """Return the first day from ``day`` on at which a mission may be launched [day].

        Its last launch comes ``campaign_days`` after the first; that one leaves in season for Mars, or lands in light.
        """
        if window == "mars":
            return next_mars_departure(self._start, day + campaign_days) - campaign_days
        ahead = campaign_days + transit_days
        return self.next_landing(window, day + ahead) - ahead

    def next_landing(self, window: str, day: float) -> float:
        """Return the first day from ``day`` on that a mission's window (none, month or polar) allows [day]."""
        if window == "month":
            return self.next_month(day)
        return self.next_polar(day) if window == "polar" else day


def windows_by_destination(
    stations: Mapping[str, LandingWindows], lead: str, mine: LandingWindows
) -> Callable[[str, str], LandingWindows]:
    """Return what gives the windows of the place to which a program flies for a purpose.

    Parameters
    ----------
    stations : mapping
        Windows of each station, by its lead.
    lead : str
        Lead of the main station, to which programs without a station of their own fly.
    mine : LandingWindows
        Windows of the plant.
    """
    main = stations[lead]

    def windows(program: str, purpose: str) -> LandingWindows:
        return mine if purpose in OF_THE_MINE else stations.get(program, main)

    return windows
