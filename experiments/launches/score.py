"""Score forecasts of launches, leaving one family out: ``python -m experiments.launches.score``.

Each family's flights are forecast from the other families alone: by the fit, by one constant failure rate, by one
such rate for each class of developer, and by the rule that lunarsim had before (a Beta prior of 1.5 successes and half
a failure, to which each flight adds its outcome, a failure as half a flight). The score is the logarithm of the
probability of what happened; a partial failure counts as half of each. Intervals are of resampled families.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.launches.fit import fit, log_scores, optimum
from experiments.launches.record import Family, families
from lunarsim.physics.chance.launch_growth import passed_hazard
from lunarsim.scenario.library.launch_fit import LaunchFit, launch_fit

BINS = ((1, 10), (11, 20), (21, 30), (50, 200))
"""Flights over which rates are told, first and last."""


def _binary(family: Family, probabilities: np.ndarray | float) -> float:
    failed = family.failures
    return float((failed * np.log(probabilities) + (1.0 - failed) * np.log1p(-np.asarray(probabilities))).sum())


def of_fit(family: Family, others: Sequence[Family], start: np.ndarray | None = None) -> float:
    """Return the score of the fit to the other families [nat]."""
    return float(log_scores([family], fit(others, start))[0])


def of_constant_rate(family: Family, others: Sequence[Family]) -> float:
    """Return the score of the other families' failure rate [nat]."""
    return _binary(family, float(np.concatenate([other.failures for other in others]).mean()))


def of_constant_rates(family: Family, others: Sequence[Family]) -> float:
    """Return the score of the failure rate of the other families of the class [nat]."""
    return of_constant_rate(family, [other for other in others if other.is_new == family.is_new])


def of_feedback(family: Family, others: Sequence[Family]) -> float:
    """Return the score of the Beta rule, whose figures did not come from this record [nat]."""
    del others
    failed = family.failures
    earlier = np.concatenate([[0.0], np.cumsum(failed)[:-1]])
    successes = np.arange(len(failed)) - earlier + 1.5
    success = successes / (successes + 0.5 * earlier + 0.5)
    return _binary(family, 1.0 - np.minimum(success, 0.99))


FORECASTS = {
    "constant rate": of_constant_rate,
    "constant rate by class": of_constant_rates,
    "Beta prior with feedback": of_feedback,
}


def scores(record: Sequence[Family]) -> dict[str, np.ndarray]:
    """Return the scores of each family, left out, by forecast [nat]."""
    start = optimum(record)
    left_out = [(family, [other for other in record if other is not family]) for family in record]
    rows = {"fit": np.array([of_fit(family, others, start) for family, others in left_out])}
    return rows | {
        name: np.array([forecast(family, others) for family, others in left_out])
        for name, forecast in FORECASTS.items()
    }


def rates(fitted: LaunchFit, new: bool) -> np.ndarray:
    """Return the probability that flight 1, 2, ... of a family of unknown factor fails, up to the 200th [1]."""
    first = fitted.first_hazard_new if new else fitted.first_hazard_experienced
    hazards = first * np.diff(passed_hazard(np.arange(BINS[-1][1] + 1.0), fitted.hazard_decay))
    # The mean of exp(-hazard * factor) over a gamma distribution.
    return np.asarray(1.0 - (1.0 + hazards / fitted.family_shape) ** -fitted.family_shape)


def gain_interval(gains: np.ndarray, resamples: int = 4000, seed: int = 1) -> tuple[float, float]:
    """Return the 90 % interval of the sum of the families' gains [nat]."""
    rng = np.random.default_rng(seed)
    sums = gains[rng.integers(0, len(gains), (resamples, len(gains)))].sum(axis=1)
    low, high = np.quantile(sums, [0.05, 0.95])
    return float(low), float(high)


def report() -> str:
    """Return the report as text."""
    record = families()
    lines = [f"{len(record)} families, {sum(len(family.outcomes) for family in record)} flights", ""]
    for label, new in (("experienced", False), ("new", True)):
        of_class = [family.failures for family in record if family.is_new == new]
        first = np.array([failed[0] for failed in of_class])
        rows = rates(launch_fit(), new)
        lines.append(
            f"{label}: first flights {first.mean():.2f} of {len(first)} in the record, {rows[0]:.2f} in the fit"
        )
        for begin, end in BINS:
            seen = np.concatenate([failed[begin - 1 : end] for failed in of_class])
            shown = f"{seen.mean():.3f} of {len(seen)}" if len(seen) else "none"
            lines.append(
                f"  flights {begin} to {end}: {shown} in the record, {rows[begin - 1 : end].mean():.3f} in the fit"
            )
    lines += ["", "log score, each family left out [nat], and the gain of the fit with its 90 % interval"]
    by_forecast = scores(record)
    for name, rows in by_forecast.items():
        low, high = gain_interval(by_forecast["fit"] - rows)
        gain = "" if name == "fit" else f"  {(by_forecast['fit'] - rows).sum():+.1f} ({low:+.1f} to {high:+.1f})"
        lines.append(f"  {name}: {rows.sum():.1f}{gain}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(report(), end="")
