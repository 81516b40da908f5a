"""A sheet to be printed or sent: blocks of finished strings, and a module for each format that arranges them."""
