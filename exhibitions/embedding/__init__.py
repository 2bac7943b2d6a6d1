"""A counter's displays on its own pages: a frame with free times, and a calendar that anybody may read."""
