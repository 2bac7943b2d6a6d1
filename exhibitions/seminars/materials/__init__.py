"""資料: what participants read before and after a course."""
