"""The layout of the dataset: every variable with its dimensions, kind and attributes, before anything is written."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lunarsim.scenario.declare.declaration import Parameter
from lunarsim.study.grid.sweep_plan import Plan
from lunarsim.study.model.interface import STATUS_FLAGS
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis
from lunarsim.version import FORMAT
from lunarsim.words.units import CURRENCY_YEAR
from lunarsim.world.outcomes.variable import Coordinate, Variable

if TYPE_CHECKING:
    import xarray as xr

TEXT = "string"

FILL = "_FillValue"
"""Attribute by which readers know the whole number that stands where no run gave one; they read it as NaN."""

_EPOCH = dt.date(1970, 1, 1)
DAYS = "days since 1970-01-01"
"""Units of the only times that are stored: labels."""

READ_AS_DURATIONS = {"days", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nanoseconds"}
_OWN = (
    Variable("run_seconds", "time that the run took", "s", about="Wall time; differs between repetitions."),
    Variable("status", "status of the run", "1", dtype="i1", about="Whether the run was made.", flags=STATUS_FLAGS),
)


@dataclass(frozen=True)
class Field:
    """One variable or coordinate of the dataset.

    Parameters
    ----------
    name, dims, shape
        As in the dataset.
    dtype : str
        ``f8``, ``f4``, ``i8``, ``i4``, ``i1``, ``bool`` or ``string``.
    attrs : dict
        Units, long_name, description and what else a reader needs.
    missing : object
        What stands where nothing was written.
    labels : array, optional
        Values of a coordinate.
    """

    name: str
    dims: tuple[str, ...]
    shape: tuple[int, ...]
    dtype: str
    attrs: dict[str, Any]
    missing: Any
    labels: NDArray[Any] | None = field(default=None, compare=False)

    @property
    def array_dtype(self) -> np.dtype[Any]:
        """Kind of the array in memory."""
        return np.dtypes.StringDType() if self.dtype == TEXT else np.dtype(self.dtype)

    @property
    def size_bytes(self) -> int:
        """Size of the array in memory, texts not counted."""
        return math.prod(self.shape) * self.array_dtype.itemsize


def run_fields(
    variables: Sequence[Variable],
    coordinates: Mapping[str, Coordinate],
    run_dims: tuple[str, ...],
    shape: tuple[int, ...],
) -> Iterator[Field]:
    """Yield what each run gives; ``shape`` is that of the run dimensions."""
    for variable in (*variables, *_OWN):
        attrs = attributes(variable.units, variable.long_name, variable.about)
        if variable.flags:
            attrs["flag_values"] = [value for value, _ in variable.flags]
            attrs["flag_meanings"] = " ".join(meaning for _, meaning in variable.flags)
        if variable.dtype.startswith("i") and variable.name != "status":
            # So readers take what stands where no run was made for missing, as they take NaN.
            attrs[FILL] = variable.missing
        yield Field(
            variable.name,
            (*run_dims, *variable.dims),
            (*shape, *(len(coordinates[dim].values) for dim in variable.dims)),
            variable.dtype,
            attrs,
            0 if variable.name == "status" else variable.missing,
        )
    about = "Class and message of what a run raised, or why it was not made."
    yield Field("error", run_dims, shape, TEXT, _of_text(attributes("", "error of the run", about)), "")


def sweep_fields(plan: Plan) -> list[Field]:
    """Return all of a sweep's variables and coordinates."""
    runs = run_fields(plan.variables, plan.coordinates, plan.run_dims, plan.grid.shape)
    return [*coordinate_fields(plan), *factor_fields(plan), *runs]


def plan_attributes(plan: Plan) -> dict[str, Any]:
    """Return the attributes without which a dataset cannot be read, checked and continued."""
    return {"format": FORMAT, "plan_hash": plan.hash, "block_shape": list(plan.grid.chunk)}


def factor_fields(plan: Plan) -> Iterator[Field]:
    """Yield the design as unit quantiles, if it samples anything, and the values of the factors."""
    if not plan.factors:
        return
    samples = plan.samples
    about = "Unit quantiles of the design: where in its distribution each factor stands in each sample."
    yield Field(
        "u", ("factor", "sample"), (len(plan.factors), samples), "f8", attributes("1", "unit quantile", about), math.nan
    )
    for factor in plan.factors:
        axes = [plan.axes[position] for position in factor.axes]
        yield Field(
            factor.key,
            (*(axis.name for axis in axes), "sample"),
            (*(len(axis) for axis in axes), samples),
            "f8",
            _factor_attributes(factor),
            math.nan,
        )


def coordinate_fields(plan: Plan) -> Iterator[Field]:
    """Yield the labels of all dimensions."""
    for axis in plan.axes:
        yield from _axis_fields(axis)
    yield from row_fields(range(plan.samples), range(plan.design.replicates))
    if plan.factors:
        about = "Key of the parameter."
        yield _labelled("factor", [factor.key for factor in plan.factors], attributes("1", "uncertain factor", about))
    yield from trailing_fields(plan.variables, plan.coordinates)


def row_fields(samples: Sequence[int], replicates: Sequence[int]) -> Iterator[Field]:
    """Yield the labels of samples and replicates."""
    for name, numbers, about in (
        ("sample", samples, "Number of the sample of the uncertain factors."),
        ("replicate", replicates, "Number of the repetition of a sample with other chance."),
    ):
        yield Field(
            name, (name,), (len(numbers),), "i8", attributes("1", name, about), -1, np.array(numbers, dtype="i8")
        )


def trailing_fields(variables: Sequence[Variable], coordinates: Mapping[str, Coordinate]) -> Iterator[Field]:
    """Yield the labels of the dimensions behind those of the run."""
    used = {dim for variable in variables for dim in variable.dims}
    for name, coordinate in coordinates.items():
        if name in used:
            yield _trailing_field(name, coordinate)
            for end, texts in coordinate.texts.items():
                attrs = attributes("1", f"{end} of the {coordinate.long_name}", "")
                yield _labelled(f"{name}_{end}", texts, attrs, name)


def attributes(units: str, long_name: str, description: str) -> dict[str, Any]:
    """Return the attributes that every variable of numbers has.

    Raises
    ------
    ValueError
        If a reader would take the units for a duration and turn the numbers into something else.
    """
    if units in READ_AS_DURATIONS:
        raise ValueError(f"units {units!r} of {long_name!r} would be read as a duration; write {units.rstrip('s')!r}")
    attrs: dict[str, Any] = {"units": units or "1", "long_name": long_name, "description": description or long_name}
    if "USD" in units:
        attrs["currency_year"] = CURRENCY_YEAR
    return attrs


def _declared_attributes(key: str, declared: Parameter) -> dict[str, Any]:
    attrs = attributes(declared.unit, key.rpartition(".")[2].replace("_", " "), declared.about)
    attrs["config_key"] = key
    return attrs | ({"source": declared.source} if declared.source else {}) | {"evidence": declared.evidence}


def _factor_attributes(factor: Factor) -> dict[str, Any]:
    attrs = _declared_attributes(factor.key, factor.declared)
    return attrs | {"distribution": factor.describe(), "allowed": factor.declared.allowed()}


def _axis_fields(axis: Axis) -> Iterator[Field]:
    """Yield the labels of a dimension and the coordinates along it."""
    if axis.cases:
        yield _labelled(axis.name, axis.cases, attributes("1", "case", "Name or number of the row of design.table."))
    for lever in axis.levers:
        if lever.declared is None:
            attrs = attributes("1", lever.name, f"Option of the config group {lever.key}.") | {"config_key": lever.key}
        else:
            attrs = _declared_attributes(lever.key, lever.declared)
        yield _labelled(lever.name, lever.labels(), attrs, axis.name)


def _trailing_field(name: str, coordinate: Coordinate) -> Field:
    attrs = attributes(coordinate.units, coordinate.long_name, coordinate.about)
    values: Sequence[Any] = coordinate.values
    if values and all(isinstance(value, dt.date) for value in values):
        values = [(value - _EPOCH).days for value in values]
        attrs |= {"units": DAYS, "calendar": "proleptic_gregorian", "standard_name": "time"}
    return _labelled(name, values, attrs)


def _labelled(name: str, values: Sequence[Any], attrs: dict[str, Any], dim: str = "") -> Field:
    dims = (dim or name,)
    plain = [value.item() if isinstance(value, np.generic) else value for value in values]
    kinds = {type(value) for value in plain}
    for kind, dtype in ((bool, "bool"), (int, "i8"), (float, "f8")):
        if kinds == {kind}:
            return Field(name, dims, (len(plain),), dtype, attrs, kind(), np.array(plain, dtype=dtype))
    labels = np.array([str(value) for value in plain], dtype=np.dtypes.StringDType())
    return Field(name, dims, (len(plain),), TEXT, _of_text(attrs), "", labels)


def _of_text(attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of a text, which has no unit."""
    return {name: value for name, value in attrs.items() if name != "units"}


def dataset(fields: Sequence[Field], arrays: Mapping[str, NDArray[Any]], attrs: Mapping[str, Any]) -> xr.Dataset:
    """Return arrays in memory as a dataset of the same form as a stored one opened with xarray."""
    import xarray as xr

    variables = {field.name: (field.dims, arrays[field.name], field.attrs) for field in fields}
    coordinates = [field.name for field in fields if field.labels is not None]
    result = xr.Dataset(variables, attrs=dict(attrs)).set_coords(coordinates)
    # Decoding all of it would turn texts into Python objects.
    times = [field.name for field in fields if "calendar" in field.attrs]
    counts = [field.name for field in fields if FILL in field.attrs]
    decoded = xr.decode_cf(xr.Dataset({name: result[name].variable for name in counts})).load()
    result = result.assign(decoded.variables)
    return result.assign_coords(xr.decode_cf(result[times]).coords) if times else result


def stored_dtype(values: xr.DataArray | xr.Variable) -> np.dtype[Any]:
    """Return the kind in which values are stored: whole numbers that can be missing are read as floats."""
    return np.dtype(values.encoding.get("dtype", values.dtype)) if values.dtype.kind == "f" else values.dtype
