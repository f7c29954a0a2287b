"""Documents out of analysis tables."""
