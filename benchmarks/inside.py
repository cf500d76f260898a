"""The parts of lunarsim that are no public interface and that benchmarks time by themselves or run without the rest."""

from lunarsim.door.line.reading import read_line
from lunarsim.scenario.library.paths import shipped
from lunarsim.scenario.scenario import Scenario, setter
from lunarsim.study.model.campaigns import CAMPAIGNS
from lunarsim.study.run.continuation import resume_sweep
from lunarsim.study.run.sweep import run_sweep
from lunarsim.world.mine.deposit import deposits

__all__ = ["CAMPAIGNS", "Scenario", "deposits", "read_line", "resume_sweep", "run_sweep", "setter", "shipped"]
