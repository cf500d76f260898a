"""Whether the parts of a request go together: intervals, levers, design and what was set on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lunarsim.study.request.design_kinds import DESIGN_KINDS
from lunarsim.study.request.factors import Factor
from lunarsim.study.request.levers import Axis, levers_of
from lunarsim.study.request.request import Request
from lunarsim.study.request.settings import Design
from lunarsim.words.errors import Fault


def fixed_parameters(request: Request, axes: Sequence[Axis]) -> dict[str, str]:
    """Return the parameters that are not uncertain though declared so, with the reason."""
    fixed = dict.fromkeys(typed_keys(request.command), "is set on the command line")
    return fixed | {lever.key: "is a lever" for lever in levers_of(axes)}


def check_intervals(request: Request, axes: Sequence[Axis], faults: list[Fault]) -> None:
    """Add intervals that contradict each other, a lever or the design to ``faults``."""
    keys = [interval.key for interval in request.intervals]
    asked = {interval.key for interval in request.intervals if not interval.yields}
    levers = {lever.key for lever in levers_of(axes)}
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            faults.append(Fault(key, f"is given {keys.count(key)} intervals, allowed one"))
        if key in levers & asked:
            faults.append(Fault(key, "is given a list of values and an interval, allowed one of them"))
        if request.design.kind.rows == "single" and key in asked:
            problem = f"but design={request.design.name} samples nothing; take design=lhs or one value"
            faults.append(Fault(key, f"is given an interval, {problem}"))


def check_design(design: Design, factors: Sequence[Factor], faults: list[Fault]) -> None:
    """Add what a design lacks to ``faults``."""
    if design.kind.rows == "structured" and not factors:
        problem = f"is {design.name}, which moves uncertain factors, and there are none; give an interval"
        faults.append(Fault("design.name", problem))
    if "levels" in design.kind.settings and design.levels % 2:
        faults.append(Fault("design.levels", f"is {design.levels}, must be even: a move is half of the levels"))


def notes_on_samples(request: Request) -> Iterator[str]:
    """Yield what a design makes of its settings."""
    design, typed = request.design, typed_keys(request.command)
    if design.kind.power_of_two and design.samples & (design.samples - 1):
        below = 1 << (design.samples.bit_length() - 1)
        yield (
            f"design.samples={design.samples} is not a power of two, as an even Sobol' sequence needs; "
            f"{below} and {2 * below} are"
        )
    if design.kind.rows == "structured" and design.common_random_numbers != "all":
        yield (
            f"design.common_random_numbers={design.common_random_numbers} gives each sample a chance of its own, so "
            f"indices and effects of design={design.name} will be refused; take design.common_random_numbers=all"
        )
    own = {f"design.{name}" for kind in DESIGN_KINDS.values() for name in kind.settings}
    unused = own - {f"design.{name}" for name in design.kind.settings}
    if not design.until:
        unused.add("design.batch_samples")
    for key in sorted(typed & unused):
        instead = "; design.replicates repeats with other chance" if key == "design.samples" else ""
        yield f"{key} has no effect with design={design.name}{instead}"


def typed_keys(command: Sequence[str]) -> set[str]:
    """Return the keys that the user gave a value."""
    return {text.partition("=")[0].lstrip("+~") for text in command}
