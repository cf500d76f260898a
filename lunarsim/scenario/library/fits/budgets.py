"""What the record says of budgets, ``configs/library/budgets.yml``: yearly shocks, and money granted for some years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from lunarsim.scenario.library.files import read


@dataclass(frozen=True)
class BudgetFit:
    """By how much budgets are moved within a year.

    Parameters
    ----------
    agencies : mapping of str to float [1]
        Standard deviation of a year's shock of the logarithm, by the agency's name in lower case.
    pooled : float [1]
        Of an agency without a record.
    """

    agencies: dict[str, float]
    pooled: float

    def ln_sd(self, agency: str) -> float:
        """Return an agency's yearly shock, the pooled one where the agency is unknown [1]."""
        return self.agencies.get(agency.casefold(), self.pooled)


@cache
def budget_fit() -> BudgetFit:
    """Return the fit that is shipped."""
    fit = read("budgets")["fit"]
    return BudgetFit({name.casefold(): ln_sd for name, ln_sd in fit["ln_sd"].items()}, fit["pooled_ln_sd"])


@cache
def grants(agency: str) -> Mapping[int, float]:
    """Return what an agency was granted beyond its yearly budget, by calendar year [MUSD]."""
    granted = read("budgets")["grants"]
    rows = next((rows for name, rows in granted.items() if name.casefold() == agency.casefold()), ())
    total: dict[int, float] = {}
    for row in rows:
        for year in range(row["first_year"], row["last_year"] + 1):
            total[year] = total.get(year, 0.0) + row["musd_per_year"]
    return total
