"""Figures by which papers describe a pattern of rare earths."""

import numpy as np

from lunarsim.physics.resource.patterns import REE_AXIS


def normalized(ppm, ci_ppm, element):
    """Return the abundance of an element over that of CI chondrite."""
    at = REE_AXIS.index(element)
    return np.asarray(ppm)[..., at] / ci_ppm[at]


def europium_anomaly(ppm, ci_ppm):
    """Return Eu/Eu*: europium over what its neighbors make expect, all normalized to CI (Taylor & McLennan 1985)."""
    samarium, europium, gadolinium = (normalized(ppm, ci_ppm, name) for name in ("Sm", "Eu", "Gd"))
    return europium / np.sqrt(samarium * gadolinium)


def la_yb_normalized(ppm, ci_ppm):
    """Return the slope of a pattern: lanthanum over ytterbium, both normalized to CI."""
    return normalized(ppm, ci_ppm, "La") / normalized(ppm, ci_ppm, "Yb")
