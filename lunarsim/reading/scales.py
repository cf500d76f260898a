"""The one rule of figures for people: three digits at most, in units in which the largest of a range is 0.1 to 10^6.

Tables, sentences and the workbook take it. Units stay as they are declared where a figure reads well in them; else the
next units of the same kind are taken, the same for both ends of a range, so that none needs a power of ten.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lunarsim.reading.titles.parameters import units_in_words

if TYPE_CHECKING:
    import xarray as xr

LEAST, MOST = 0.1, 1e6
"""Between these the largest figure of a range reads well in the units that it has."""

DIGITS = 3
"""Digits of a figure; the error of what the model says leaves no use for more."""

KINDS: Sequence[Mapping[str, float]] = (
    {"mg": 1e-6, "g": 1e-3, "kg": 1.0, "t": 1e3, "million t": 1e9},
    {"USD": 1.0, "million USD": 1e6, "billion USD": 1e9, "trillion USD": 1e12},
    {"W": 1e-3, "kW": 1.0, "MW": 1e3, "GW": 1e6, "TW": 1e9},
    {"Wh": 1e-3, "kWh": 1.0, "MWh": 1e3, "GWh": 1e6, "TWh": 1e9},
    {"days": 1 / 365.25, "years": 1.0},
)
"""Units of a kind, with their sizes; of units of no kind there are millions, billions and trillions."""

LARGE = {"": 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}


class Scale(NamedTuple):
    """Units for people.

    Parameters
    ----------
    units : str
        Such as "million USD/kg"; empty of a pure number below a million.
    factor : float
        What figures in the units that were given are multiplied by.
    """

    units: str
    factor: float


def scale_of(units: str, values: Iterable[float]) -> Scale:
    """Return the units in which figures that stand together are read.

    Parameters
    ----------
    units : str
        Those of the figures, as people write them: "kg", "million USD", "USD/kg" or none.
    values : iterable of float
        The figures; what is no finite number says nothing.
    """
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    # As it is shown: 999,999 kg are 1,000,000 kg.
    largest = float(f"{largest:.{DIGITS}g}")
    if largest == 0 or LEAST <= largest < MOST:
        return Scale(units, 1.0)
    over, slash, under = units.partition("/")
    kind = next((kind for kind in KINDS if over in kind), None) or {
        " ".join(filter(None, (word, over))): size for word, size in LARGE.items()
    }
    own = kind[over]
    fitting = [each for each, size in kind.items() if largest * own / size >= 1]
    chosen = fitting[-1] if fitting else next(iter(kind))
    return Scale(f"{chosen}{slash}{under}", own / kind[chosen])


def in_readable_units(result: xr.Dataset, shown: Sequence[str], others: Sequence[str] = ()) -> xr.Dataset:
    """Return a result whose figures and ``outcome_units`` are those in which people read them, one scale an outcome.

    Parameters
    ----------
    result : Dataset
        With ``outcome_units`` and ``outcome_is_date`` along ``outcome_name``, in which units are UDUNITS texts.
    shown : sequence of str
        Its variables in the units of the outcome that are shown, as far as it has them; of dates they are differences.
    others : sequence of str
        Those that go along with them, such as errors.
    """
    shown, others = ([name for name in names if name in result.variables] for names in (shown, others))
    scales = []
    for index in range(result.sizes["outcome_name"]):
        one = result.isel(outcome_name=index)
        units = units_in_words(one["outcome_units"].item())
        scales.append(scale_of(units, (value for name in shown for value in one[name].values.ravel().tolist())))
    factors = result["outcome_units"].copy(data=[scale.factor for scale in scales]).drop_vars("outcome_units")
    return result.assign({name: result[name] * factors for name in (*shown, *others)}).assign_coords(
        outcome_units=("outcome_name", [scale.units for scale in scales])
    )
