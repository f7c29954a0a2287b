"""Colours, type, icons and marks: one table of tokens, three themes."""
