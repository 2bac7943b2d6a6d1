"""How units are found when they change hands: checklists, photos, marks, and what differs out and back."""
