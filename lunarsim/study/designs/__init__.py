"""How uncertain factors are sampled, as unit quantiles."""

__all__ = ["drawing"]
