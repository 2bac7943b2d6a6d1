"""受講者アンケート: a course's own questions, answered once by each participant after it, and the results."""
