"""Pure numbers over domain values."""
