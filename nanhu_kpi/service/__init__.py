"""What officers and leaders ask for, a use case a file: each stands between the command line and the database."""
