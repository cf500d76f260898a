"""Answers as they are stored: figures in ``figures.json``, texts between marks of ``experiments/README.md``."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.answers.figure import Figure

STORED = Path(__file__).with_name("figures.json")
README = Path(__file__).parents[1] / "README.md"
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH = 120


class Answer(NamedTuple):
    """Figures of an answer by name, hash of the plan of each sweep, and number and time of all runs."""

    figures: Mapping[str, Figure]
    plans: Mapping[str, str]
    runs: int
    seconds: float


def text_of(template: str, answer: Answer) -> str:
    """Return a text with its figures, wrapped, and what it took."""
    took = f"{answer.seconds:.0f} s" if answer.seconds < 100 else f"{answer.seconds / 60:.0f} minutes"
    paragraphs = template.format_map(dict(answer.figures)).strip().split("\n\n")
    paragraphs[-1] += f" ({answer.runs:,} runs, {took} with two processes.)"
    return "\n\n".join(
        textwrap.fill(" ".join(paragraph.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
        for paragraph in paragraphs
    )


def written(readme: str, name: str, text: str) -> str:
    """Return the README with the text of one answer.

    Raises
    ------
    ValueError
        If it has no place for that answer.
    """
    result, count = re.subn(
        rf"(<!-- answer: {name} -->\n).*?(\n<!-- end -->)",
        lambda found: found[1] + text + found[2],
        readme,
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{README.name} must have one place for the answer {name}, it has {count}")
    return result


def read_answers() -> dict[str, Answer]:
    """Return the stored answers by experiment."""
    stored = json.loads(STORED.read_text(encoding="utf-8")) if STORED.is_file() else {}
    return {
        name: Answer(
            {key: Figure(*values) for key, values in one["figures"].items()}, one["plans"], one["runs"], one["seconds"]
        )
        for name, one in stored.items()
    }


def write_answer(name: str, answer: Answer, template: str) -> None:
    """Write the figures of an answer, and its text into the README."""
    rounded = {key: Figure(*(float(f"{number:.6g}") for number in figure)) for key, figure in answer.figures.items()}
    rounded_answer = answer._replace(figures=rounded, seconds=float(f"{answer.seconds:.2g}"))
    answers = read_answers() | {name: rounded_answer}
    text = written(README.read_text(encoding="utf-8"), name, text_of(template, rounded_answer))
    content = {key: one._asdict() for key, one in sorted(answers.items())}
    STORED.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    README.write_text(text, encoding="utf-8")


def plan_of(line: Sequence[str], expected: str = "") -> str:
    """Return the hash of the plan that a line has by the code of today, in the form of the one expected."""
    from lunarsim.door.line.reading import read_line
    from lunarsim.study.grid.fingerprint import agreed_hash
    from lunarsim.study.grid.planning import make_plan
    from lunarsim.study.model.interface import CAMPAIGNS_REFERENCE, import_model

    request = read_line(list(line)).request(["-m", *line])
    model = import_model(CAMPAIGNS_REFERENCE, request.executor.max_events)
    return agreed_hash(expected, make_plan(request, model, CAMPAIGNS_REFERENCE))
