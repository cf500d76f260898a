"""The summary of a sweep, as a table or as JSON."""

__all__ = ["json_summary", "news_json", "news_table", "summary_table", "view"]
