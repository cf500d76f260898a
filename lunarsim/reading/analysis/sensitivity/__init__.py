"""Which factors matter: indices, effects, regression and shares by evidence."""

__all__ = ["design_check", "evidence", "morris_effects", "one_at_a_time", "regression", "responses", "sobol_indices"]
