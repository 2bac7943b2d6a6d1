"""補助金: what counters advise on, by fiscal year, prefecture and item."""
