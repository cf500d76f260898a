"""Running a sweep: executors, resume and replay."""
