"""Patterns made up for the tests of behavior; the real ones are tested in tests/evidence."""

import numpy as np
import pytest
from hypothesis import settings

from lunarsim.physics.resource.patterns import Patterns

settings.register_profile("physics", database=None, deadline=None, derandomize=True)
settings.load_profile("physics")


@pytest.fixture(scope="session")
def patterns():
    ci = np.array([0.24, 0.61, 0.09, 0.46, 0.15, 0.056, 0.2, 0.036, 0.25, 0.055, 0.16, 0.025, 0.16, 0.025, 1.57, 5.9])
    slope = np.linspace(1.0, 0.4, 16)
    return Patterns(
        kreep_ppm=400.0 * ci * slope,
        feldspathic_ppm=np.append((8.0 * ci * slope)[:-1], 8.0),
        mare_ppm=np.append((40.0 * ci * slope[::-1])[:-1], 45.0),
        silicic_ppm=np.append((150.0 * ci)[:-1], np.nan),
        ci_ppm=ci,
        oxide_factor=np.linspace(1.17, 1.27, 16),
        kreep_thorium_ppm=22.0,
        merrillite_ppm=np.append((4e4 * ci * slope)[:-1], 0.0),
        merrillite_phosphorus_ppm=195_000.0,
    )
