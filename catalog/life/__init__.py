"""来歴: all that ever happened to one unit, on one line of time."""
