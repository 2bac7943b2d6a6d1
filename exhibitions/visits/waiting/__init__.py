"""来場のキャンセル待ち: parties that wait for a full time, and what freed places are offered to whom."""
