"""Writing and comparing rubrics."""
