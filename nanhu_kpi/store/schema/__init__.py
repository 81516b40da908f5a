"""What the file is made of: tables, triggers, and the steps that bring an older file up to date."""
