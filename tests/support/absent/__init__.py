"""What processes of the tests do not find, first on their path."""
