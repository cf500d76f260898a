"""Which factors matter: indices, effects, regression and shares by evidence."""

__all__ = [
    "chance",
    "design_check",
    "evidence",
    "least_squares",
    "morris_effects",
    "one_at_a_time",
    "regression",
    "responses",
    "sobol_indices",
]
