"""What a command shows, a file a subject: cells formatted once."""
