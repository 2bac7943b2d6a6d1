"""受付: parties that come to a display: by scan, by name, or without a booking."""
