"""The parts of a command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lunarsim.door.verb_table import VERBS
from lunarsim.words.errors import Fault, InputError


@dataclass(frozen=True)
class Arguments:
    """A command line taken apart.

    Parameters
    ----------
    words : tuple of str
        The words without dashes: a verb with its argument, or overrides.
    line : tuple of str
        The whole line as given, for the record.
    verb_options : mapping
        Values of the options of the verb, by their names.
    """

    words: tuple[str, ...]
    line: tuple[str, ...]
    verb_options: Mapping[str, Any]
    multirun: bool
    config_dir: tuple[Path, ...]
    cfg: str | None
    info: str | None
    package: str | None
    resolve: bool
    help: bool
    hydra_help: bool
    version: bool
    dry_run: bool
    shell_completion: bool

    @property
    def verb(self) -> str | None:
        """The first word, where it is a verb."""
        return self.words[0] if self.words and self.words[0] in VERBS else None

    def argument(self) -> str | None:
        """Return the only word after the verb, None where there is none.

        Raises
        ------
        InputError
            If there are more, or overrides.
        """
        name, overrides = self.argument_and_overrides()
        if overrides:
            raise self._too_many()
        return name

    def argument_and_overrides(self) -> tuple[str | None, list[str]]:
        """Return the only word after the verb that is no override, None where there is none, and the overrides.

        Raises
        ------
        InputError
            If there is more than one such word.
        """
        from lunarsim.study.store.places.address import is_url

        overrides = [word for word in self.words[1:] if "=" in word and not is_url(word)]
        names = [word for word in self.words[1:] if word not in overrides]
        if len(names) > 1:
            raise self._too_many()
        return (names[0] if names else None), overrides

    def file_argument(self) -> str | None:
        """Return the only word after the verb as the name of a file, which may hold an equals sign.

        Raises
        ------
        InputError
            If there are more.
        """
        if len(self.words) > 2:
            raise self._too_many()
        return self.words[1] if len(self.words) == 2 else None

    def _too_many(self) -> InputError:
        verb = self.words[0]
        problem = f"too many words for {verb}: lunarsim {verb} {VERBS[verb].usage}"
        return InputError([Fault(" ".join(self.words[1:]), problem)])
