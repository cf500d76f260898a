"""Light and darkness of a site, as the cycle that its storage must carry."""

from __future__ import annotations

from typing import NamedTuple

LEAST_DARK_HOURS = 1.0
"""Shortest dark spell of a site that is not always lit: shorter ones are shadows that pass [h]."""


class LightCycle(NamedTuple):
    """A spell of light and the dark spell after it, which repeat.

    Parameters
    ----------
    light_hours : float [h]
        Time with the Sun; 0 where it never shines.
    dark_hours : float [h]
        Time without; 0 where it always shines.
    """

    light_hours: float
    dark_hours: float

    @property
    def hours(self) -> float:
        """Length of the cycle [h]."""
        return self.light_hours + self.dark_hours


def light_cycle(lit_fraction: float, dark_spell_hours: float) -> LightCycle:
    """Return the cycle of light and darkness that has a site's share of light and its longest dark spell.

    All darkness comes in spells as long as the longest one, and the light between them is what the share of light
    leaves: light / (light + dark) = lit fraction. Away from the poles this is the lunar day itself; at the poles
    storage that is worth some hours carries a larger part of shorter spells (docs/power.md has what is approximated).

    Source: definition; spells of 3 to 5 days on the best ridges (Gläser et al. 2014, Icarus 243:78), half a synodic
    month of 29.53 days away from the poles (Heiken et al. 1991, Lunar Sourcebook, ch. 3).

    Parameters
    ----------
    lit_fraction : float [1]
        Share of the year in sunlight, from 0 to 1.
    dark_spell_hours : float [h]
        Longest darkness; of no account where it is always light.

    Returns
    -------
    LightCycle [h]
        One hour of light and none of darkness where the share of light is 1.
    """
    if lit_fraction >= 1.0:
        return LightCycle(1.0, 0.0)
    dark = max(dark_spell_hours, LEAST_DARK_HOURS)
    return LightCycle(dark * lit_fraction / (1.0 - lit_fraction), dark)
