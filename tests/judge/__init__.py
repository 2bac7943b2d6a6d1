"""The one judge, asked by every way in."""
