"""What can never be as asked, found before any run with place, reason and remedy; and what the plan leaves out."""

__all__ = ["checks", "shortfalls"]
