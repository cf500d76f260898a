"""What a block runs: the interface of a model, and the campaigns that lunarsim simulates."""

__all__ = ["accounts_again", "block", "interface", "time_spans"]
