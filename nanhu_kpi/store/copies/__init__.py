"""Files beside the one in use: backups, drafts, copies and other offices that are read, and what a repair keeps."""
