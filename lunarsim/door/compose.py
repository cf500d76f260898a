"""Hydra's composition: option files over the declared defaults, and overrides over both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from lunarsim.door.maps import put_map
from lunarsim.door.vetting import OVER_ALL, Vetted
from lunarsim.scenario.folders import shipped
from lunarsim.scenario.program import Program
from lunarsim.scenario.scenario import COLLECTIONS, default_tree, group_defaults
from lunarsim.study.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError

DECLARED = "declared"
"""Name under which the defaults of all parameters stand in the defaults list of ``config.yaml``."""

_OWN_BY_RUN = ("overrides", "runtime.choices", "runtime.cwd", "job.override_dirname")
"""Parts of Hydra's own node that differ from line to line."""


@dataclass(frozen=True)
class Composed:
    """What Hydra composed.

    Parameters
    ----------
    tree : dict
        Plain values of all groups, and ``sweep`` where an experiment has one.
    choices : dict
        The option chosen for each group.
    """

    tree: dict[str, Any]
    choices: dict[str, str | None]

    def put(self, key: str, value: Any) -> None:
        """Set a value of the tree."""
        *parents, last = key.split(".")
        here = self.tree
        for parent in parents:
            here = here.setdefault(parent, {})
        here[last] = value


class Composer:
    """Composes trees for one line of overrides, each combination of options once.

    Parameters
    ----------
    texts : mapping
        The overrides in Hydra's grammar by their key, none of them a sweep.
    vetted : iterable of Vetted
        The option files that Hydra does not read by itself.
    programs : sequence of str
        Names of the programs.
    """

    def __init__(self, texts: Mapping[str, str], vetted: Iterable[Vetted], programs: Sequence[str]) -> None:
        self.texts = dict(texts)
        self.vetted = list(vetted)
        self.programs = tuple(programs)
        self._composed: dict[tuple[tuple[str, str], ...], Composed] = {}

    def __call__(self, choices: Mapping[str, str]) -> Composed:
        """Return the tree for a choice of options of some groups; callers may change what they get.

        Raises
        ------
        InputError
            If Hydra refuses the line.
        """
        over_all = {key: option for key, option in choices.items() if key in OVER_ALL}
        single = [{key: option} for key, option in choices.items() if key not in OVER_ALL]
        composed = deepcopy(self._cached(over_all | (single[0] if single else {})))
        # An option of any other group sets its own place of the tree only, so that places of several trees can be put
        # together: Hydra composes once per option instead of once per combination.
        for choice in single[1:]:
            part = self._cached(over_all | choice)
            (key,) = choice
            composed.choices[key] = part.choices[key]
            *parents, last = (key.partition("@")[2] or key).split(".")
            here, there = composed.tree, part.tree
            for parent in parents:
                here, there = here[parent], there[parent]
            here[last] = deepcopy(there[last])
        return composed

    def _cached(self, choices: Mapping[str, str]) -> Composed:
        key = tuple(sorted(choices.items()))
        if key not in self._composed:
            self._composed[key] = self._compose(choices)
        return self._composed[key]

    def overrides(self, choices: Mapping[str, str]) -> list[str]:
        """Return the overrides that Hydra gets for a choice of options."""
        return list((self.texts | {key: choice_text(key, option) for key, option in choices.items()}).values())

    def register(self) -> None:
        """Put the declared defaults and the vetted option files where Hydra finds them."""
        store = ConfigStore.instance()
        programs = {"programs": {name: group_defaults(Program) for name in self.programs}}
        settings = {group: group_defaults(cls) for group, cls in SETTINGS.items()}
        store.store(name=DECLARED, node=default_tree() | programs | settings)
        for file in self.vetted:
            package = "_global_" if file.group in OVER_ALL else None
            store.store(group=file.group, name=file.name, node=deepcopy(file.content), package=package)

    def _compose(self, choices: Mapping[str, str]) -> Composed:
        self.register()
        try:
            with _hydra():
                config = compose("config", self.overrides(choices), return_hydra_config=True)
        except (HydraException, OmegaConfBaseException) as error:
            raise InputError([Fault("config", " ".join(str(error.__cause__ or error).split()))]) from None
        tree = OmegaConf.to_container(config)
        assert isinstance(tree, dict)
        hydra = tree.pop("hydra")
        if any(file.own for file in self.vetted) and _fixed_part(hydra) != _baseline():
            raise InputError([Fault("hydra", "Hydra's own settings were changed by a file; that is refused")])
        chosen = dict(hydra["runtime"]["choices"])
        plain = {str(key): value for key, value in tree.items()}
        put_map(plain, chosen, self.vetted, self.texts)
        return Composed(plain, chosen)


def choice_text(key: str, option: str | None) -> str:
    """Return the override that chooses an option, quoted for Hydra's grammar."""
    if option is None:
        return f"{key}=null"
    escaped = option.replace("\\", "\\\\").replace("'", "\\'")
    return f"{key}='{escaped}'"


def value_text(key: str, text: str) -> str:
    """Return a checked override of a value as Hydra takes it: changes of libraries are new keys to it."""
    return f"++{text}" if key.partition(".")[0] in COLLECTIONS else text


@contextmanager
def _hydra() -> Iterator[None]:
    """Have Hydra ready on lunarsim's config folder, whatever it is used for in this process otherwise."""
    outer = GlobalHydra.instance().hydra
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(str(shipped("configs")), job_name="lunarsim", version_base="1.3"):
            yield
    finally:
        GlobalHydra.instance().hydra = outer


@cache
def _baseline() -> dict[str, Any]:
    with _hydra():
        config = compose("config", [], return_hydra_config=True)
    return _fixed_part(OmegaConf.to_container(config.hydra))


def _fixed_part(hydra: Any) -> dict[str, Any]:
    """Return Hydra's own node without what each line changes."""
    rest: dict[str, Any] = deepcopy(hydra)
    for path in _OWN_BY_RUN:
        *parents, last = path.split(".")
        here = rest
        for parent in parents:
            here = here[parent]
        here.pop(last, None)
    return rest
