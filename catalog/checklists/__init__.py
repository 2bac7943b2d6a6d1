"""点検票: what is looked at each time a unit of a product changes hands, as its vendor wrote it."""
