"""The versions that tests run with are the lowest that are allowed, and a lock of public packages."""

import re
import tomllib

import pytest

from tests.house.test_floors import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
FOR_USERS = [*PROJECT["dependencies"], *(line for name, lines in EXTRAS.items() if name != "dev" for line in lines)]
LOCKS = ("requirements.lock", "requirements-lowest.txt")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name):
    """Return the versions of a lock by package; several where they differ by the version of Python."""
    versions = {}
    for package, version in re.findall(r"^([\w.-]+)==([\w.]+)", read(name), re.MULTILINE):
        versions.setdefault(package, set()).add(version)
    return versions


def padded(version):
    return tuple(int(part) for part in [*version.split("."), "0", "0"][:3])


@pytest.mark.parametrize("line", [*PROJECT["dependencies"], *EXTRAS["dev"]])
def test_the_lowest_versions_are_those_that_are_allowed(line):
    package, least = re.match(r"([\w.-]+)(?:\[\w+\])?(?:>=([\d.]+))?", line).groups()
    if least is not None:
        (pinned,) = pins("requirements-lowest.txt")[package.lower()]
        assert padded(pinned) == padded(least)


def test_what_users_need_has_bounds_that_developers_have_as_well():
    assert all(">=" in line and "<" in line for line in FOR_USERS)
    assert {line for line in FOR_USERS if line not in PROJECT["dependencies"]} <= set(EXTRAS["dev"])


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_place(name):
    text = read(name)
    assert not re.search(r"://|^-|index-url|find-links", text, re.MULTILINE)
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", text)) > 500
    for block in re.split(r"\n(?=[\w])", text):
        assert "--hash=sha256:" in block


def test_the_lowest_python_is_the_first_that_is_named():
    named = [line.rsplit(" ", 1)[1] for line in PROJECT["classifiers"] if "Python :: 3." in line]
    assert PROJECT["requires-python"] == f">={named[0]}"
