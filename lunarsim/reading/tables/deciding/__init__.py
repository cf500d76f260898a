"""Tables of what to do: boxes of scenario discovery, comparisons of sweeps and of options, the value of information."""

__all__ = [
    "best_words",
    "compare_table",
    "discovery_json",
    "discovery_table",
    "discovery_words",
    "least_regret",
    "regret_table",
    "value_table",
]
