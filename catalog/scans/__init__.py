"""What scans of anything have in common: labels of units, codes of visitors, tickets of seminars."""
