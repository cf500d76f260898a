"""From traces to the arrays that are stored."""
