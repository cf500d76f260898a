"""The summary of a sweep, as a table or as JSON."""

__all__ = [
    "combinations",
    "deciding",
    "json_summary",
    "news_json",
    "news_table",
    "signposts_table",
    "summary_table",
    "sweeps_table",
    "view",
    "what_matters_json",
    "what_matters_table",
]
