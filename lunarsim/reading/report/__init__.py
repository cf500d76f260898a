"""A report: a stored sweep as one self-contained HTML file that works offline and re-weighs its runs."""

__all__ = ["writing"]
