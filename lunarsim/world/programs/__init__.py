"""Who flies, with what money and under which agreement, and how their plans slip."""
