"""Plots of missions: one run, the launches of a sweep, causes of delay, and official milestones."""

__all__ = ["launch_gantt", "promised_dates", "run_gantt", "waterfall"]
