"""Missions and milestones: launches, causes of delay, contributions of programs, one run as spans of time."""

__all__ = ["contributions", "delay_causes", "launches", "promises", "run_spans"]
