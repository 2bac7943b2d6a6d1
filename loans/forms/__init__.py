"""The forms of loan pages: what a browser sends becomes the commands of `loans.commands`."""
