"""Persistence with SQLAlchemy; gives and takes domain values only."""
