"""棚卸: what should be at a place, what is found there, what is missing and what is strange."""
