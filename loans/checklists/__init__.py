"""What was answered to a product's checklist when a unit changed hands."""
