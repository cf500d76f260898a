"""Reading a line of overrides: what it asks for, or all its errors together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

from lunarsim.door.line.additions import (
    FACTORS,
    experiment_sweep,
    moving_together,
    own_factors,
    second_manifests,
    table_of,
    without_blocs,
    without_manifest,
)
from lunarsim.door.line.composing import Composed, Composer, choice_text
from lunarsim.door.line.error_list import ErrorList
from lunarsim.door.line.map_site import KEY as MAP
from lunarsim.door.line.map_site import put_place, read_into
from lunarsim.door.line.option_catalog import EXPERIMENT, Catalog
from lunarsim.door.line.option_files import vetted_files
from lunarsim.door.line.override_checks import is_choice, override_errors, unknown_programs, values_of
from lunarsim.door.line.overrides import ParsedOverride, duplicates, encodable, folder_faults, parse, without_searchpath
from lunarsim.door.line.study_checks import folder_errors, plan_errors
from lunarsim.door.line.valid_line import Line, levers_of, request_of, scenario_part
from lunarsim.door.line.vetting import Vetted, sets
from lunarsim.scenario.blocs import BLOCS
from lunarsim.scenario.building import build
from lunarsim.scenario.declare.checking import build_group
from lunarsim.scenario.scenario import COLLECTIONS, Scenario
from lunarsim.study.request.request import Cases
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import MOST_FAULTS, Fault, InputError

TRIES = 50
"""How many combinations of levers are tried at most to find one that can be built."""


def read_line(overrides: Iterable[str], multirun: bool = True, folders: Iterable[Path] = ()) -> Line:
    """Read a line of overrides.

    Parameters
    ----------
    overrides : iterable of str
        Overrides in Hydra's grammar.
    multirun : bool
        Whether sweeps are allowed.
    folders : iterable of Path
        Folders with options of the user.

    Raises
    ------
    InputError
        With all errors that can be found.
    """
    errors = ErrorList()
    parsed: list[ParsedOverride] = []
    for text in overrides:
        if len(errors) >= MOST_FAULTS:
            raise InputError(errors)
        with errors.collecting():
            parsed.append(parse(encodable(text)))
    errors.add(duplicates(parsed))
    parsed, named = without_searchpath(parsed, errors)
    own = [*folders, *named]
    errors.add(folder_faults(own))
    catalog = Catalog([folder.resolve() for folder in own])
    rest, manifest = without_manifest(parsed, catalog, errors)
    decided = len(rest) == len(parsed) or manifest is not None
    rest, blocs = without_blocs(rest, errors)
    reader = _Reader(catalog, rest, multirun, errors, manifest, blocs)
    reader.undecided = not decided or (blocs is None and any(one.key == BLOCS for one in parsed))
    return reader.read()


class _Reader:
    """Reads a line step by step: an error is recorded and its override left out, so that the rest is checked too."""

    def __init__(
        self,
        catalog: Catalog,
        overrides: Sequence[ParsedOverride],
        multirun: bool,
        errors: ErrorList,
        manifest: Vetted | None = None,
        blocs: Vetted | None = None,
    ) -> None:
        self.catalog = catalog
        self.manifest = manifest
        self.blocs = blocs
        self.overrides = overrides
        self.multirun = multirun
        self.errors = errors
        self.keys = {one.key for one in overrides}
        self.added = [one.key for one in overrides if one.sign == "+" and "@programs." in one.key]
        added = [key.partition("@programs.")[2] for key in self.added]
        self.programs = tuple(dict.fromkeys([*catalog.programs, *added]))
        self.right: list[ParsedOverride] = []
        self.cases: Cases | None = None
        self.together: list[Sequence[str]] = []
        self.undecided = False
        """Whether an option or a manifest is invalid, so that the meaning of the line is known only in part."""

    def read(self) -> Line:
        """Return the line, or raise all its errors."""
        vetted = self._accept(self.overrides, self.multirun)
        fixed = {one.key: self._text(one) for one in self.right if one.form == "fixed" and not _is_no_experiment(one)}
        composer = Composer(fixed, vetted, self.programs, self.added, self.manifest, self.blocs)
        self._read_maps(composer)
        with self.errors.collecting():
            first = next(self._combinations(composer))
            composer.vetted.extend(self._accept(self._additions(first, composer.vetted), True))
            composer.varied = {one.key for one in self.right if one.form != "fixed"}
            self.together = moving_together(first, self.cases)
            first = next(self._combinations(composer))
            settings = self._settings(first)
            scenario = self._scenario(composer)
            sound = {group: instance for group, instance in settings.items() if instance is not None}
            request = request_of(self.right, self.catalog, composer, first, sound)
            self.errors.add(folder_errors(request))
            if scenario is not None and not self.errors:
                return Line(tuple(self.right), self.catalog, composer, first, scenario, settings, self.cases)
            further = plan_errors(request) if len(self.errors) < MOST_FAULTS else ()
            self.errors.add_for_new_paths(fault for fault in further if self._is_meant(fault, composer))
        raise InputError(self.errors)

    def _read_maps(self, composer: Composer) -> None:
        """Read the maps that the line compares; those that an option or a single value names are read with its tree."""
        for one in levers_of(self.right):
            for name in values_of(one, self.catalog) if one.key == MAP else ():
                with self.errors.collecting():
                    if name:
                        read_into(composer.maps, name, Path.cwd())

    def _accept(self, overrides: Iterable[ParsedOverride], multirun: bool) -> list[Vetted]:
        """Accept the valid overrides; return the option files they need that Hydra does not read itself."""
        vetted: dict[Path, Vetted] = {}
        for one in overrides:
            if len(self.errors) >= MOST_FAULTS:
                self.undecided = True
                break
            try:
                wrong = override_errors(one, self.catalog, self.programs, multirun)
                if wrong:
                    raise InputError(wrong)
                if is_choice(one.key, self.catalog):
                    names = [value for value in values_of(one, self.catalog) if value is not None]
                    files = vetted_files(one.key.partition("@")[0], names, self.catalog)
                    self.errors.add(unknown_programs(files, self.programs))
                    vetted.update((file.path, file) for file in files)
                self.right.append(one)
            except InputError as error:
                self.errors.add(error.faults)
                self.undecided = self.undecided or is_choice(one.key, self.catalog)
        if self.errors.add(second_manifests(self.manifest, vetted.values())):
            raise InputError(self.errors)
        return list(vetted.values())

    def _text(self, one: ParsedOverride) -> str:
        """Return a fixed override as Hydra takes it."""
        if is_choice(one.key, self.catalog):
            return one.sign + choice_text(one.key, *values_of(one, self.catalog))
        # A key that no option file sets is new to Hydra.
        return f"++{one.text.lstrip('+')}"

    def _combinations(self, composer: Composer) -> Iterator[Composed]:
        """Compose combinations of the levers' values, the first ones only where they are many."""
        levers = {one.key: values_of(one, self.catalog) for one in levers_of(self.right)}
        joined = [[key for key in keys if key in levers] for keys in self.together]
        dims = [keys for keys in joined if keys]
        dims += [[key] for key in levers if not any(key in keys for keys in dims)]
        positions = product(*(range(min(len(levers[key]) for key in keys)) for keys in dims))
        for position in islice(positions, TRIES):
            pairs = [(key, levers[key][index]) for keys, index in zip(dims, position, strict=True) for key in keys]
            composed = composer({key: value for key, value in pairs if is_choice(key, self.catalog)})
            for key, value in pairs:
                if not is_choice(key, self.catalog):
                    composed.put(key, value)
            put_place(composed.tree, composer.maps)
            yield composed

    def _additions(self, first: Composed, vetted: Sequence[Vetted]) -> list[ParsedOverride]:
        """Return the levers and factors that files add to the line, which goes before them."""
        swept = experiment_sweep(first, self.keys, self.errors)
        levers: list[ParsedOverride] = []
        with self.errors.collecting():
            given = {*self.keys, *(one.key for one in swept)}
            levers, self.cases = table_of(first, vetted, given, self.catalog, self.programs)
        for place, source, found in (
            (EXPERIMENT, first.choices.get(EXPERIMENT), swept),
            ("design.table", "it", levers),
        ):
            if found and not self.multirun:
                names = ", ".join(one.key for one in found)
                self.errors.append(Fault(place, f"{source} sweeps {names}; sweeps need -m (lunarsim -m ...)"))
        given = {one.key for one in (*self.right, *swept) if one.form == "factor"}
        return [*swept, *levers, *own_factors(first, given, self.errors)]

    def _settings(self, first: Composed) -> dict[str, Any]:
        """Build the groups of settings."""
        trees = {group: dict(first.tree[group]) for group in SETTINGS}
        trees["uncertainties"].pop(FACTORS, None)
        return {group: build_group(cls, trees[group], group, self.errors) for group, cls in SETTINGS.items()}

    def _scenario(self, composer: Composer) -> Scenario | None:
        """Build the first combination that can be built, and check the names of levers and factors against it.

        Some combinations of levers may contradict themselves; it is an error only if all that are tried do.
        """
        scenario: Scenario | None = None
        wrong: tuple[Fault, ...] = ()
        for composed in self._combinations(composer):
            try:
                scenario = build(scenario_part(composed.tree), composer.maps)
                break
            except InputError as error:
                wrong = wrong or error.faults
        if scenario is None:
            known = (fault for fault in wrong if self._is_meant(fault, composer))
            self.errors.add_for_new_paths(self._with_file(fault, composer.files) for fault in known)
            return None
        for one in self.right:
            if one.form != "fixed" and one.key.partition(".")[0] in COLLECTIONS:
                with self.errors.collecting():
                    scenario.declaration(one.key)
        return scenario

    def _is_meant(self, fault: Fault, composer: Composer) -> bool:
        """Return whether an error is more than a consequence of others.

        With an option left out, only what the line and its files set is known to be meant.
        """
        said = fault.path in self.keys or any(sets(file, fault.path) for file in composer.files)
        return said or not self.undecided

    def _with_file(self, fault: Fault, vetted: Iterable[Vetted]) -> Fault:
        """Name the file that holds an invalid value, where the line itself does not set it."""
        if fault.path in self.keys:
            return fault
        # What is missing is missing in the file that begins the record.
        begun = fault.path.rpartition(".")[0] if fault.problem.startswith("is missing") else fault.path
        for file in vetted:
            if sets(file, begun):
                return Fault(fault.path, f"{fault.problem} ({file.path})")
        return fault


def _is_no_experiment(one: ParsedOverride) -> bool:
    """Return whether an override asks for no experiment, which is the default and a group that Hydra then lacks."""
    return one.key == EXPERIMENT and one.values == (None,)
