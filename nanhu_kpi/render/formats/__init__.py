"""A sheet on a screen or as plain text: each format only arranges its strings."""
