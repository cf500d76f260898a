"""Before the plant: the resource in the ground, and the gates and the technology that lead to a plant."""

__all__ = ["gates", "resource"]
