"""Rows to domain values and back, without loss; a module for each repository.

Readers take anything with a row's attributes: a row class or a plain result row of its columns. Those of clips,
recordings and tags, of which a study has thousands, take the columns in the order of their table instead.
"""
