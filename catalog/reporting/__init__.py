"""What every report has: periods, ranges, a workbook, and sections that features add."""
