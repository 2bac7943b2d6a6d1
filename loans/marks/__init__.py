"""Marks on the photos of a loan: where the damage is, and what it is."""
