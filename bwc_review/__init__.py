"""BWC Review: tag de-escalation behaviours in body-worn camera clips and compare them."""

__version__ = "0.1.0"
