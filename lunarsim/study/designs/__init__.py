"""How uncertain factors are sampled, as unit quantiles."""
