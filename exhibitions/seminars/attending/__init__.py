"""Who was there: by code at the counter's scanner, by the code of the room, by a typed number, by hand."""
