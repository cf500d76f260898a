"""Conditions: what stored runs say once something is known, by weights of the runs."""

__all__ = ["agreement", "conditions", "facts", "given", "news", "signposts", "weighted", "weights"]
