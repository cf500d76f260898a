"""Command lines of pages, notebooks and experiments: verbs, options, keys and outcomes are known ones."""

import json
import re
import shlex
from fnmatch import fnmatch

import pytest

from lunarsim.door.command_line import check_words, take_apart
from lunarsim.door.line.keys import ROOTS, parameter_at
from lunarsim.door.verb_table import VERBS
from lunarsim.scenario.library.developers import known_developers
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.words.errors import InputError
from tests.documented import ROOT

FOLDERS = ("docs", "experiments", "notebooks", "benchmarks")
FILES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
FILES += [path for folder in FOLDERS for kind in ("md", "ipynb", "yaml") for path in (ROOT / folder).rglob(f"*.{kind}")]

LINE = re.compile(r"^[ \t]*(?:[!%$#] ?)?(lunarsim [^\n]*(?:\\\n[^\n]*)*)|`(lunarsim [^`]+)`", re.MULTILINE)
FENCED = re.compile(r"^ *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`[^`]+`(?!`)")
SHELL = re.compile(r"\s(?:>|2>&1|\||;|&&)")
PLACEHOLDER = re.compile(r"[A-Z]{3,}|\.\.\.|\||…|<[a-z]")
"""What says that a line shows a form, not something to type."""

ON_PURPOSE = {"plant.feed_t_per_yeer=200 plant.units=-1"}
"""Lines whose errors are shown."""

OUTCOMES = {variable.name for variable in CAMPAIGNS.variables}
OUTCOMES |= {name.removesuffix("_year") for name in OUTCOMES}


def lines_of(path):
    """Return the command lines that can be typed, without comments and what a shell does with their output."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    if path.suffix == ".md":
        # A paragraph may begin with the name of the project.
        text = "\n".join([*FENCED.findall(text), *("\n" + span for span in SPAN.findall(FENCED.sub("", text)))])
    found = (" ".join((block or span).replace("\\\n", " ").split()) for block, span in LINE.findall(text))
    lines = {shlex.join(shlex.split(SHELL.split(line)[0], comments=True)[1:]) for line in found if "\\" not in line}
    return sorted(line for line in lines if not PLACEHOLDER.search(line) and not re.search(r"--[a-z]+$", line))


def faults_of(line):
    """Return what is wrong with a line as far as no file need be read."""
    arguments = take_apart(shlex.split(line))
    is_verb = arguments.words[:1] and arguments.words[0] in VERBS
    faults = []
    if not is_verb:
        check_words(arguments.words)
        programs = [*known_developers(), "own"]
        for word in arguments.words:
            key = word.lstrip("+~").partition("=")[0].partition("@")[0]
            root = key.partition(".")[0]
            added = word.startswith("+") or "={" in word
            if "." in key and not added and root in ROOTS and not key.startswith("programs."):
                parameter_at(key, programs)
    for name in re.split(r",(?![^\[]*\])", arguments.verb_options.get("outcomes") or ""):
        pattern = re.split(r"[\[(<>=]", name)[0].strip()
        if pattern and not any(fnmatch(known, pattern) for known in OUTCOMES):
            faults.append(f"no outcome {pattern}")
    return faults


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_command_lines_of_a_text_name_what_there_is(path):
    wrong = {}
    for line in set(lines_of(path)) - ON_PURPOSE:
        try:
            faults = faults_of(line)
        except InputError as error:
            faults = str(error)
        if faults:
            wrong[line] = faults
    assert wrong == {}


def test_lines_are_found_in_pages_blocks_and_notebooks_and_wrong_ones_are_seen():
    assert sum(len(lines_of(path)) for path in FILES) > 120
    assert sum(len(lines_of(path)) for path in FILES if path.suffix == ".ipynb") >= 5
    assert faults_of("show --outcomes npv_musd,statoin_basic") == ["no outcome statoin_basic"]
    with pytest.raises(InputError):
        faults_of("show --outcome npv_musd")
    with pytest.raises(InputError):
        faults_of("plant.unitz=4")
    with pytest.raises(InputError):
        faults_of("shwo outputs")
