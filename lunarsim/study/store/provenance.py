"""Where results come from: versions and the commit of the code."""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from lunarsim.scenario.library.paths import checkout
from lunarsim.version import __version__

PACKAGES = ("numpy", "scipy", "simpy", "xarray", "zarr")

MOVES_BITS = ("python", "numpy", "scipy")
"""What can change the last bits of a result from one minor version to the next."""

LOWEST = {"python": (3, 11), "numpy": (2, 0), "scipy": (1, 15), "simpy": (4, 1), "xarray": (2025, 3), "zarr": (3, 1)}
"""Lowest versions, major and minor, with which a lunarsim that writes this format could ever be installed.

They stay as they are while the format does: bounds that a later release raises say nothing of what was made before.
"""

_NUMBER = re.compile(r"(\d{1,6})\.(\d{1,6})(?=\.|\D|$)")
_LEAST = re.compile(r">=\s*(\d+\.\d+)")


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of lunarsim, Python and the packages that results rest on, which a process reads once."""
    from importlib.metadata import PackageNotFoundError, version

    numbers = {"lunarsim": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            numbers[package] = version(package)
        except PackageNotFoundError:
            numbers[package] = "unknown"
    return numbers


def implausible(attrs: Mapping[str, Any]) -> list[str]:
    """Return the versions that a dataset of this format claims to be made with and cannot be, each with the lowest.

    Parameters
    ----------
    attrs : mapping
        Attributes of the dataset, ``numpy_version`` and the like.
    """
    return _below(attrs, LOWEST, "possible is")


def below_needs(attrs: Mapping[str, Any]) -> list[str]:
    """Return the versions that a dataset was made with and that are lower than what this lunarsim now asks for."""
    return _below(attrs, _least_versions(), "needed now is")


def _below(attrs: Mapping[str, Any], lowest: Mapping[str, tuple[int, int]], what: str) -> list[str]:
    found = []
    for name, least in lowest.items():
        claimed = attrs.get(f"{name}_version", "unknown")
        number = _minor(claimed)
        if claimed != "unknown" and (number is None or number < least):
            found.append(f"{name} {str(claimed)[:40]} ({what} {'.'.join(map(str, least))} or later)")
    return found


def other_versions(attrs: Mapping[str, Any]) -> list[str]:
    """Return what may change the last bits and is of another minor version here than where a dataset was made."""
    here = versions()
    stored = {name: attrs.get(f"{name}_version", "unknown") for name in MOVES_BITS}
    return [
        f"{name} {stored[name]}, here {here[name]}"
        for name in MOVES_BITS
        if _minor(stored[name]) is None or _minor(stored[name]) != _minor(here[name])
    ]


@cache
def _least_versions() -> dict[str, tuple[int, int]]:
    """Return the least versions, major and minor, with which lunarsim can be installed; none where it is not."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        about = metadata("lunarsim")
    except PackageNotFoundError:
        return {}
    needs = {"python": [str(about["Requires-Python"])]}
    for line in about.get_all("Requires-Dist") or []:
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0].lower()
        if name in PACKAGES and "extra ==" not in line:
            needs.setdefault(name, []).append(line)
    bounds = {name: [match[1] for line in lines if (match := _LEAST.search(line))] for name, lines in needs.items()}
    return {name: min(filter(None, map(_minor, numbers))) for name, numbers in bounds.items() if numbers}


def _minor(version: Any) -> tuple[int, int] | None:
    """Return major and minor number of a version, or None if it is none."""
    match = _NUMBER.match(version) if isinstance(version, str) else None
    return (int(match[1]), int(match[2])) if match else None


def git_commit() -> str:
    """Return the commit of the checkout that this package stands in, with ``-dirty`` where it was changed, or "".

    An installed package has none, even where the environment it is installed in lies inside a repository.
    """
    root = checkout()
    if root is None:
        return ""
    import subprocess

    try:
        completed = subprocess.run(
            ["git", "-C", str(root), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return completed.stdout.strip() if completed.returncode == 0 else ""
