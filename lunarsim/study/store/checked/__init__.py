"""What is stored, held against its declaration and its checksums before it is used."""

__all__ = ["checked_store", "open_store", "stored_array", "structure", "template"]
