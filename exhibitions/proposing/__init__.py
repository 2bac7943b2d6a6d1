"""The planning board: what covers the taxonomy best, why, and all lenders asked at one press."""
