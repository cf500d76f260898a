"""One run as a story: its log of events and its spans of time."""

__all__ = ["event_log", "spans"]
