"""Who takes part: applications without an account and by facilities, approval, the waitlist, cancelling."""
