"""The value of information in words: whether to act, and what it is worth to know more first."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.decisions.voi import NOTHING
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.levers import factor_title, lever_value
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import amount, amounts, share


def option_title(result: xr.Dataset, dataset: xr.Dataset, label: str) -> str:
    """Return an option in words."""
    lever = result.attrs["option_lever"]
    if not lever or label == NOTHING:
        return capital(label)
    value = next(each for each in dataset[lever].values.tolist() if str(each) == label)
    return lever_value(dataset, lever, value, with_units=True)


def value_sentences(one: xr.Dataset, result: xr.Dataset, dataset: xr.Dataset) -> list[str]:
    """Return what the value of information says, in a few sentences.

    Parameters
    ----------
    one : Dataset
        Of :func:`lunarsim.reading.analysis.decisions.voi.value_of_information`, at one combination of the other levers.
    result : Dataset
        The whole of it.
    dataset : Dataset
        The sweep.
    """
    units = units_in_words(result.attrs["outcome_units"])
    best = str(one["best_option"].item())
    place = one["option_label"].values.tolist().index(best)
    mean = float(one["option_mean"][place])
    sentences = []
    if best == NOTHING:
        others = one["option_mean"].where(one["option_label"] != NOTHING).values
        place = int(np.nanargmax(others))
        sentences.append(
            f"Not worth it: doing nothing beats every option, the best of which is worth "
            f"{amount(float(others[place]), units)} on average; {_against_nothing(one, place)}."
        )
    else:
        how_often = (
            _against_nothing(one, place)
            if "option_gain_share" in one
            else f"it is best in {share(float(one['option_best_share'][place]))} of the samples"
        )
        sentences.append(
            f"{option_title(result, dataset, best)} is best, with {amount(mean, units)} on average; {how_often}."
        )
    perfect, low, high = (float(one[f"evpi_{end}"]) for end in ("value", "low", "high"))
    if high <= 0:
        return [
            *sentences,
            "Nothing that could be known would change the choice, so that no information is worth anything.",
        ]
    sentences.append(
        f"To know everything before the choice would be worth {amount(perfect, units)} at most "
        f"(90 % interval {amounts(low, high, units)})."
    )
    values = one["evppi_value"].fillna(0.0).values
    top = int(values.argmax())
    if values[top] > float(one["evppi_noise"]):
        name = factor_title(dataset, str(one["factor"].values[top]))
        sentences.append(f"Most is worth to know: {name}, at most {amount(float(values[top]), units)}.")
    else:
        sentences.append("No factor is worth more than the largest of as many that say nothing.")
    if "evsi_value" in one:
        name = factor_title(dataset, result.attrs["measured_factor"])
        of, low, high = (float(one[f"evsi_{end}"]) for end in ("value", "low", "high"))
        sentences.append(
            f"To measure {name} with an error of {result.attrs['measurement_error']:g} first would be worth "
            f"{amount(of, units)} (90 % interval {amounts(low, high, units)})."
        )
    return sentences


def _against_nothing(one: xr.Dataset, place: int) -> str:
    """Return how often an option is better than doing nothing, and how often exactly as good."""
    better, tied = (share(float(one[f"option_{name}_share"][place])) for name in ("gain", "tie"))
    return f"that is better than doing nothing in {better} of the samples, and no different in {tied}"


def cost_sentence(one: xr.Dataset, result: xr.Dataset, cost: float) -> str:
    """Return whether a measurement, or else perfect knowledge, is worth what a mission costs.

    Never less than it is worth is said of what may be chance: of EVPI, which counts chance as known, beyond
    ``evpi_least``, or of a factor that the search among factors that say nothing would bring as well.
    """
    measured = result.attrs["measured_factor"]
    units = units_in_words(result.attrs["outcome_units"])
    mission = f"A mission that costs {amount(cost, units)}"
    if float(one["evsi_high" if measured else "evpi_high"]) < cost:
        return f"{mission} costs more than it can be worth."
    if measured:
        if float(one["evppi_value"].sel(factor=measured)) <= float(one["evppi_noise"]):
            return (
                f"Whether {mission[0].lower()}{mission[1:]} is worth it cannot be told: what it measures is worth no "
                "more than the largest of as many factors that say nothing; more samples tell."
            )
        least = float(one["evsi_low"])
    else:
        least = float(one["evpi_least"])
        if np.isnan(least):
            return (
                f"Whether {mission[0].lower()}{mission[1:]} is worth it cannot be told from one replicate, where "
                "chance counts as known: say what it measures (--measure FACTOR), or run with design.replicates=20."
            )
    if least > cost:
        return f"{mission} costs less than it is worth."
    return f"{mission} costs about what it may be worth: the interval holds it."
