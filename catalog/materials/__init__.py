"""What shows a product: its photos and its leaflets."""
