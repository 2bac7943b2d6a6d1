"""運用ルール: a counter sees and changes its own rules of lending."""
