"""来場の実績: what counters report of visits, by month, half and fiscal year, by item and place."""
