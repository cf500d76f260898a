"""Runs of a sweep whose mine can be valued at any cost of a kilogram and any price, from what is stored of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.physics.money.discounting import net_present_value
from lunarsim.study.accounts.mine_costs import mine_costs
from lunarsim.study.accounts.present_value import month_factors
from lunarsim.study.accounts.revenue import monthly_revenue
from lunarsim.study.accounts.stored_runs import StoredRuns
from lunarsim.study.grid.planning import make_plan
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.grid.verdicts import scenario_at
from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, OK, import_model
from lunarsim.study.model.time_spans import TimeSpan, time_spans
from lunarsim.study.request.factors import varying
from lunarsim.study.request.levers import Axis
from lunarsim.study.store.request_record import stored_request
from lunarsim.version import RESULTS
from lunarsim.words.arrays import FloatArray
from lunarsim.words.errors import AnalysisError
from lunarsim.world.outcomes.block_arrays import WORLD_VARIABLES

if TYPE_CHECKING:
    import xarray as xr

COSTS = ("logistics.delivery_usd_per_kg", "finance.hardware_usd_per_kg", "logistics.return_usd_per_kg")
"""What a kilogram costs: delivered, built, and brought back."""

PRICE = "market.price_multiplier"

_BY_NAME = {variable.name: variable for variable in WORLD_VARIABLES}


class PricedRuns:
    """Runs of one combination of levers that ended well and have a mine.

    Parameters
    ----------
    runs : StoredRuns
        Runs with what is stored of them.
    """

    def __init__(self, runs: StoredRuns) -> None:
        self._runs = runs
        self._factors = month_factors(runs)
        # Prices take far longer than costs, and fewer of them are asked for.
        self._revenue: dict[float, FloatArray] = {}

    @property
    def count(self) -> int:
        """Number of runs."""
        return self._runs.count

    def npv_musd(self, kilogram_usd: float, price_multiple: float) -> FloatArray:
        """Return the net present value of the mine of each run, dims (run,) [MUSD].

        It is the one that accounts of these runs give, bit for bit.

        Parameters
        ----------
        kilogram_usd : float [USD/kg]
            What a kilogram costs, for each of :data:`COSTS`.
        price_multiple : float [1]
            Multiplier of all prices.
        """
        if price_multiple not in self._revenue:
            self._revenue[price_multiple] = monthly_revenue(self._at({PRICE: price_multiple}))
        flow = self._revenue[price_multiple] - mine_costs(self._at(dict.fromkeys(COSTS, kilogram_usd))).total
        return np.asarray(net_present_value(flow, self._factors))

    def _at(self, values: Mapping[str, float]) -> StoredRuns:
        """Return the runs with some parameters at one value for all."""
        given = {key: np.full(self.count, float(value)) for key, value in values.items()}
        return replace(self._runs, parameters={**self._runs.parameters, **given})


def plan_of(dataset: xr.Dataset) -> Plan:
    """Return the plan that a dataset was made from.

    Raises
    ------
    AnalysisError
        If it was made by a code with other results.
    StoreError, InputError
        If no plan can be made of what it says.
    """
    found = dataset.attrs.get("results")
    if found != RESULTS:
        made = f"its results are of number {found}, those of this lunarsim of number {RESULTS}"
        raise AnalysisError(f"break-even values the runs again, and {made}; simulate the sweep again")
    request = stored_request(dataset.attrs, "the sweep")
    return make_plan(request, import_model(CAMPAIGNS_REFERENCE), CAMPAIGNS_REFERENCE)


def priced_runs(dataset: xr.Dataset, plan: Plan) -> Iterator[tuple[dict[str, int], PricedRuns | None]]:
    """Yield the positions along the levers left in a dataset, with the runs there that have a mine; None without any.

    A mine is there where anything was paid for it, also where its gates stopped it.

    Parameters
    ----------
    dataset : Dataset
        A sweep, of which some values of levers may have been chosen.
    plan : Plan
        That of the whole sweep. Of a lever that only sets costs or the price the dataset holds one value at most.
    """
    left = [axis.name for axis in plan.axes if axis.name in dataset["status"].dims]
    for at in np.ndindex(*(dataset.sizes[name] for name in left)):
        here = dict(zip(left, at, strict=True))
        one = dataset.isel(here)
        yield here, _of_combination(one, plan, tuple(_position(one, axis) for axis in plan.axes))


def _position(one: xr.Dataset, axis: Axis) -> int:
    """Return where on an axis of the plan a dataset stands; one that has lost the lever, on the first value."""
    if axis.name not in one.coords:
        return 0
    labels = list(axis.cases) if axis.cases else axis.levers[0].labels()
    return labels.index(one[axis.name].values.item())


def _of_combination(one: xr.Dataset, plan: Plan, combination: Sequence[int]) -> PricedRuns | None:
    # Without a mine a run is worth nothing at any cost and price, which would be a break-even everywhere.
    has_mine = one["mine_cost_part_musd"].sum("cost_part") > 0
    sample, replicate = np.nonzero(((one["status"] == OK) & has_mine).transpose("sample", "replicate").values)
    if not sample.size:
        return None
    labels = one["sample"].values.tolist(), one["replicate"].values.tolist()
    rows = [
        plan.row(combination, labels[0][s], labels[1][r])
        for s, r in zip(sample.tolist(), replicate.tolist(), strict=True)
    ]
    scenario = scenario_at(plan.axes, plan.bases, combination)
    if scenario.returns.policy == "if_worth":
        reason = "prices decide in the runs whether product goes home (returns.policy=if_worth)"
        raise AnalysisError(f"break-even takes other prices, and {reason}; simulate the sweep with returns.policy=all")
    scenarios = [scenario] * len(rows)
    parameters = {
        factor.key: np.asarray(one[factor.key].values, dtype=float)[sample]
        for factor, _ in varying(plan.factors, combination)
    }
    # Start and horizon are levers at most, so that all these runs are of one time span.
    (span,) = time_spans(scenarios, range(len(rows)), plan.labels)
    stored = _Arrays(one, span, plan, (sample, replicate))
    return PricedRuns(StoredRuns(scenarios, span.calendar, span.labels, stored, rows, plan.design.seed, parameters))


class _Arrays(Mapping[str, NDArray[Any]]):
    """Outcomes of some runs of a dataset on the axes of their time span, read when an account asks for them."""

    def __init__(self, one: xr.Dataset, span: TimeSpan, plan: Plan, runs: tuple[Any, Any]) -> None:
        self._one, self._span, self._plan, self._runs = one, span, plan, runs
        self._known: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._known:
            variable = _BY_NAME[name]
            values = self._one[name].transpose("sample", "replicate", *variable.dims).values[self._runs]
            # The order in memory decides the order of sums, and so their last bit.
            self._known[name] = np.ascontiguousarray(values[self._span.where(variable, self._plan.labels)])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_BY_NAME)

    def __len__(self) -> int:
        return len(_BY_NAME)
