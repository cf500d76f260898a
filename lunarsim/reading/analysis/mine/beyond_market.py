"""Elements of which more lands than the world uses, where the law that lowers their price is out of its range."""

from __future__ import annotations

import xarray as xr

from lunarsim.reading.analysis.valid_runs import finished
from lunarsim.reading.wording import share

BEYOND = "beyond_market_share"

MOST_NAMED = 5


def beyond_market_in_words(dataset: xr.Dataset) -> list[str]:
    """Return a sentence on the elements that a sweep lands more of than the world uses; nothing where there are none.

    Shares of years are means over the runs with deliveries, and over all lever values.
    """
    if BEYOND not in dataset:
        return []
    shares = dataset[BEYOND].where(finished(dataset))
    means = shares.mean([dim for dim in shares.dims if dim != "ree"]).to_series()
    affected = means[means > 0].sort_values(ascending=False, kind="stable")
    if affected.empty:
        return []
    named = [f"{element} {share(part)}" for element, part in affected.iloc[:MOST_NAMED].items()]
    if len(affected) > MOST_NAMED:
        named.append(f"{len(affected) - MOST_NAMED} more elements")
    return [
        "More lands than the world uses, so that the law by which new supply lowers prices is out of its range, in the "
        f"mean in these shares of the years with deliveries: {', '.join(named)} ({BEYOND})."
    ]
