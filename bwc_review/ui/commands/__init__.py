"""The registry of actions, and the commands that can be undone."""
