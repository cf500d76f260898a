"""Running a sweep: executors, resume and replay."""

__all__ = ["continuation", "executors", "forecast", "progress", "rerun", "signals", "stored_executor", "sweep"]
