"""The command: installed and run as a user runs it, or its function called in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lunarsim.door.cli import main

COMMAND = Path(sys.executable).with_name("lunarsim")

Answer = subprocess.CompletedProcess[str]
Command = Callable[..., Answer]


def call(*words: str, folder: Path, **variables: str) -> Answer:
    """Run the command in a folder and return its answer."""
    environment = os.environ | {"COLUMNS": "160"} | variables
    return subprocess.run(
        [str(COMMAND), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture
def lunarsim(tmp_path: Path) -> Command:
    """Return a function that runs the installed command in an empty folder."""
    return lambda *words, **variables: call(*words, folder=tmp_path, **variables)


@pytest.fixture
def in_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Return a function that does what the command does, in this process and in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*words: str) -> Answer:
        capfd.readouterr()
        code = main(words)
        return Answer(words, code, *capfd.readouterr())

    return run


SWEEP = ("-m", "cooperation=active,lapsed", "site=fra_mauro,shackleton", "design.samples=24")


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """Return the store of the sweep of two levers that several tests read, and the command's answer."""
    folder = tmp_path_factory.mktemp("swept")
    answer = call(*SWEEP, folder=folder)
    return store_of(answer, folder), answer


def store_of(answer: Answer, folder: Path) -> Path:
    """Return the path that the command's last line names."""
    assert answer.returncode == 0, answer.stderr
    *_, last = answer.stdout.strip().splitlines()
    return folder / last.removeprefix("dataset: ")
