"""Additions of files to a line: an own manifest, the sweep of an experiment, the table of levers, own distributions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from lunarsim.door.line.composing import Composed
from lunarsim.door.line.error_list import ErrorList
from lunarsim.door.line.keys import MANIFEST
from lunarsim.door.line.lever_table import read_table
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.overrides import ParsedOverride, from_experiment, from_uncertainties
from lunarsim.door.line.vetting import Vetted, sets, vet_blocs, vet_manifest
from lunarsim.scenario.blocs import BLOCS
from lunarsim.scenario.declare.checking import checked, declarations
from lunarsim.scenario.groups.plan import OWN
from lunarsim.study.request.request import Cases
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError

FACTORS = "factors"
"""Key under which an option of ``uncertainties`` lists distributions."""

_PLAN = "plan"
_TABLE = "design.table"


def without_manifest(
    overrides: Sequence[ParsedOverride], catalog: Catalog, errors: ErrorList
) -> tuple[list[ParsedOverride], Vetted | None]:
    """Return the overrides without the one that names a file of missions, and that file."""
    rest = [one for one in overrides if one.key != MANIFEST]
    asked = next((one for one in overrides if one.key == MANIFEST), None)
    if asked is None:
        return rest, None
    if asked.form != "fixed" or not isinstance(asked.values[0], str) or asked.sign:
        problem = "names one file of missions: manifest=FILE.yaml; to compare plans, make each an option of plan"
        errors.append(Fault(MANIFEST, problem))
        return rest, None
    if any(one.key == "plan.manifest" for one in rest):
        errors.append(Fault("plan.manifest", f"is given, and {MANIFEST} gives it, too; allowed is one of them"))
    manifest: Vetted | None = None
    with errors.collecting():
        manifest = vet_manifest(_manifest_path(asked.values[0], catalog))
    return rest, manifest


def without_blocs(overrides: Sequence[ParsedOverride], errors: ErrorList) -> tuple[list[ParsedOverride], Vetted | None]:
    """Return the overrides without the one that names a file of blocs, and that file."""
    rest = [one for one in overrides if one.key != BLOCS]
    asked = next((one for one in overrides if one.key == BLOCS), None)
    if asked is None:
        return rest, None
    name = asked.values[0] if asked.form == "fixed" and not asked.sign else None
    if not isinstance(name, str) or not name.strip():
        problem = f"names one file of blocs, {BLOCS}=FILE.yaml: all runs of a sweep have the same blocs"
        errors.append(Fault(BLOCS, problem))
        return rest, None
    blocs: Vetted | None = None
    try:
        blocs = vet_blocs(Path(name))
    except InputError as error:
        errors.add(fault._replace(path=f"{BLOCS}={fault.path}") for fault in error.faults)
    return rest, blocs


def _manifest_path(name: str, catalog: Catalog) -> Path:
    """Return the path of a file of missions; refuse what names none."""
    if not name.strip():
        raise InputError([Fault(MANIFEST, "is empty; name a file of missions: manifest=FILE.yaml")])
    path = Path(name)
    if name in catalog.options(_PLAN) and not path.exists():
        raise InputError([Fault(MANIFEST, f"is {name}, a shipped plan and not a file; write {_PLAN}={name}")])
    return path


def second_manifests(manifest: Vetted | None, vetted: Iterable[Vetted]) -> Iterator[Fault]:
    """Yield the options of ``plan`` that bring missions of their own beside a file of missions, a whole manifest."""
    for file in vetted if manifest is not None else ():
        if file.group == _PLAN and (sets(file, "missions") or _is_own_plan(file)):
            option = f"{_PLAN}={file.name}"
            yield Fault(
                MANIFEST, f"is given, but {option} brings missions of its own, too ({file.path}); give one of them"
            )


def _is_own_plan(file: Vetted) -> bool:
    plan = file.content.get(_PLAN)
    return isinstance(plan, dict) and plan.get("manifest") == OWN


def experiment_sweep(composed: Composed, keys: Collection[str], errors: ErrorList) -> list[ParsedOverride]:
    """Return the levers and factors of the experiment, without the ``keys`` that the line sets by itself."""
    name = composed.choices.get(EXPERIMENT)
    sweep = composed.tree.get("sweep") or {}
    found: list[ParsedOverride] = []
    for key, value in sweep.items():
        if key not in keys:
            with errors.collecting():
                found.append(from_experiment(key, value, f"{EXPERIMENT}={name}"))
    return found


def own_factors(composed: Composed, given: Collection[str], errors: ErrorList) -> list[ParsedOverride]:
    """Return the factors that an option of ``uncertainties`` lists, but for those ``given`` another interval."""
    factors = composed.tree["uncertainties"].get(FACTORS) or {}
    if not isinstance(factors, dict):
        errors.append(Fault(f"uncertainties.{FACTORS}", "must be a mapping from keys to distributions"))
        return []
    found: list[ParsedOverride] = []
    for key, value in factors.items():
        if key not in given:
            with errors.collecting():
                found.append(from_uncertainties(str(key), value))
    return found


def table_of(
    composed: Composed, vetted: Iterable[Vetted], keys: Collection[str], catalog: Catalog, programs: Sequence[str]
) -> tuple[list[ParsedOverride], Cases | None]:
    """Return the levers of the table, and which they are; nothing where there is none.

    The table lies in or below the folder of the option file that names it, or the working directory.

    Raises
    ------
    InputError
        If it cannot be read, or gives one of the ``keys`` that are set elsewhere.
    """
    name = composed.tree["design"]["table"]
    if not isinstance(name, str) or not name:
        return [], None
    option_file = None if _TABLE in keys else next((file for file in vetted if sets(file, _TABLE)), None)
    folder = option_file.path.parent if option_file else Path.cwd()
    levers, cases = read_table(name, folder, catalog, programs)
    duplicates = [one for one in levers if one.key in keys]
    if duplicates:
        problem = "is a column of the table and given elsewhere, too; allowed is one of them"
        raise InputError([Fault(one.path, problem) for one in duplicates])
    return levers, cases


def moving_together(composed: Composed, cases: Cases | None) -> list[Sequence[str]]:
    """Return the keys of levers that move together, as far as they can be read."""
    pairs: list[Sequence[str]] = [cases.keys] if cases else []
    declared, hint = declarations(SETTINGS["design"])["pair"]
    with suppress(ValueError):
        pairs += checked(composed.tree["design"]["pair"], declared, hint)
    return pairs
