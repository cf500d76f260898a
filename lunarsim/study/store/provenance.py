"""Where results come from: versions and the commit of the code."""

from __future__ import annotations

import platform

from lunarsim.scenario.library.paths import checkout
from lunarsim.version import __version__

PACKAGES = ("numpy", "scipy", "simpy", "xarray", "zarr")


def versions() -> dict[str, str]:
    """Return the versions of lunarsim, Python and the packages that results rest on."""
    from importlib.metadata import PackageNotFoundError, version

    numbers = {"lunarsim": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            numbers[package] = version(package)
        except PackageNotFoundError:
            numbers[package] = "unknown"
    return numbers


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
