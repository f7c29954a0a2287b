"""The review page: play a clip and tag what happens."""
