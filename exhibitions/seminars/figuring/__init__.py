"""Figures of courses: held, applied for, attended, by care providers and by others."""
