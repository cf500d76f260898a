"""``lunarsim doctor``: what is installed, what this computer has, what is missing and how to get it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lunarsim.door.options import JSON, Arguments
from lunarsim.door.verb import Verb

FORMAT = 1
"""Goes up when a key of the JSON changes its meaning or goes; new keys may come without."""

PACKAGES = (
    *("filelock", "hydra-core", "matplotlib", "numpy", "pyyaml", "rich", "SALib", "scipy", "simpy", "xarray", "zarr"),
)
"""What every installation needs."""

EXTRAS = {
    "cloud": (("obstore",), "sweeps at URLs: s3://, gs://, az://"),
    "dask": (("dask", "distributed"), "executor=dask"),
    "netcdf": (("h5netcdf", "h5py"), "lunarsim export --to netcdf"),
    "parquet": (("pyarrow",), "lunarsim export --to parquet"),
    "xlsx": (("XlsxWriter",), "lunarsim export --to xlsx"),
}
"""What an installation may have beside, by the name of the extra: packages, and what they are for."""

STARTUP_FILES = {
    "bash": (".bashrc", ".bash_profile", ".profile"),
    "zsh": (".zshrc",),
    "fish": (".config/fish/config.fish",),
}
LARGEST_STARTUP_FILE = 10**6
GIBIBYTE = 2**30


class Finding(NamedTuple):
    """One thing that was looked at.

    Parameters
    ----------
    topic, name : str
        What kind of thing, and which.
    value : str
        How it is.
    ok : bool
        Whether nothing needs to be done.
    advice : str
        What to do; empty where nothing.
    """

    topic: str
    name: str
    value: str
    ok: bool = True
    advice: str = ""


def run(arguments: Arguments) -> int:
    """Print what was found and return the exit code, which is 0: what is missing need not be wanted."""
    name = arguments.argument()
    if name is not None:
        from lunarsim.words.errors import Fault, InputError

        raise InputError([Fault(name, "doctor takes no words; lunarsim doctor looks at this computer")])
    found = list(findings())
    if arguments.verb_options["json"]:
        from lunarsim.words.terminal import json_text

        print(json_text({"format": FORMAT, "findings": [finding._asdict() for finding in found]}))
    else:
        _print(found)
    return 0


def findings() -> Iterator[Finding]:
    """Yield what there is to say of versions, extras, this computer and the shell."""
    yield from _versions()
    yield from _extras()
    yield from _computer()
    yield _completion()


def _versions() -> Iterator[Finding]:
    import platform
    import sys

    from lunarsim.study.store.provenance import git_commit
    from lunarsim.version import FORMAT as STORE_FORMAT
    from lunarsim.version import RESULTS, __version__

    commit = git_commit()
    of = f", commit {commit[:8]}" + ", changed since" * commit.endswith("-dirty") if commit else ""
    yield Finding("version", "lunarsim", f"{__version__}, rules {RESULTS}, store format {STORE_FORMAT}{of}")
    yield Finding("version", "Python", f"{platform.python_version()} ({sys.executable})")
    for package in PACKAGES:
        version = _version(package)
        advice = "" if version else "install lunarsim again: pip install lunarsim"
        yield Finding("version", package, version or "missing", bool(version), advice)


def _extras() -> Iterator[Finding]:
    for extra, (packages, use) in EXTRAS.items():
        versions = {package: _version(package) for package in packages}
        missing = [package for package, version in versions.items() if not version]
        if missing:
            advice = f"for {use}: pip install 'lunarsim[{extra}]'"
            yield Finding("extra", extra, f"missing: {', '.join(missing)}", False, advice)
        else:
            installed = ", ".join(f"{package} {version}" for package, version in versions.items())
            yield Finding("extra", extra, f"{installed}, for {use}")


def _computer() -> Iterator[Finding]:
    import os
    import platform
    import shutil

    yield Finding("computer", "system", f"{platform.system()} {platform.release()}, {platform.machine()}")
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    yield Finding("computer", "cores", f"{usable} usable; executor=processes takes all of them")
    yield Finding("computer", "processor", _processor())
    total, free = _memory()
    if total:
        said = f"{total / GIBIBYTE:.1f} GiB" + (f", {free / GIBIBYTE:.1f} GiB available" if free else "")
        yield Finding("computer", "memory", said)
    from lunarsim.study.request.settings import Output

    folder = Path(Output().dir)
    place = folder if folder.is_dir() else Path.cwd()
    try:
        disk = shutil.disk_usage(place)
    except OSError as error:
        yield Finding("computer", "disk", f"{place}: {error.strerror or error}", False, "choose another output.dir")
        return
    writable = os.access(place, os.W_OK)
    said = f"{disk.free / GIBIBYTE:.1f} GiB free of {disk.total / GIBIBYTE:.1f} GiB at {place}"
    advice = "" if writable else "it cannot be written; choose another folder: output.dir=DIR"
    yield Finding("computer", "disk", said, writable, advice)


def _processor() -> str:
    """Return the extensions by which elementary functions may round differently from those of another processor."""
    import numpy as np

    # Declared as None by numpy where it prints, a mapping where it is asked for one.
    config: Any = np.show_config(mode="dicts")
    extensions = config.get("SIMD Extensions", {})
    used = [*extensions.get("baseline", []), *extensions.get("found", [])]
    return (
        f"numpy uses {', '.join(used) or 'no extensions'}; on others last digits may differ (docs/reproducibility.md)"
    )


def _memory() -> tuple[int, int]:
    """Return total and available memory [bytes]; 0 where the system does not say."""
    import os

    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        sizes = {line.partition(":")[0]: int(line.split()[1]) * 1024 for line in lines}
        return sizes["MemTotal"], sizes.get("MemAvailable", 0)
    except (OSError, ValueError, LookupError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), 0
    except (AttributeError, ValueError, OSError):
        return 0, 0


def _completion() -> Finding:
    """Return whether a startup file of the shell switches tab completion on."""
    import os

    from lunarsim.scenario.regular_files import read_regular

    shell = Path(os.environ.get("SHELL", "")).name
    if shell not in STARTUP_FILES:
        return Finding(
            "shell", "tab completion", f"none for {shell or 'an unknown shell'}; there is one for bash, zsh, fish"
        )
    for name in STARTUP_FILES[shell]:
        try:
            text = read_regular(Path.home() / name, LARGEST_STARTUP_FILE).decode(errors="replace")
        except (OSError, RuntimeError):
            continue
        if "lunarsim" in text and "install=" in text:
            return Finding("shell", "tab completion", f"switched on in ~/{name}")
    line = f'eval "$(lunarsim --shell-completion install={shell})"'
    advice = f"add to ~/{STARTUP_FILES[shell][0]}: {line}"
    return Finding("shell", "tab completion", f"not switched on in a startup file of {shell}", False, advice)


def _version(package: str) -> str:
    """Return the version of an installed package, empty where there is none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _print(found: Iterable[Finding]) -> None:
    import shutil
    import textwrap

    from lunarsim.words.terminal import one_line

    width = shutil.get_terminal_size((120, 24)).columns
    topic, missing = "", 0
    for finding in found:
        if finding.topic != topic:
            topic = finding.topic
            print(f"{topic[:1].upper()}{topic[1:]}")
        missing += not finding.ok
        start = f"  {finding.name:<16}"
        text = finding.value + (f"; {finding.advice}" if finding.advice else "")
        filled = textwrap.fill(
            one_line(text), width, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False
        )
        print(filled)
    print("\nnothing is missing" if not missing else f"\n{missing} not there; each line says how to get it")


VERB = Verb(run, (JSON,))
