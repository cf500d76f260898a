"""Requests that Hydra itself serves: ``--cfg``, ``--info``, ``--hydra-help`` and the set-up of shell completion."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from typing import Any

from lunarsim.door.completion import SCRIPTS
from lunarsim.door.line.hydra_state import borrowed_hydra
from lunarsim.door.line.reading import read_line
from lunarsim.door.line.valid_line import Line
from lunarsim.door.options import Arguments
from lunarsim.words.errors import Fault, InputError, unknown

_COMPLETION = re.compile(r"(install|uninstall)=(bash|zsh|fish)")


def show_config(arguments: Arguments) -> int:
    """Print the config of a line, of its first combination where it has levers, or how it was composed."""
    line: Line = read_line(arguments.words, arguments.multirun, arguments.config_dir)
    if arguments.package and arguments.cfg != "hydra":
        _check_package(arguments.package, line.first.tree)
    options = ["--cfg", arguments.cfg] if arguments.cfg else ["--info", arguments.info or "all"]
    if arguments.resolve:
        options.append("--resolve")
    if arguments.package:
        options += ["--package", arguments.package]
    with borrowed_hydra():
        line.composer.register(with_defaults=True)
        return _hand_over([*options, *line.composer.overrides(line.first_options())])


def _check_package(package: str, tree: Mapping[str, Any]) -> None:
    """Refuse a part of the config that there is none of.

    Raises
    ------
    InputError
        With the nearest one.
    """
    here: Any = {**tree, "hydra": None}
    for part in package.split("."):
        if part == "hydra":
            return
        if not isinstance(here, Mapping) or part not in here:
            known = here if isinstance(here, Mapping) else ()
            where = f"{package!r}: " if part != package else ""
            raise InputError([Fault("--package", where + unknown(part, known, "part of the config"))])
        here = here[part]


def set_up_completion(words: Sequence[str]) -> int:
    """Print the shell's commands that switch tab completion on or off."""
    if len(words) != 1 or not _COMPLETION.fullmatch(words[0]):
        raise InputError([Fault("--shell-completion", "needs install=bash, zsh or fish, or uninstall=...")])
    what, _, shell = words[0].partition("=")
    if shell in SCRIPTS:
        print(SCRIPTS[shell][what], end="")
        return 0
    with borrowed_hydra():
        return _hand_over(["-sc", *words])


def show_hydra_help() -> int:
    """Print Hydra's own help."""
    with borrowed_hydra():
        return _hand_over(["--hydra-help"])


def _hand_over(arguments: list[str]) -> int:
    """Let ``hydra.main`` serve a request; it knows the program by the first word of the command line."""
    import hydra
    from omegaconf import DictConfig

    from lunarsim.scenario.library.paths import shipped

    @hydra.main(version_base="1.3", config_path=str(shipped("configs")), config_name="config")
    def lunarsim(config: DictConfig) -> None:
        raise AssertionError("runs never go through hydra.main")

    before = sys.argv
    sys.argv = ["lunarsim", *arguments]
    code: object = 0
    # Hydra prints through a log, which turns a closed pipe or a full disk into tracebacks: it gets a text to print to.
    text = io.StringIO()
    try:
        with redirect_stdout(text):
            lunarsim()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv = before
    print(text.getvalue(), end="")
    return code if isinstance(code, int) else int(bool(code))
