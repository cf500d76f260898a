"""Decisions: options across uncertain states of the world, their regret, and what it is worth to know more first."""

__all__ = ["comparison", "like_with_like", "regret", "voi"]
