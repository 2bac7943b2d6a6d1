"""Who may use the doors to checklists, marks, incidents and safety reports: lines of `tests.app.access`."""

CONDITION = """
GET    /vendor/products/{product_id}/checklist              vendor
POST   /vendor/products/{product_id}/checklist              vendor
GET    /api/v1/products/{product_id}/checklist              everyone
PUT    /api/v1/products/{product_id}/checklist              vendor
GET    /loans/{loan_id}/photos/{photo_id}                   facility counter vendor centre
POST   /loans/{loan_id}/photos/{photo_id}/marks             facility counter vendor centre
POST   /loans/{loan_id}/photos/{photo_id}/marks/{mark_id}/withdraw  nobody
GET    /api/v1/loans/{loan_id}/photos/{photo_id}/marks      facility counter vendor centre
POST   /api/v1/loans/{loan_id}/photos/{photo_id}/marks      facility counter vendor centre
GET    /incidents                                           signed-in
GET    /incidents/{incident_id}                             facility counter vendor centre
POST   /incidents/{incident_id}/comment                     facility counter vendor centre
POST   /incidents/{incident_id}/agree                       facility counter vendor centre
POST   /incidents/{incident_id}/settle                      facility counter vendor centre
GET    /api/v1/incidents                                    signed-in
GET    /api/v1/incidents/{incident_id}                      facility counter vendor centre
POST   /api/v1/incidents/{incident_id}/comment              facility counter vendor centre
POST   /api/v1/incidents/{incident_id}/agree                counter vendor centre
POST   /api/v1/incidents/{incident_id}/settle               counter vendor centre
GET    /loans/{loan_id}/safety-reports/new                  facility counter centre
POST   /loans/{loan_id}/safety-reports/new                  facility counter centre
GET    /safety-reports                                      signed-in
GET    /safety-reports.xlsx                                 signed-in
POST   /api/v1/loans/{loan_id}/safety-reports               facility counter centre
GET    /api/v1/safety-reports                               signed-in
"""
