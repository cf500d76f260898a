"""Running a sweep: executors, resume and replay."""

__all__ = ["continuation", "forecast", "rerun", "signals", "stored_executor", "sweep"]
