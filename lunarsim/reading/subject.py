"""What a result is of: scenario, plan, site, overrides, design, runs and version, from what the dataset carries."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from lunarsim.reading.overrides import chosen, intervals, lever_keys, overrides
from lunarsim.reading.titles.labels import stored_config
from lunarsim.reading.titles.levers import lever_is, lever_title, lever_value, option_title
from lunarsim.reading.titles.parameters import declared_at, number_title, parameter_title, units_in_words
from lunarsim.reading.wording import STATES
from lunarsim.scenario.blocs import BLOCS, OTHERS
from lunarsim.study.model.interface import OK
from lunarsim.version import RESULTS, __version__
from lunarsim.words.terminal import one_line

if TYPE_CHECKING:
    import xarray as xr

OVERRIDES_AT_FOOT, CHARACTERS_AT_FOOT = 8, 90
"""How many overrides a foot line names, and how long each may be; the rest are counted."""

LONGEST = 300
"""Characters of any one text: what a store says of itself may be of any length."""

_KINDS = {
    "cut": "declared distribution, cut",
    "log": "log-uniform",
    "lognormal": "log-normal, P5 to P95",
    "normal": "normal, P5 to P95",
}


def subject(dataset: xr.Dataset) -> tuple[tuple[str, str], ...]:
    """Return what a dataset is of, as pairs of a label and a text; what it does not say is left out.

    Parameters
    ----------
    dataset : Dataset
        A sweep, stored or in memory, of any format and version; levers may have been selected.

    Returns
    -------
    tuple of (str, str)
        ``Scenario``, ``Plan``, ``Site``, ``Blocs`` (those of a file), ``Changed`` (overrides against the defaults),
        ``Selected`` and ``Compared`` (levers), ``Varied`` (factors whose distribution was given), ``Factors``,
        ``Design``, ``Runs``, ``Revalued`` (from which sweep, with what), ``Version``.
    """
    changed = overrides(dataset)
    parts = {
        "Scenario": _scenario(dataset),
        "Plan": _plan(dataset),
        "Site": _site(dataset),
        "Blocs": own_blocs(dataset),
        "Changed": "; ".join(str(each) for each in changed),
        "Selected": "; ".join(lever_is(dataset, name, dataset[name].values.item()) for name in _selected(dataset)),
        "Compared": "; ".join(f"{lever_title(dataset, name)}: {_values(dataset, name)}" for name in _compared(dataset)),
        "Varied": "; ".join(_interval(*each) for each in intervals(dataset)),
        "Factors": _factors(dataset),
        "Design": _design(dataset),
        "Runs": _runs(dataset),
        "Revalued": _revalued(dataset),
        "Version": _version(dataset),
    }
    return tuple((label, one_line(text)) for label, text in parts.items() if text)


def foot_line(dataset: xr.Dataset) -> str:
    """Return what a dataset is of in one line for the foot of a picture; empty where the dataset says nothing."""
    said = dict(subject(dataset))
    changed = [str(each) for each in overrides(dataset)]
    shown = [_cut(one_line(text), CHARACTERS_AT_FOOT) for text in changed[:OVERRIDES_AT_FOOT]]
    more = len(changed) - len(shown)
    compared = [lever_title(dataset, name) for name in _compared(dataset)]
    parts = [
        said.get("Scenario", ""),
        said.get("Plan", ""),
        f"mine at {said['Site']}" if "Site" in said else "",
        f"blocs: {said['Blocs']}" if "Blocs" in said else "",
        *shown,
        f"{more} more change{'s' * (more > 1)}" if more else "",
        said.get("Selected", ""),
        f"compared: {one_line(', '.join(compared))}" if compared else "",
        f"varied: {said['Varied']}" if "Varied" in said else "",
        said.get("Design", ""),
        said.get("Runs", ""),
        said.get("Version", ""),
    ]
    return " · ".join(_cut(part, LONGEST) for part in parts if part)


def own_blocs(dataset: xr.Dataset) -> str:
    """Return the blocs that a file of the user names, and that file; empty where they are those of lunarsim."""
    names = stored_config(dataset).get(BLOCS)
    if not names or not isinstance(names, Mapping):
        return ""
    files = [file for said in ("revalued_with", "command") for file in _files(str(dataset.attrs.get(said, "")))]
    of = f" (from {files[0]})" if files else ""
    return one_line(_cut(f"{', '.join(map(str, names))}, {OTHERS}{of}", LONGEST))


def _files(line: str) -> list[str]:
    """Return the files of blocs that a line names."""
    try:
        words = [word.partition("=") for word in shlex.split(line)]
    except ValueError:
        return []
    return [name for key, _, name in words if key == BLOCS]


def older_rules(dataset: xr.Dataset) -> str:
    """Return the sentence that a stored sweep was made under other rules of the model; empty where it was not."""
    attrs = dataset.attrs
    made = attrs.get("results")
    if made == RESULTS or (made is None and "created" not in attrs):
        return ""  # a dataset that was never stored has no date
    rules = "rules without a number" if made is None else f"rules {_cut(str(made), LONGEST)}"
    version = _cut(str(attrs.get("lunarsim_version", "")), LONGEST)
    kind = "later" if isinstance(made, int) and made > RESULTS else "older"
    return one_line(
        f"Made under {kind} rules of the model (lunarsim {version}, {rules}; now {__version__}, rules {RESULTS}): a "
        "sweep made now would have other figures."
    )


def _scenario(dataset: xr.Dataset) -> str:
    if "scenario" in lever_keys(dataset):
        return ""  # its value is named among what is selected or compared; the stored config has the first one
    option = chosen(dataset, "scenario")
    return _cut(option_title("scenario", option), LONGEST) if option else ""


def _plan(dataset: xr.Dataset) -> str:
    config = stored_config(dataset)
    option, manifest = chosen(dataset, "plan"), _of(config, "plan", "manifest")
    known = _of(config, "timeline", "as_of")
    levers = lever_keys(dataset)
    title = option_title("plan", option) if option and "plan" not in levers else ""
    plan = "a plan of one's own" if manifest == "own" and "plan" not in levers else f"{title[:1].lower()}{title[1:]}"
    parts = [plan, f"known up to {known}" if known and "timeline.as_of" not in levers else ""]
    return _cut(", ".join(filter(None, parts)), LONGEST)


def _site(dataset: xr.Dataset) -> str:
    if "site" in lever_keys(dataset):
        return ""
    config = stored_config(dataset)
    title = _of(config, "site", "title") or _of(config, "site", "name")
    return _cut(str(title), LONGEST) if title else ""


def _selected(dataset: xr.Dataset) -> Iterator[str]:
    """Yield the levers of which one value has been selected."""
    keys = set(lever_keys(dataset))
    return (
        str(name)
        for name, coordinate in dataset.coords.items()
        if not coordinate.dims and coordinate.attrs.get("config_key") in keys
    )


def _compared(dataset: xr.Dataset) -> Iterator[str]:
    """Yield the dimensions of levers that are left, and what moves along with them."""
    keys = set(lever_keys(dataset))
    return (
        str(name)
        for name, coordinate in dataset.coords.items()
        if coordinate.dims and coordinate.attrs.get("config_key") in keys
    )


def _values(dataset: xr.Dataset, name: str) -> str:
    values = dataset[name].values.tolist()
    shown = ", ".join(lever_value(dataset, name, value, with_units=True) for value in values[:6])
    return shown + (f" and {len(values) - 6} more" if len(values) > 6 else "")


def _interval(key: str, low: float, high: float, kind: str) -> str:
    declared = declared_at(key)
    units = units_in_words(declared.unit) if declared is not None else ""
    about = f" ({_KINDS[kind]})" if kind in _KINDS else ""
    return f"{parameter_title(key)} {number_title(low)} to {number_title(high)} {units}".rstrip() + about


def _factors(dataset: xr.Dataset) -> str:
    count = dataset.sizes.get("factor", 0)
    return f"{count} uncertain factor{'s' * (count != 1)}" if count else ""


def _design(dataset: xr.Dataset) -> str:
    attrs = dataset.attrs
    if "design" not in attrs:
        return ""
    parts = [str(option_title("design", attrs["design"]))]
    for name in ("sample", "replicate"):
        count = dataset.sizes.get(name, 0)
        if count > 1:
            parts.append(f"{count:,} {name}s")
    return _cut(", ".join(parts), LONGEST)


def _runs(dataset: xr.Dataset) -> str:
    if "status" not in dataset:
        return ""
    codes, counts = np.unique(dataset["status"].values, return_counts=True)
    by_code = dict(zip(codes.tolist(), counts.tolist(), strict=True))
    ok = by_code.pop(OK, 0)
    others = ", ".join(f"{count:,} {STATES.get(code, 'of unknown status')}" for code, count in by_code.items())
    return f"{ok:,} run{'s' * (ok != 1)}" + (f" that ended well, {others}" if others else "")


def _revalued(dataset: xr.Dataset) -> str:
    origin, words = (str(dataset.attrs.get(f"revalued_{part}", "")) for part in ("from", "with"))
    return _cut(f"accounts of {origin} again, with {words}", LONGEST) if origin else ""


def _version(dataset: xr.Dataset) -> str:
    attrs = dataset.attrs
    if "lunarsim_version" not in attrs:
        return ""
    commit = str(attrs.get("git_commit", ""))[:8]
    results = f", rules {attrs['results']}" if "results" in attrs else ""
    return _cut(f"lunarsim {attrs['lunarsim_version']}{results}" + (f", commit {commit}" if commit else ""), LONGEST)


def _of(config: Any, group: str, name: str) -> Any:
    part = config.get(group, {})
    return part.get(name) if isinstance(part, dict) else None


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
