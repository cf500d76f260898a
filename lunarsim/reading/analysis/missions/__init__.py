"""Missions and milestones: launches, causes of delay, contributions of programs, one run as spans of time."""
