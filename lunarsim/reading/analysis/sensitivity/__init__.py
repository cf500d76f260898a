"""Which factors matter: indices, effects, regression and shares by evidence."""
