"""Tables of what to do: boxes of scenario discovery, comparisons of sweeps and of options, the value of information."""

__all__ = ["compare_table", "discovery_json", "discovery_table", "discovery_words", "least_regret", "value_table"]
