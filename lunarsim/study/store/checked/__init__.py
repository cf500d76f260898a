"""What is stored, held against its declaration and its checksums before it is used."""

__all__ = ["checked_store", "metadata", "sealing", "structure", "sums"]
