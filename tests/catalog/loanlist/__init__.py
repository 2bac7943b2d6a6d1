"""Loan lists as offices send them."""
