"""What runs by the clock: a table of names, each one service call."""
