"""Who flies, with what money and under which agreement, and how their plans slip."""

__all__ = ["agreement", "cutoff", "partnership", "program", "replacements", "slip_law"]
