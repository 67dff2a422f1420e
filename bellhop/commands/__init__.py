"""The operators' commands, one file a subject. They translate words of the shell into calls of the core."""
