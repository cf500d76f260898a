"""Hydra's composition: option files and overrides over them; the declared defaults fill in the rest.

The time of a compose grows with every value in it, so Hydra gets only the option files, each choice of them once in a
process; the values of a line are put over what it made of them, as Hydra itself would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from hydra import compose, initialize_config_dir
from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException
from omegaconf import OmegaConf
from omegaconf.errors import OmegaConfBaseException

from lunarsim.door.line.hydra_state import LOCK, borrowed_hydra
from lunarsim.door.line.map_site import add_map, check_given, put_place
from lunarsim.door.line.option_catalog import Catalog
from lunarsim.door.line.overrides import hydra_override
from lunarsim.door.line.vetting import OVER_ALL, Vetted
from lunarsim.scenario.building import default_tree, group_defaults
from lunarsim.scenario.declare.declaration import REQUIRED
from lunarsim.scenario.groups.plan import OWN
from lunarsim.scenario.groups.programs.program import Program
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.library.places.thorium_map import SiteMap
from lunarsim.study.request.settings import SETTINGS
from lunarsim.words.errors import Fault, InputError

DECLARED = "declared"
"""Name in the defaults list of ``config.yaml`` under which Hydra may get the defaults of all parameters."""

_OWN_BY_RUN = ("overrides", "runtime.choices", "runtime.cwd", "job.override_dirname")
"""Parts of Hydra's own node that differ from line to line."""

_MOST_KEPT = 256
"""Choices of option files of which a process keeps what Hydra made of them."""


class _Chosen(NamedTuple):
    """What Hydra composed of option files: plain values, and the option of each group."""

    tree: dict[str, Any]
    choices: dict[str, str | None]


_KEPT: dict[tuple[object, ...], _Chosen] = {}
"""By the overrides that choose options, and the content of the files that Hydra does not read by itself."""


@dataclass(frozen=True)
class Composed:
    """What Hydra composed, with the declared defaults.

    Parameters
    ----------
    tree : dict
        Plain values of all parameters of groups, programs and settings, what is changed in the libraries, and
        ``sweep`` where an experiment has one.
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
    added : collection of str
        Keys of programs that the line adds to those of the base config.
    manifest : Vetted, optional
        The file of missions that is the line's plan; Hydra, which would be slow with it, gets the name only.
    blocs : Vetted, optional
        The file of blocs that stand for those of the library.

    Attributes
    ----------
    varied : set of str
        Keys of levers and factors, filled by who reads the line.
    maps : dict
        The maps that the trees composed so far read their sites from, by the names of their files.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        vetted: Iterable[Vetted],
        programs: Sequence[str],
        added: Collection[str] = (),
        manifest: Vetted | None = None,
        blocs: Vetted | None = None,
    ) -> None:
        self.texts = dict(texts)
        self._missions: Mapping[str, Any] = {}
        self._own_files = [file for file in (manifest, blocs) if file is not None]
        self._blocs: Mapping[str, Any] = blocs.content if blocs is not None else {}
        if manifest is not None:
            self.texts["plan.manifest"] = f"++plan.manifest={OWN}"
            self._missions = manifest.content["missions"]
        self.vetted = list(vetted)
        self.programs = tuple(programs)
        self.added = frozenset(added)
        self.varied: set[str] = set()
        self.maps: dict[str, SiteMap] = {}
        self._composed: dict[tuple[tuple[str, str], ...], Composed] = {}

    @property
    def files(self) -> list[Vetted]:
        """The files of the user that the line names: options, and those of missions and blocs."""
        return [*self.vetted, *self._own_files]

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
        check_given(composed.tree, self.maps, self.varied | self.texts.keys())
        return composed

    def _cached(self, choices: Mapping[str, str]) -> Composed:
        key = tuple(sorted(choices.items()))
        if key not in self._composed:
            self._composed[key] = self._compose(choices)
        return self._composed[key]

    def overrides(self, choices: Mapping[str, str]) -> list[str]:
        """Return the overrides that Hydra gets for a choice of options."""
        chosen = {key: "+" * (key in self.added) + choice_text(key, option) for key, option in choices.items()}
        return list((self.texts | chosen).values())

    def register(self, with_defaults: bool = False) -> None:
        """Put the option files that were vetted where Hydra finds them, as long as its state is borrowed.

        Parameters
        ----------
        with_defaults : bool
            Whether Hydra also gets the declared defaults, for a config that it prints itself.
        """
        store = ConfigStore.instance()
        store.store(name=DECLARED, node=self._declared() if with_defaults else {})
        for file in self.vetted:
            package = "_global_" if file.group in OVER_ALL else None
            store.store(group=file.group, name=file.name, node=deepcopy(file.content), package=package)

    def _declared(self) -> dict[str, Any]:
        return _declared(self.programs) | {"missions": dict(self._missions), **self._blocs}

    def _compose(self, choices: Mapping[str, str]) -> Composed:
        texts = self.overrides(choices)
        values = [text for text in texts if text.startswith("++")]
        try:
            chosen = self._chosen([text for text in texts if not text.startswith("++")])
            config = OmegaConf.create(chosen.tree)
            for value in map(hydra_override, values):
                OmegaConf.update(config, value.key_or_group, value.value(), merge=True, force_add=True)
        except (HydraException, OmegaConfBaseException) as error:
            raise InputError([Fault("config", " ".join(str(error.__cause__ or error).split()))]) from None
        tree = OmegaConf.to_container(config)
        assert isinstance(tree, dict)
        plain = completed(tree, self._declared())
        choice = dict(chosen.choices)
        add_map(self.maps, plain, choice, self.vetted, self.texts)
        put_place(plain, self.maps)
        return Composed(plain, choice)

    def _chosen(self, choices: Sequence[str]) -> _Chosen:
        """Return what Hydra makes of the option files, as it did before where they are the same."""
        files = ((file.group, file.name, file.own, repr(file.content)) for file in self.vetted)
        key = (*choices, *files)
        with LOCK:
            if key not in _KEPT:
                made = self._made_by_hydra(choices)
                if len(_KEPT) == _MOST_KEPT:
                    del _KEPT[next(iter(_KEPT))]
                _KEPT[key] = made
            return _KEPT[key]

    def _made_by_hydra(self, choices: Sequence[str]) -> _Chosen:
        with _hydra():
            self.register()
            config = compose("config", list(choices), return_hydra_config=True)
        tree: Any = OmegaConf.to_container(config)
        hydra = tree.pop("hydra")
        if any(file.own for file in self.vetted) and _fixed_part(hydra) != _baseline():
            raise InputError([Fault("hydra", "Hydra's own settings were changed by a file; that is refused")])
        return _Chosen(tree, hydra["runtime"]["choices"])


def register_declared() -> None:
    """Put the declared defaults where any Hydra app of this process finds them, as ``config.yaml`` asks for them."""
    ConfigStore.instance().store(name=DECLARED, node=_declared(Catalog().programs))


def _declared(programs: Iterable[str]) -> dict[str, Any]:
    """Return the defaults of all parameters of groups, programs and settings."""
    settings = {group: group_defaults(cls) for group, cls in SETTINGS.items()}
    return default_tree() | {"programs": {name: group_defaults(Program) for name in programs}} | settings


def choice_text(key: str, option: str | None) -> str:
    """Return the override that chooses an option, quoted for Hydra's grammar."""
    if option is None:
        return f"{key}=null"
    escaped = option.replace("\\", "\\\\").replace("'", "\\'")
    return f"{key}='{escaped}'"


def completed(said: Mapping[Any, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the declared defaults updated by given values; ``???`` counts as not given."""
    tree = dict(declared)
    for key, value in said.items():
        default = tree.get(key)
        if isinstance(value, Mapping) and isinstance(default, Mapping):
            tree[key] = completed(value, default)
        elif value != REQUIRED or key not in tree:
            tree[key] = value
    return tree


@contextmanager
def _hydra() -> Iterator[None]:
    """Initialize Hydra on lunarsim's config folder, and restore any other use of it in this process."""
    with borrowed_hydra(), initialize_config_dir(str(shipped("configs")), job_name="lunarsim", version_base="1.3"):
        yield


@cache
def _baseline() -> dict[str, Any]:
    with _hydra():
        ConfigStore.instance().store(name=DECLARED, node={})
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
