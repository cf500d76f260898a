"""The summary of a sweep, as a table or as JSON."""
