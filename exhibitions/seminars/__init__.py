"""Seminars of a counter: courses with their sessions, who applies, who was there, what they take home."""
