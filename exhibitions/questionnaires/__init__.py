"""来場アンケート: a counter's own questions, what visitors answer, and who wants to hear more."""
