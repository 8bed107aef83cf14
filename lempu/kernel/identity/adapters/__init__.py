"""What the library asks of the product, and what of the library the product bends."""
