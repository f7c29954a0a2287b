"""Everything that reads or makes video; no window, no database."""
