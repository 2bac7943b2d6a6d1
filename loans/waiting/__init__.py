"""The waitlist (キャンセル待ち): who waits for which days, in which order, and what is offered to whom."""
