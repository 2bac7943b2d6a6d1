"""Several products asked for together: each becomes a loan of its own, all go in one delivery."""
