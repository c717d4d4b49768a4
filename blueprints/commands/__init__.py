"""Commands that show on a terminal what the pages show."""
