"""An office of the open data finds its people: they say which one is theirs, its counter confirms."""
