"""What an exhibit says to visitors: on paper beside it, and on their own phone."""
