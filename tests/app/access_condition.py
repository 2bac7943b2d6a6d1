"""Who may use the doors to checklists, marks, incidents and safety reports: lines of `tests.app.access`."""

CONDITION = """
GET    /vendor/products/{product_id}/checklist              vendor
POST   /vendor/products/{product_id}/checklist              vendor
GET    /api/v1/products/{product_id}/checklist              everyone
PUT    /api/v1/products/{product_id}/checklist              vendor
"""
