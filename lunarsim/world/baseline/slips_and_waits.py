"""Where own slips and waits do not add up to what the record says, told before a run."""

from __future__ import annotations

from collections.abc import Iterator

from lunarsim.scenario.groups.waits import TOLD_APART
from lunarsim.scenario.libraries import original
from lunarsim.scenario.scenario import Scenario
from lunarsim.world.baseline.cancellations import listed
from lunarsim.world.programs.calibrations import slip_calibrations
from lunarsim.world.programs.dated_plans import ASSUMED


def slips_and_waits(scenario: Scenario) -> Iterator[str]:
    """Yield which waits are off that slips leave room for, and which missions count their waits twice."""
    waits = scenario.waits
    if not waits.slip or waits.slip_alone:
        return
    if off := [f"waits.{name}" for name in TOLD_APART if not getattr(waits, name)]:
        verb = "are" if len(off) > 1 else "is"
        yield (
            f"waits.slip leaves room for {', '.join(off)}, which {verb} off: dates come earlier than the record has "
            "them, and may come earlier than with waits.slip alone, which stands for all such waits"
        )
    known, changes = slip_calibrations(scenario.plan.manifest), scenario.changes.get("missions", {})
    whole = [
        key
        for key, mission in scenario.missions.items()
        if mission.evidence != ASSUMED
        and scenario.flies(mission)
        and key not in known
        and original(key, changes) not in known
    ]
    if whole:
        yield (
            f"slips not calibrated, as like no mission of a shipped plan: {listed(whole)}; they are all that the "
            "record says and waits come on top, so that remaining times are about 1.3 times the record's in the "
            "median, and more behind long waits"
        )
