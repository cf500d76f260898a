"""The only SimPy code: a scenario and its draws become a trace, and traces become outcomes."""
