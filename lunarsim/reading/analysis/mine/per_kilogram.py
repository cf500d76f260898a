"""What a kilogram takes: amounts of a run over what it produced."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from lunarsim.words.errors import AnalysisError

PRODUCED = "ree_produced_kg"


def per_kilogram(dataset: xr.Dataset, names: Sequence[str], produced: str = PRODUCED) -> xr.Dataset:
    """Return a sweep with what each run used for a kilogram of what it produced.

    Parameters
    ----------
    dataset : Dataset
        A sweep.
    names : sequence of str
        Amounts such as ``energy_used_mwh``.
    produced : str
        What is produced [kg].

    Returns
    -------
    Dataset
        The sweep with a variable ``NAME_per_kilogram`` for each amount, in its unit over kg; NaN in runs that produce
        nothing, which have used up what they used.

    Raises
    ------
    AnalysisError
        If the dataset lacks one of them.
    """
    missing = [name for name in (*names, produced) if name not in dataset]
    if missing:
        raise AnalysisError(f"per kilogram: {', '.join(missing)} not in the dataset; run the sweep again")
    product_kg = dataset[produced].where(dataset[produced] > 0)
    quotients = {}
    for name in names:
        about = dataset[name].attrs
        quotients[f"{name}_per_kilogram"] = (dataset[name] / product_kg).assign_attrs(
            long_name=f"{about.get('long_name', name)} per kilogram", units=f"{about.get('units', '1')} kg-1"
        )
    return dataset.assign(quotients)
