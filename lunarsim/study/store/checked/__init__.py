"""What is stored, held against its declaration and its checksums before it is used."""

__all__ = ["checked_store", "open_store", "sealing", "stored_array", "structure", "sums"]
