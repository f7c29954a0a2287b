"""Playing clips: the clock, the panes and the transport that moves them together."""
