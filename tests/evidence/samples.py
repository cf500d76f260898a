"""Lunar soils as measured, kept out of the element library so that they can test it.

Lunar Sample Compendium (Meyer); Lunar Sourcebook, Table 7.15 (McKay et al. 1991; FeO); Korotev 1997; Laul & Schmitt
1973; Zong et al. 2022 for Chang'e-5.
"""

import numpy as np

from lunarsim.physics.resource.patterns import REE_AXIS

SOILS = {
    "Apollo 14": {
        "thorium_ppm": 13.7,
        "feo_wt_pct": 10.4,
        "ppm": {"La": 68, "Ce": 178, "Nd": 106, "Sm": 30, "Eu": 2.55, "Gd": 35, "Tb": 6.3, "Dy": 39, "Ho": 8.8,
                "Er": 24, "Yb": 22, "Lu": 3, "Y": 225, "Sc": 22.5},
    },
    "Apollo 12": {
        "thorium_ppm": 6.0,
        "feo_wt_pct": 16.4,
        "ppm": {"La": 34.5, "Ce": 88, "Nd": 53, "Sm": 15.6, "Eu": 1.76, "Gd": 19.5, "Tb": 3.5, "Dy": 21, "Yb": 11.8,
                "Lu": 1.65, "Sc": 38},
    },
    "Apollo 16": {
        "thorium_ppm": 2.1,
        "feo_wt_pct": 5.4,
        "ppm": {"La": 12.3, "Ce": 32, "Nd": 19.5, "Sm": 5.7, "Eu": 1.21, "Tb": 1.15, "Dy": 7.3, "Yb": 4.1, "Lu": 0.57,
                "Sc": 9.5},
    },
    "Luna 20": {
        "thorium_ppm": 0.97,
        "feo_wt_pct": 7.5,
        "ppm": {"La": 6.1, "Ce": 16, "Nd": 10.5, "Sm": 3.05, "Eu": 0.93, "Tb": 0.62, "Dy": 4.1, "Yb": 2.35, "Lu": 0.35,
                "Sc": 16},
    },
    "Chang'e-5": {
        "thorium_ppm": 5.14,
        "feo_wt_pct": 22.7,
        "ppm": {"La": 36, "Ce": 94, "Pr": 13, "Nd": 60, "Sm": 17.5, "Eu": 2.6, "Gd": 20, "Tb": 3.4, "Dy": 21, "Ho": 4.2,
                "Er": 11.3, "Yb": 9.9, "Lu": 1.35, "Y": 115},
    },
}  # fmt: skip


def measured_ppm(name):
    return np.array([SOILS[name]["ppm"].get(element, np.nan) for element in REE_AXIS])
