"""What matters: the factors that move an outcome, by the method that the design of a sweep allows."""

__all__ = ["effects", "fits", "what_matters"]
