"""Item models and row values; plain data in, no service."""
