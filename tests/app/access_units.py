"""Who may use which door of units: lines of the table in `tests.app.access`."""

UNITS = """
GET    /api/v1/handovers                                    signed-in
GET    /api/v1/handovers/{handover_id}                      nobody
POST   /api/v1/transfers                                    any-counter
POST   /api/v1/long-loans                                   any-counter
POST   /api/v1/long-loans/offers                            vendor
POST   /api/v1/transfers/preview                            any-counter
POST   /api/v1/long-loans/preview                           any-counter
POST   /api/v1/long-loans/offers/preview                    vendor
POST   /api/v1/handovers/{handover_id}/preview                             nobody
POST   /api/v1/handovers/{handover_id}/accept                              nobody
POST   /api/v1/handovers/{handover_id}/refuse                              nobody
POST   /api/v1/handovers/{handover_id}/withdraw                            nobody
POST   /api/v1/handovers/{handover_id}/dispatch                            nobody
POST   /api/v1/handovers/{handover_id}/receive                             nobody
POST   /api/v1/handovers/{handover_id}/recall                              nobody
POST   /api/v1/handovers/{handover_id}/send-back                           nobody
POST   /api/v1/handovers/{handover_id}/take-back                           nobody
GET    /handovers                                           any-vendor any-counter centre
GET    /handovers/transfer                                  any-counter
POST   /handovers/transfer                                  any-counter
GET    /handovers/long-loan                                 nobody
POST   /handovers/long-loan                                 nobody
GET    /handovers/offer                                     any-vendor
POST   /handovers/offer                                     any-vendor
GET    /handovers/{handover_id}                             nobody
GET    /handovers/{handover_id}/{step}                      nobody
POST   /handovers/{handover_id}/{step}                      nobody
GET    /units.xlsx                                          any-vendor any-counter centre
GET    /units.csv                                           any-vendor any-counter centre
GET    /units/new                                           any-vendor any-counter
POST   /units/new                                           nobody
GET    /units/{unit_id}/move                                vendor
POST   /units/{unit_id}/move                                vendor
PUT    /api/v1/units/{unit_id}                              vendor
POST   /api/v1/units/{unit_id}/move                         vendor
GET    /units/{unit_id}/retire                              vendor centre
POST   /units/{unit_id}/retire                              vendor centre
POST   /units/{unit_id}/reinstate                           vendor centre
GET    /api/v1/units/{unit_id}/bookings                     vendor centre
POST   /api/v1/units/{unit_id}/preview                      vendor centre
POST   /api/v1/maintenance/{occupancy_id}/preview           nobody
POST   /api/v1/units/{unit_id}/retire                       vendor centre
POST   /api/v1/units/{unit_id}/reinstate                    vendor centre
GET    /api/v1/units                                        signed-in
POST   /api/v1/units                                        vendor any-counter
GET    /api/v1/units/{unit_id}                              vendor centre
GET    /api/v1/units/{unit_id}/events                       vendor centre
GET    /api/v1/stocktakings                                 signed-in
POST   /api/v1/stocktakings                                 any-vendor any-counter
GET    /api/v1/stocktakings/{stocktaking_id}                nobody
GET    /api/v1/stocktakings/{stocktaking_id}/units          nobody
POST   /api/v1/stocktakings/{stocktaking_id}/close          nobody
POST   /api/v1/stocktakings/{stocktaking_id}/units/{unit_id}/settle  nobody
POST   /api/v1/stocktakings/{stocktaking_id}/units/{unit_id}/preview  nobody
POST   /api/v1/units/{unit_id}/maintenance                  vendor centre
POST   /api/v1/maintenance/{occupancy_id}/move              nobody
POST   /api/v1/maintenance/{occupancy_id}/end               nobody
GET    /units                                               any-vendor any-counter centre
GET    /stocktakings                                        any-vendor any-counter centre
POST   /stocktakings                                        any-vendor any-counter
GET    /stocktakings/{stocktaking_id}                       nobody
GET    /stocktakings/{stocktaking_id}/close                 nobody
POST   /stocktakings/{stocktaking_id}/close                 nobody
GET    /stocktakings/{stocktaking_id}/report.xlsx           nobody
GET    /stocktakings/{stocktaking_id}/units/{unit_id}       nobody
POST   /stocktakings/{stocktaking_id}/units/{unit_id}       nobody
GET    /units/labels.pdf                                    nobody
POST   /units/blank-labels                                  any-vendor any-counter
GET    /units/labels                                        any-vendor any-counter
GET    /units/labels/test.pdf                               any-vendor any-counter
POST   /units/labels/shift                                  any-vendor any-counter
GET    /units/tags/{token}                                  nobody
POST   /units/tags/{token}                                  nobody
POST   /units/{unit_id}/label/retire                        vendor
POST   /units/{unit_id}/label/new                           vendor
GET    /units/{unit_id}                                     vendor centre
GET    /units/{unit_id}/edit                                vendor
GET    /units/{unit_id}/maintenance                         vendor centre
POST   /units/{unit_id}/maintenance                         vendor centre
POST   /units/{unit_id}/maintenance/{occupancy_id}/end      nobody
POST   /units/{unit_id}/edit                                vendor
GET    /units/{unit_id}/label.pdf                           vendor
GET    /units/{unit_id}/qr.svg                              vendor centre
"""
