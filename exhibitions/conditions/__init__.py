"""How what stands on displays was found when it changed hands, kept as loans keep it."""
