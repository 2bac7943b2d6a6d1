"""Photos of the units of a loan, taken when they change hands."""
