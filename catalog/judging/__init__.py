"""The one judge of days: what is free, why not, and what instead. `catalog.availability` is its door."""
