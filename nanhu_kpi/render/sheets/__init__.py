"""What each command shows, a file a command or subject. A figure becomes a text here, once for all formats."""
