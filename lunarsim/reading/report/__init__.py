"""A report: a stored sweep as one self-contained HTML file that works offline and weighs its runs anew."""

__all__ = ["writing"]
