import subprocess

from lunarsim.scenario.library import paths
from lunarsim.study.store import provenance


def test_a_package_outside_a_checkout_has_no_commit(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "site-packages" / "lunarsim")
    assert paths.checkout() is None
    assert provenance.git_commit() == ""


def test_a_missing_git_is_no_error(monkeypatch, tmp_path):
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "lunarsim")
    assert paths.checkout() == tmp_path
    assert provenance.git_commit() == ""

    def missing(*args, **kwargs):
        raise FileNotFoundError("git")

    monkeypatch.setattr(subprocess, "run", missing)
    assert provenance.git_commit() == ""


def test_the_commit_is_that_of_the_checkout_that_holds_the_package(monkeypatch, tmp_path):
    def git(*words):
        return subprocess.run(
            ["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@b", *words],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    git("init")
    git("commit", "--allow-empty", "-m", "one")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "lunarsim")
    assert provenance.git_commit() == git("rev-parse", "HEAD")
