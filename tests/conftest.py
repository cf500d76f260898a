"""What holds for all tests: hypothesis repeats the same examples in every run and keeps no files."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "lunarsim", database=None, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("lunarsim")
