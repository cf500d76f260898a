"""The version of the package, and the numbers by which stored sweeps are compared with it."""

__version__ = "0.1.0"

FORMAT = 2
"""Form of the stored dataset: raised by a commit that writes it otherwise. Earlier forms can still be read."""

RESULTS = 50
"""Number of the results: raised by one with every commit that changes a result, so that two codes never mix in a sweep.

The changelog names the rule that changed. A sweep of another number is shown and exported, not resumed or replayed.
"""
