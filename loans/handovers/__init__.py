"""引き渡しと長期借用: units that go from one lender to another, for good or until a day (docs/adr/0008)."""
