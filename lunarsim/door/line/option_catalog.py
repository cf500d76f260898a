"""What can be chosen: the config groups, their options and the file behind each option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import yaml

from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.regular_files import read_input
from lunarsim.words.errors import Fault, InputError, unknown_choice

EXPERIMENT = "experiment"
LIMIT_BYTES = 1_000_000
"""Size that an option file may have, and a table of levers, too."""

_DATA_FOLDERS = ("library",)


class Catalog:
    """The groups and options of lunarsim and of the user's own folders.

    Parameters
    ----------
    folders : sequence of Path
        Folders with options of the user, one folder per group inside. A folder ``experiments`` in the working
        directory counts as one that holds experiments.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folders)

    @cached_property
    def base(self) -> dict[str, str | None]:
        """The option that the base config takes for each group, by keys such as ``program@programs.china``."""
        text = (shipped("configs") / "config.yaml").read_bytes()
        items = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["defaults"]
        return {key: option for item in items if isinstance(item, dict) for key, option in item.items()}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups, in the order of the base config."""
        return tuple(dict.fromkeys(key.partition("@")[0] for key in self.base))

    @property
    def programs(self) -> tuple[str, ...]:
        """The names of the programs of the base config."""
        return tuple(key.partition("@programs.")[2] for key in self.base if "@programs." in key)

    def options(self, group: str) -> dict[str, list[Path]]:
        """Return the files of a group's options by name, the shipped one first where there are several."""
        files: dict[str, list[Path]] = {}
        for folder in self._folders(group):
            for path in sorted(folder.glob("*.yaml")):
                if not path.name.startswith(".") and path not in files.get(path.stem, ()):
                    files.setdefault(path.stem, []).append(path)
        return dict(sorted(files.items()))

    def option(self, group: str, name: str) -> Path:
        """Return the file of an option.

        Raises
        ------
        InputError
            If there is no such option, or if files of that name differ.
        """
        options = self.options(group)
        if name not in options:
            raise InputError([Fault(group, unknown_choice(name, options, f"option of {group}"))])
        first, *others = options[name]
        for other in others:
            if read_input(other, LIMIT_BYTES) != read_input(first, LIMIT_BYTES):
                raise InputError(
                    [Fault(str(other), f"{group}={name} stands in {first} already; rename one of the files")]
                )
        return first

    def is_own(self, path: Path) -> bool:
        """Return whether an option's file is the user's, not one of lunarsim's."""
        return path.parent.parent != shipped("configs") and path.parent != shipped("experiments")

    def _folders(self, group: str) -> Iterator[Path]:
        if group == EXPERIMENT:
            yield shipped("experiments")
            local = Path.cwd() / "experiments"
            if local.is_dir() and local.resolve() != shipped("experiments"):
                yield local
        elif group not in _DATA_FOLDERS:
            yield shipped("configs") / group
        for folder in self.folders:
            yield folder / group
