"""Outcomes of a sweep as columns of a report: one number a run, quantized, with what a page must know of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from lunarsim.reading.analysis.summary import is_count
from lunarsim.reading.analysis.valid_runs import finished
from lunarsim.reading.report.descriptions import description_in_words
from lunarsim.reading.report.payload.quantize import (
    MISSING,
    SHARE,
    STEPS,
    WHOLE,
    Codes,
    Scale,
    date_scale,
    encode,
    encode_dates,
    scale_of,
    unit_scale,
)
from lunarsim.reading.report.sections import Section, Shown, placed
from lunarsim.reading.report.yearly import by_year
from lunarsim.reading.titles.labels import label_titles
from lunarsim.reading.titles.levers import factor_title
from lunarsim.reading.titles.outcomes import outcome_title, outcome_units

FEWER_STEPS = {"year_series": 1_000, "cause": 4_000}
"""Steps of the scales of series and causes, which keep no digits that no picture shows."""

UNIT_STEPS, COUNT_STEPS = 4_096, 65_472
"""Steps of unit quantiles: multiples of 64, as sliders cut at 64ths; of counts more, as they cut where a count ends,
which is known to such a step."""

_OF_DATES = {"mission": "launch", "asset": "online"}
"""Kind of a date by the dimension that it has beside those of the runs."""


@dataclass(frozen=True)
class Column:
    """One column of a report.

    Parameters
    ----------
    name : str
        Of the outcome; with its labels where it has any.
    label, units, description : str
        For readers.
    section : str
        The section that shows it; empty for none.
    kind : str
        ``date``, ``amount``, ``count``, ``share``, ``code``, ``launch``, ``landing``, ``online``, ``year_series``,
        ``cause``, ``u``.
    codes : array of uint16
        Its values as codes; run columns in the order of levers, sample, replicate.
    scale : Scale
        What the codes stand for.
    dims : str
        ``run`` or ``sample``.
    more : mapping
        What else a page must know of columns of its kind.
    headline, boxed : bool
        Whether the opening sentences say it, and whether ranges are searched in which it is reached.
    """

    name: str
    label: str
    units: str
    description: str
    section: str
    kind: str
    codes: Codes
    scale: Scale
    dims: str = "run"
    more: Mapping[str, Any] = field(default_factory=dict)
    headline: bool = False
    boxed: bool = False

    def first(self, samples: int, shape: tuple[int, int, int]) -> Column:
        """Return it with the first samples alone; ``shape`` is that of its runs: combinations, samples, replicates."""
        if self.dims == "sample":
            return replace(self, codes=self.codes[:samples])
        return replace(self, codes=self.codes.reshape(shape)[:, :samples].ravel())

    def kin(self) -> str:
        """Return a word that columns share whose codes mean the same: one may foretell another; empty for none."""
        if self.kind == "u":
            return ""
        if self.scale.transform == "days":
            return "days"
        return f"{self.kind} {self.more['family']}" if self.kind == "year_series" else self.kind

    def declared(self, offset: int, base: int | None) -> dict[str, Any]:
        """Return what a page reads of it; ``offset`` is its first code, ``base`` the column that foretells it."""
        return {
            "name": self.name,
            "label": self.label,
            "units": self.units,
            "description": self.description,
            "section": self.section,
            "kind": self.kind,
            "dims": self.dims,
            "transform": self.scale.transform,
            "low": self.scale.low,
            "high": self.scale.high,
            "linear_width": self.scale.linear_width,
            "steps": self.scale.steps,
            "offset": offset,
            "count": self.codes.size,
            "base": base,
        } | dict(self.more)


def outcome_columns(dataset: xr.Dataset, sections: Iterable[Section]) -> Iterator[Column]:
    """Yield the columns of all outcomes that the sections show, section by section.

    One variable after the other is read, and is in memory no longer than its columns are made.

    Parameters
    ----------
    dataset : Dataset
        The runs that the report holds, read where they are used.
    sections : iterable of Section
        What is shown.
    """
    run_dims = dataset["status"].dims
    counted = finished(dataset).values
    names = [
        str(name)
        for name, values in dataset.data_vars.items()
        if values.dims[: len(run_dims)] == run_dims and name not in ("status", "error")
    ]
    for section, shown, name in placed(names, sections):
        yield from _of_outcome(dataset, section, shown, name, counted)


def status_column(dataset: xr.Dataset) -> Column:
    """Return the column that says of each run what became of it."""
    values = dataset["status"]
    labels = _meanings(values)
    return Column("status", "Status of the run", "1", "", "", "code", _codes(values.values), WHOLE, more=labels)


def unit_columns(dataset: xr.Dataset, counts: Container[str] = ()) -> Iterator[Column]:
    """Yield a column of unit quantiles for each uncertain factor, one value a sample; ``counts`` are whole numbers."""
    if "u" not in dataset:
        return
    for key, unit in zip(dataset["factor"].values, dataset["u"].transpose("factor", "sample").values, strict=True):
        label = factor_title(dataset, str(key))
        scale = unit_scale(COUNT_STEPS if str(key) in counts else UNIT_STEPS)
        yield Column(f"u:{key}", label, "1", "", "", "u", encode(unit, scale), scale, dims="sample")


def _of_outcome(
    dataset: xr.Dataset, section: Section, shown: Shown, name: str, counted: NDArray[np.bool_]
) -> Iterator[Column]:
    values = dataset[name].load()
    years: NDArray[np.float64] | None = None
    if {"month", "year"} & set(values.dims):
        values, years = by_year(values, shown.by_year or "mean")
    run_dims = dataset["status"].dims
    extra = [str(dim) for dim in values.dims if dim not in run_dims and dim != "year"]
    kind = shown.kind or _kind(name, values, extra, years is not None)
    missing = _lacking(dataset, name)
    long_name, units = outcome_title(values), outcome_units(values)
    labels = {dim: values[dim].values.tolist() for dim in extra}
    titles = {dim: label_titles(dataset, dim) for dim in extra}
    several = any(len(each) > 1 for each in labels.values())
    for indices in product(*(range(len(each)) for each in labels.values())):
        at = dict(zip(extra, indices, strict=True))
        one = values.isel(at)
        choice = {dim: str(labels[dim][index]) for dim, index in at.items()}
        data = np.where(counted if years is None else counted[..., np.newaxis], one.values, np.nan)
        if missing is not None:
            data = np.where(missing.isel(at).values, np.nan, data)
        if several and not np.nansum(np.abs(data)):
            continue  # what never happens in any run, such as a launch of a mission that is in no plan here
        full = "".join(f".{label}" for label in choice.values())
        parts = ", ".join(titles[dim][index] for dim, index in at.items()) if several else ""
        title = f"{long_name}, {parts}" if parts else long_name
        about = description_in_words(str(values.attrs.get("description", "")), dataset)
        if years is None:
            more: dict[str, Any] = _meanings(values) if kind == "code" else {}
            if kind in (*_OF_DATES.values(), "landing") or (kind == "code" and "mission" in at):
                more |= {"family": kind if kind != "code" else "mission_outcome", "at": list(choice.values())[-1]}
                title = parts
            if kind == "cause":
                more |= {"family": choice.get("milestone", name), "at": choice["cause"]}
                title = titles["cause"][at["cause"]]
            exists = counted if missing is None else counted & ~missing.isel(at).values
            codes, scale = _encoded(data, kind, exists)
            column = Column(name + full, title, units, about, section.id, kind, codes, scale, more=more)
            yield replace(column, headline=shown.headline, boxed=shown.boxed)
            continue
        scale = scale_of(data, FEWER_STEPS[kind])
        for index, year in enumerate(years):
            more = {"family": name + full, "family_label": title, "at": float(year), "shows": shown.by_year or "mean"}
            codes = encode(data[..., index].ravel(), scale)
            yield Column(f"{name}{full}.{year:g}", title, units, about, section.id, kind, codes, scale, more=more)


def _kind(name: str, values: xr.DataArray, extra: list[str], yearly: bool) -> str:
    """Return the kind of column that an outcome is, from its declaration."""
    if yearly:
        return "year_series"
    if name.endswith("_year") and values.attrs.get("units") == "year":
        return next((_OF_DATES[dim] for dim in extra if dim in _OF_DATES), "date")
    shares = values.attrs.get("units") == "1" and bool(((values >= 0) & (values <= 1) | values.isnull()).all())
    rules = {"code": "flag_values" in values.attrs, "cause": "cause" in extra, "count": is_count(values)}
    return next((kind for kind, holds in rules.items() if holds), "share" if shares else "amount")


def _encoded(data: NDArray[np.float64], kind: str, exists: NDArray[np.bool_]) -> tuple[Codes, Scale]:
    if kind == "code":
        return _codes(data), WHOLE
    if kind in ("date", "landing", *_OF_DATES.values()):
        scale = date_scale(data)
        return encode_dates(data, exists, scale).ravel(), scale
    whole = kind == "count" and not bool((np.nan_to_num(data) < 0).any() or (np.nan_to_num(data) > STEPS).any())
    scale = WHOLE if whole else SHARE if kind == "share" else scale_of(data, FEWER_STEPS.get(kind, STEPS))
    return encode(data, scale).ravel(), scale


def _codes(values: NDArray[Any]) -> Codes:
    given = np.asarray(values, dtype=float).ravel()
    return np.where(np.isnan(given) | (given < 0), MISSING, given).astype("<u2")


def _meanings(values: xr.DataArray) -> dict[str, Any]:
    texts = str(values.attrs.get("flag_meanings", "")).split()
    flags = np.atleast_1d(values.attrs.get("flag_values", ()))
    return {"labels": {str(int(flag)): text.replace("_", " ") for flag, text in zip(flags, texts, strict=True)}}


def _lacking(dataset: xr.Dataset, name: str) -> xr.DataArray | None:
    """Return where a plan lacks what a date is of, which is not the same as never; None where nothing can lack."""
    if name.startswith("official_milestone") and "official_milestone_promised_year" in dataset:
        return dataset["official_milestone_promised_year"].isnull()
    if "mission" in dataset[name].dims and "mission_first_outcome" in dataset:
        outcome = dataset["mission_first_outcome"]
        absent = [int(code) for code, word in _meanings(outcome)["labels"].items() if word == "absent"]
        return outcome.isin(absent)
    return None
