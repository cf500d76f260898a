"""The value of information in words: whether to act, and what it is worth to know more first."""

from __future__ import annotations

import numpy as np
import xarray as xr

from lunarsim.reading.analysis.decisions.regret import may_have_least
from lunarsim.reading.analysis.decisions.voi import NOTHING
from lunarsim.reading.tables.deciding.amounts_of_options import with_interval
from lunarsim.reading.titles.known import capital
from lunarsim.reading.titles.levers import factor_title, lever_value
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import amount, share


def option_title(result: xr.Dataset, dataset: xr.Dataset, label: str) -> str:
    """Return an option in words."""
    lever = result.attrs["option_lever"]
    if not lever or label == NOTHING:
        return capital(label)
    value = next(each for each in dataset[lever].values.tolist() if str(each) == label)
    return lever_value(dataset, lever, value, with_units=True)


def value_sentences(one: xr.Dataset, result: xr.Dataset, dataset: xr.Dataset) -> list[str]:
    """Return what the value of information says, in a few sentences with the figures of the table below.

    Parameters
    ----------
    one : Dataset
        Of :func:`in_units_for_people`, at one combination of the other levers.
    result : Dataset
        The whole of it.
    dataset : Dataset
        The sweep.
    """
    is_nothing_best = str(one["best_option"].item()) == NOTHING
    sentences = [_not_worth_it(one, result, dataset) if is_nothing_best else _best(one, result, dataset)]
    units = result.attrs["knowledge_units"]
    if float(one["evpi_high"]) <= 0:
        return [
            *sentences,
            "In no sample would another choice have been better, so that no information is worth anything.",
        ]
    everything = with_interval(one, "evpi")
    sentences.append(f"To know everything before the choice would be worth {everything} {units} at most.")
    values = one["evppi_value"].fillna(0.0).values
    top = int(values.argmax())
    if values[top] > float(one["evppi_noise"]):
        name = factor_title(dataset, str(one["factor"].values[top]))
        sentences.append(f"Most is worth to know: {name}, {with_interval(one.isel(factor=top), 'evppi')} {units}.")
    else:
        sentences.append("No factor is worth more than the largest of as many that say nothing.")
    if "evsi_value" in one:
        name = factor_title(dataset, result.attrs["measured_factor"])
        sentences.append(
            f"To measure {name} with an error of {result.attrs['measurement_error']:g} first would be worth "
            f"{with_interval(one, 'evsi')} {units}."
        )
    return sentences


def _not_worth_it(one: xr.Dataset, result: xr.Dataset, dataset: xr.Dataset) -> str:
    """Return whether doing nothing, which is best on average, is so beyond chance."""
    options = one.isel(option_label=one["option_label"] != NOTHING)
    # Worse than nothing is below 0 or, where less is better, above it.
    place = int(np.nanargmin(abs(options["option_mean"].values)))
    low, high = options["option_mean_low"].values, options["option_mean_high"].values
    name = option_title(result, dataset, str(options["option_label"][place].item()))
    worth = f"{_worth(options, place, result)} on average"
    against = _against_nothing(options, place)
    if ((low > 0) | (high < 0)).all():
        return f"Not worth it: doing nothing beats every option, the best of which is worth {worth}; {against}."
    if (options["option_gain_share"].values == 0).all():
        return (
            f"Not worth it: in no sample is any option better than doing nothing; the best of them, {name}, is worth "
            f"{worth}, and no different in {share(float(options['option_tie_share'][place]))} of the samples."
        )
    return (
        "These samples do not decide whether any option is better than doing nothing: the best of them, "
        f"{name}, is worth {worth}; {against}."
    )


def _best(one: xr.Dataset, result: xr.Dataset, dataset: xr.Dataset) -> str:
    """Return which option is best, or between which the samples do not decide."""
    labels = [str(label) for label in one["option_label"].values]
    place = labels.index(str(one["best_option"].item()))
    name, worth = option_title(result, dataset, labels[place]), f"{_worth(one, place, result)} on average"
    how_often = (
        _against_nothing(one, place)
        if "option_gain_share" in one
        else f"it is strictly best in {share(float(one['option_strictly_best_share'][place]))} of the samples, and "
        f"tied in {share(float(one['option_tied_best_share'][place]))}"
    )
    if float(one["all_tied_share"]) == 1:
        return f"No difference in any sample: all options are worth {worth}."
    contend = [
        NOTHING if label == NOTHING else option_title(result, dataset, label)
        for label, may in zip(labels, may_have_least(one["option_lead_share"].values), strict=True)
        if may
    ]
    if len(contend) < 2:
        return f"{name} is best, with {worth}; {how_often}."
    listed = f"{', '.join(contend[:-1])} and {contend[-1]}"
    return f"These samples do not decide between {listed}: {name} leads with {worth}; {how_often}."


def _worth(one: xr.Dataset, place: int, result: xr.Dataset) -> str:
    return f"{with_interval(one.isel(option_label=place), 'option_mean')} {result.attrs['worth_units']}".rstrip()


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
                f"Whether {mission[0].lower()}{mission[1:]} is worth it remains open: what it measures is worth no "
                "more than the largest of as many factors that say nothing; more samples would tell."
            )
        least = float(one["evsi_low"])
    else:
        least = float(one["evpi_least"])
        if np.isnan(least):
            return (
                f"Whether {mission[0].lower()}{mission[1:]} is worth it remains open with one replicate, where "
                "chance counts as known: say what it measures (--measure FACTOR), or run with design.replicates=20."
            )
    if least > cost:
        return f"{mission} costs less than it is worth."
    return f"{mission} costs about what it may be worth: the interval holds it."
