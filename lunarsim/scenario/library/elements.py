"""The element library: abundance patterns, oxide factors and oxide prices of ``configs/library/elements.yml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from lunarsim.scenario.library.files import read

if TYPE_CHECKING:
    import numpy as np

    from lunarsim.physics.resource.patterns import Patterns


def _row(values: dict[str, float | None]) -> np.ndarray:
    import numpy as np

    from lunarsim.physics.resource.patterns import REE_AXIS

    return np.array([np.nan if values.get(name) is None else values[name] for name in REE_AXIS], dtype=float)


@cache
def load_patterns() -> Patterns:
    """Return the completed element tables."""
    import numpy as np

    from lunarsim.physics.resource.patterns import assemble_patterns

    library: dict[str, Any] = read("elements")
    materials = library["materials"]
    mare = library["mare"]
    return assemble_patterns(
        kreep_ppm=_row(materials["kreep"]["ppm"]),
        feldspathic_ppm=_row(materials["feldspathic"]["ppm"]),
        mare_samples_ppm=np.array([_row(sample["ppm"]) for sample in mare["samples"].values()]),
        mare_scandium_ppm=float(mare["scandium"]["ppm"]),
        silicic_ppm=_row(materials["silicic"]["ppm"]),
        ci_ppm=_row(materials["ci"]["ppm"]),
        oxide_factor=_row(library["oxides"]["kg_per_kg"]),
        kreep_thorium_ppm=float(materials["kreep"]["thorium_ppm"]),
        merrillite_ppm=_row(library["minerals"]["merrillite"]["ppm"]),
        merrillite_phosphorus_ppm=float(library["minerals"]["merrillite"]["phosphorus_ppm"]),
    )


def mean_price(element: str, level: np.ndarray, newest: Any, outside: Any) -> np.ndarray:
    """Return the price to which an oxide's price returns, dims (run,) [USD/kg].

    Parameters
    ----------
    element : str
        The element.
    level : array [1], dims (run,)
        Multiplier on all prices.
    newest, outside : array of bool, dims (run,)
        Whether prices are the newest, and those outside China.
    """
    import numpy as np

    of_2024, newest_prices = read("elements")["prices"], read("market")["prices"]["newest_2025"]["usd_per_kg"]
    old = of_2024["elements"][element]["value"] * of_2024["to_currency_year_2025"]
    beyond = read("market")["prices"]["outside_over_inside"]["factor"].get(element, 1.0)
    price: np.ndarray = level * np.where(newest, newest_prices.get(element, old), old)
    return price * np.where(outside, beyond, 1.0)
