"""The files that departments send: their encoding and format are found, and their rows read one by one."""
