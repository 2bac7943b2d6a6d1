"""修了証: given once to whoever attended enough, and verified by its number by anybody."""
