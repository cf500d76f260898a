"""What the mine is worth beside the export of rare earths: with oxygen, with use on the Moon, and to each program."""

__all__ = ["in_space", "joint", "partners"]
