"""The sheet of `show`, its curve, and both as a paper."""
