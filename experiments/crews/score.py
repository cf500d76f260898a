"""Score laws of crewed losses, leaving one spacecraft out: ``python -m experiments.crews.score``.

Each spacecraft's flights are forecast from those of the others by the law of launches
(``experiments/launches/fit.py``): a hazard that falls by a power of the flight's number, with a gamma-distributed
factor of mean 1 between spacecraft. Its exponent and the shape of its factor are fit to crewed flights alone or pooled
with launches, that is under a prior of the launches' fit and its error. Beside them stand the figures of the group
``crews``, chosen with the whole record in sight, as they are and with the launches' factor. Intervals are of resampled
spacecraft.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.stats import beta

from experiments.crews.fit import GROUPS
from experiments.crews.record import flights, lost_missions, rates
from experiments.launches.fit import UNITS, log_scores
from experiments.launches.record import Family
from experiments.launches.score import gain_interval
from experiments.launches.score import rates as rates_by_number
from lunarsim.physics.chance.crew_loss import mission_loss
from lunarsim.physics.chance.launch_growth import family_factor, flight_failure
from lunarsim.scenario.groups.programs.crews import Crews
from lunarsim.scenario.library.launch_fit import LaunchFit, launch_fit

ALIKE = 1e4
"""Shape of the factor where all spacecraft are alike."""

FIRST = (np.log(0.15), 1.0)
ALONE = (0.0, 1.0)
LAUNCHES = launch_fit()
LAUNCH_DECAY = (np.log(LAUNCHES.hazard_decay / (1.0 - LAUNCHES.hazard_decay)), 0.25)
LAUNCH_SHAPE = (np.log(LAUNCHES.family_shape), 0.31)
"""Center and standard deviation of the priors of the logarithm of the first hazard, of the logit of the exponent and
of the logarithm of the shape: weak ones, and the launches' fit with its errors (``configs/library/launches.yml``)."""

NEVER = (-30.0, 1e-3)
NO_FACTOR = (np.log(ALIKE), 1e-3)

FORECASTS = {
    "one rate": (FIRST, NEVER, NO_FACTOR),
    "power law": (FIRST, ALONE, NO_FACTOR),
    "power law with a factor": (FIRST, ALONE, ALONE),
    "exponent pooled with launches": (FIRST, LAUNCH_DECAY, ALONE),
    "exponent and factor pooled with launches": (FIRST, LAUNCH_DECAY, LAUNCH_SHAPE),
}

Priors = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


def record() -> list[Family]:
    """Return the spacecraft as families of launches, which the fit of those can take."""
    return [
        Family(name, "", "experienced", "new", "", "".join("F" if one else "S" for one in lost))
        for name, lost in lost_missions().items()
    ]


def fit(spacecraft: Sequence[Family], priors: Priors) -> LaunchFit:
    """Return the law at the mode of its posterior."""
    centers, widths = np.array(priors).T

    def law(point: np.ndarray) -> LaunchFit:
        first, decay, shape = point
        return LaunchFit(np.exp(first), 1.0, float(1.0 / (1.0 + np.exp(-decay))), float(np.exp(shape)))

    def loss(point: np.ndarray) -> float:
        return float(0.5 * np.square((point - centers) / widths).sum() - log_scores(spacecraft, law(point)).sum())

    bounds = [(center - 4.0 * width, center + 4.0 * width) for center, width in priors]
    return law(minimize(loss, centers, method="L-BFGS-B", bounds=bounds).x)


def of_figures(spacecraft: Family, shape: float = ALIKE) -> float:
    """Return the score of the figures of the group ``crews``, with a factor of a shape between spacecraft [nat]."""
    crews = Crews()
    lost = spacecraft.failures[:, None] > 0
    numbers = np.arange(1.0, lost.size + 1.0)
    hazards = -np.log1p(-mission_loss(crews.loss_of_mission_first, crews.loss_learning_exponent, numbers))
    chances = flight_failure(hazards[:, None] * family_factor(UNITS, shape, 0.0, 0.0))
    rows = np.log(np.where(lost, chances, 1.0 - chances)).sum(axis=0)
    return float(rows.max() + np.log(np.exp(rows - rows.max()).mean()))


def scores() -> dict[str, np.ndarray]:
    """Return the scores of each spacecraft by forecast; all but the figures of ``crews`` have not seen it [nat]."""
    spacecraft = record()
    left_out = [(one, [other for other in spacecraft if other is not one]) for one in spacecraft]
    return {
        "figures of lunarsim": np.array([of_figures(one) for one in spacecraft]),
        "these with the launches' factor": np.array([of_figures(one, LAUNCHES.family_shape) for one in spacecraft]),
    } | {
        name: np.array([log_scores([one], fit(others, priors))[0] for one, others in left_out])
        for name, priors in FORECASTS.items()
    }


def lost_interval(first: int, last: int) -> tuple[float, float]:
    """Return the 95 % interval of the rate of lost missions over such flights (Clopper and Pearson 1934)."""
    count, lost, _ = rates(first, last)
    return float(beta.ppf(0.025, lost, count - lost + 1)), float(beta.ppf(0.975, lost + 1, count - lost))


def chance_of_losses(first: int, last: int, shape: float = ALIKE) -> float:
    """Return the probability of as many losses over flights of these numbers, or more, by the figures of ``crews``."""
    crews = Crews()
    number_lost = np.ones(1)
    for flown in flights().values():
        numbers = np.arange(first, min(last, flown) + 1.0)
        hazards = -np.log1p(-mission_loss(crews.loss_of_mission_first, crews.loss_learning_exponent, numbers))
        chances = flight_failure(hazards[:, None] * family_factor(UNITS, shape, 0.0, 0.0))
        of_craft = np.zeros((len(numbers) + 1, len(UNITS)))
        of_craft[0] = 1.0
        for chance in chances:
            of_craft[1:] = of_craft[1:] * (1.0 - chance) + of_craft[:-1] * chance
            of_craft[0] *= 1.0 - chance
        number_lost = np.convolve(number_lost, of_craft.mean(axis=1))
    return float(number_lost[rates(first, last)[1] :].sum())


def report() -> str:
    """Return the report as text."""
    lines = ["lost missions of the record with their 95 % interval, and how likely so many or more are"]
    for first, last in GROUPS:
        count, lost, _ = rates(first, last)
        low, high = lost_interval(first, last)
        alike, apart = (chance_of_losses(first, last, shape) for shape in (ALIKE, LAUNCHES.family_shape))
        lines.append(
            f"  flights {first} to {last}: {lost} of {count}, {low:.3f} to {high:.3f}; "
            f"{alike:.2f} by the figures of lunarsim, {apart:.2f} with the launches' factor"
        )
    lines += ["", "lost missions per flight by each law, fit to all: flights 1-3, 4-10, 11-30, 31-150"]
    for name, priors in FORECASTS.items():
        law = fit(record(), priors)
        shown = ", ".join(
            f"{rates_by_number(law, new=False)[first - 1 : min(last, 150)].mean():.3f}" for first, last in GROUPS
        )
        lines.append(f"  {name}: {shown}; exponent {law.hazard_decay:.2f}, shape {law.family_shape:.2g}")
    lines += ["", "log score [nat], and its gain over the figures of lunarsim with its 90 % interval"]
    by_forecast = scores()
    used = by_forecast["figures of lunarsim"]
    for name, rows in by_forecast.items():
        low, high = gain_interval(rows - used)
        gain = "" if rows is used else f"  {(rows - used).sum():+.1f} ({low:+.1f} to {high:+.1f})"
        lines.append(f"  {name}: {rows.sum():.1f}{gain}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(report(), end="")
