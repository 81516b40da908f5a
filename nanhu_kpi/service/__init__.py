"""What the product does: one function a use case, between the command line and the file."""
