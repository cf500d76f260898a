"""The summary of a sweep, as a table or as JSON."""

__all__ = ["json_summary", "summary_table", "view"]
