"""What matters in words: shares with their intervals, directions, and the sentence that answers the question."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lunarsim.reading.scales import scale_of
from lunarsim.reading.titles.parameters import units_in_words
from lunarsim.reading.wording import amount, in_one_scale, share

if TYPE_CHECKING:
    import xarray as xr

HALF = 0.5

ROUNDING = 0.005
"""Shares that differ by less look the same."""

MOST_NAMED = 4
"""Factors that a sentence names at most."""


def percent(middle: float, low: float = math.nan, high: float = math.nan) -> str:
    """Return a share of variance with its interval, cut at 0 and 1: what is estimated beyond them is so by error."""
    if math.isnan(middle):
        return "-"
    texts = [share(within(value)) for value in (middle, low, high) if not math.isnan(value)]
    if len(texts) < len(("middle", "low", "high")):
        return texts[0]
    # The unit stands once, behind the middle.
    return f"{texts[0]} ({texts[1].removesuffix(' %')} to {texts[2].removesuffix(' %')})"


def within(value: float) -> float:
    """Return an estimated share of variance cut at 0 and 1."""
    return min(max(value, 0.0), 1.0)


def percent_in_words(part: float) -> str:
    """Return a share of variance as it stands in a sentence, where none is below 0 or above 1."""
    if part < ROUNDING:
        return "about 0 %"
    return "all or nearly all" if part > 1 - ROUNDING else share(part)


def is_of_shares(part: xr.Dataset) -> bool:
    """Return whether a method gives shares of variance, not steps in the unit of the outcome."""
    return not math.isnan(float(part["remainder_share"]))


def measure(part: xr.Dataset) -> xr.DataArray:
    """Return by what factors are ranked, dims (factor,)."""
    if bool(part["share_with_others"].notnull().any()):
        return part["share_with_others"]
    return part["share_alone"] if is_of_shares(part) else part["effect_size"]


def with_interval(part: xr.Dataset, index: int, name: str = "") -> str:
    """Return the share or step of a factor with its interval."""
    of = name or ("share_alone" if is_of_shares(part) else "effect_size")
    middle, low, high = (float(part[f"{of}{end}"].values[index]) for end in ("", "_low", "_high"))
    if of != "effect_size":
        return percent(middle, low, high)
    factor = 1.0 if str(part["missing_rule"].item()) == "reached" else part.attrs["shown_factor"]
    return in_one_scale(low * factor, middle * factor, high * factor, (high - low) * factor / 2)


def with_scale(one: xr.Dataset) -> xr.Dataset:
    """Return what is found of an outcome with attributes ``shown_units`` and ``shown_factor``: how it is shown."""
    units = units_in_words(one["outcome_units"].item(), of_dates=bool(one["outcome_is_date"].item()))
    amounts = one.where(one["missing_rule"] != "reached")
    names = [f"outcome_at_{end}" for end in ("low", "high")] + [f"effect_size{end}" for end in ("", "_low", "_high")]
    found = (value for name in names for value in amounts[name].values.ravel().tolist())
    scale = scale_of(units, found)
    return one.assign_attrs(shown_units=scale.units, shown_factor=scale.factor)


def direction(part: xr.Dataset, index: int) -> str:
    """Return what more of a factor does to an outcome; "unclear" where its ends say the opposite."""
    value = float(part["effect_direction"].values[index])
    if math.isnan(value):
        return ""
    if value == 0:
        return "both ways"
    if is_contradicted(part, index):
        return "unclear"
    if str(part["missing_rule"].item()) == "reached":
        return "likelier" if value > 0 else "less likely"
    if bool(part["outcome_is_date"].item()):
        return "later" if value > 0 else "earlier"
    return "raises" if value > 0 else "lowers"


def is_contradicted(part: xr.Dataset, index: int) -> bool:
    """Return whether the outcome at a factor's low and high end moves against the direction of its line.

    The line holds all other factors still; the fifths at the ends do not, so that of a weak factor they may disagree.
    """
    low, high = (float(part[f"outcome_at_{end}"].values[index]) for end in ("low", "high"))
    return (high - low) * float(part["effect_direction"].values[index]) < 0


def of_the_outcome(part: xr.Dataset) -> str:
    """Return what is looked at: the date, or whether there is one; nothing of an amount that every run has."""
    if str(part["missing_rule"].item()) == "reached":
        return "probability"
    return "date" if bool(part["outcome_is_date"].item()) else ""


def subject_of(part: xr.Dataset) -> str:
    """Return the quantity whose variance is shared out, as it stands in a sentence."""
    title = str(part["outcome_title"].item())
    never = share(float(part["missing_share"]))
    if str(part["missing_rule"].item()) == "reached":
        if bool(part["outcome_is_date"].item()):
            return f"whether '{title}' comes at all (not in {never} of the runs)"
        return f"whether there is any '{title}' (none in {never} of the runs)"
    if bool(part["outcome_is_date"].item()):
        capped = f" (never in {never} of the runs, which count to the end)" if float(part["missing_share"]) else ""
        return f"the date of '{title}'{capped}"
    return f"'{title}'"


def sentence(part: xr.Dataset, top: int) -> str:
    """Return the answer for an outcome at one lever combination in a sentence or two."""
    found = part["factor_matters"].values.nonzero()[0].tolist()
    ranked = sorted(found, key=lambda index: -float(measure(part).values[index]))
    names = [str(part["factor_title"].values[index]) for index in ranked]
    if not ranked:
        return (
            f"No factor stands out from chance in {subject_of(part)}: {_samples(part)}, "
            f"{part.sizes['factor']} factor{'s' * (part.sizes['factor'] != 1)}.{_alone(part)}{_rest(part)}"
        )
    if not is_of_shares(part):
        steps = [f"{name} ({_step(part, index)})" for name, index in zip(names, ranked, strict=True)]
        return f"What moves {subject_of(part)} most: {_listed(steps[:MOST_NAMED])}.{_more(len(ranked), top)}"
    shares = [float(part["share_alone"].values[index]) for index in ranked]
    for count in range(1, min(len(ranked), MOST_NAMED) + 1):
        if sum(shares[:count]) >= HALF:
            how = "Half" if sum(shares[:count]) < HALF + 0.1 else percent_in_words(sum(shares[:count]))
            how = f"{how[:1].upper()}{how[1:]}"
            return f"{how} of the variance of {subject_of(part)} rests on {_listed(names[:count])}.{_rest(part)}"
    parts = [f"{percent(each)} on {name}" for name, each in zip(names, shares, strict=True)]
    parts[0] = parts[0].replace(" on ", " rests on ", 1)
    return (
        f"Of the variance of {subject_of(part)}, {_listed(parts[:MOST_NAMED])}.{_more(len(ranked), top)}{_rest(part)}"
    )


def _alone(part: xr.Dataset) -> str:
    """Return what would stand out if this outcome alone were asked for, as a sentence that follows another one."""
    found = part["matters_alone"].values.nonzero()[0].tolist()
    if not found:
        return ""
    ranked = sorted(found, key=lambda index: -float(measure(part).values[index]))[:MOST_NAMED]
    names = _listed([str(part["factor_title"].values[index]) for index in ranked])
    return f" Asked for alone, not among {part.attrs['outcomes']} outcomes, it would show {names}."


def _rest(part: xr.Dataset) -> str:
    """Return what chance and assumed inputs have, as a sentence that follows another one.

    Of a screening nothing is said: the sums over so many factors are mostly error.
    """
    if not is_of_shares(part) or str(part["analysis_method"].item()) == "screening":
        return ""
    levels = part["evidence_level"].values.tolist()
    assumed = float(part["evidence_share"].values[levels.index("assumed")])
    chance = float(part["chance_share"])
    rest = str(part["remainder_meaning"].item()).partition(":")[0]
    of_chance = (
        f"chance has {percent_in_words(chance)}"
        if not math.isnan(chance)
        else f"{rest}: {percent_in_words(float(part['remainder_share']))}"
    )
    if "assumed" not in part["factor_evidence"].values:
        return f" {of_chance[:1].upper()}{of_chance[1:]}."
    return f" Inputs that are merely assumed have {percent_in_words(assumed)}; {of_chance}."


def _more(count: int, top: int) -> str:
    hidden = count - top
    return f" {hidden} more matter{'s' * (hidden == 1)}; --top {count} shows all." if hidden > 0 else ""


def _samples(part: xr.Dataset) -> str:
    kinds = {"Sobol' indices": "base samples", "elementary effects": "trajectories", "swings": "steps"}
    return f"{float(part['samples_used']):,.0f} {kinds.get(str(part['analysis_method'].item()), 'samples')}"


def _step(part: xr.Dataset, index: int) -> str:
    """Return what a factor moves an outcome by, with its unit and the digits that its error supports."""
    value, low, high = (float(part[f"effect_size{end}"].values[index]) for end in ("", "_low", "_high"))
    return amount(value, _unit(part), (high - low) / 2)


def _unit(part: xr.Dataset) -> str:
    if str(part["missing_rule"].item()) == "reached":
        return ""
    return "years" if bool(part["outcome_is_date"].item()) else units_in_words(part["outcome_units"].item())


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
