"""The numbers of a report: quantized to 16 bits, column by column, and compressed."""

__all__ = ["packing", "quantize", "thinning"]
