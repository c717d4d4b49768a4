"""What the Makefile calls: the environment, the site, the tests' browser. Standard library only."""
