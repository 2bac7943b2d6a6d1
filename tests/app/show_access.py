"""Who may use which door about what stands on displays; read as the table of `tests.app.access` is."""

SHOWS = """
GET    /api/v1/exhibitions/{exhibition_id}/proposal             counter centre
POST   /api/v1/exhibitions/{exhibition_id}/proposal/preview     counter centre
POST   /api/v1/exhibitions/{exhibition_id}/proposal/ask         counter centre
PATCH  /api/v1/exhibits/{exhibit_id}                            counter centre
GET    /api/v1/exhibitions/{exhibition_id}/scans                counter centre
GET    /e/{token}                                           nobody
GET    /e/{token}/want                                      nobody
POST   /e/{token}/want                                      nobody
DELETE /api/v1/exhibitions/{exhibition_id}                      counter centre
POST   /exhibitions/{exhibition_id}/discard                 counter centre
GET    /api/v1/exhibits/{exhibit_id}/substitutes                counter centre
GET    /api/v1/exhibits/{exhibit_id}/late-return                counter vendor centre
POST   /api/v1/exhibits/{exhibit_id}/lend                       counter centre
POST   /api/v1/exhibits/{exhibit_id}/lend/preview               counter centre
GET    /exhibits/{exhibit_id}/lend                          counter centre
POST   /exhibits/{exhibit_id}/lend                          counter centre
GET    /api/v1/exhibitions/{exhibition_id}/tour                 counter centre
POST   /api/v1/exhibitions/{exhibition_id}/tour                 counter centre
PATCH  /api/v1/exhibitions/{exhibition_id}/tour/{leg_id}        nobody
POST   /api/v1/exhibitions/{exhibition_id}/tour/{leg_id}/moves  nobody
GET    /exhibitions/{exhibition_id}/tour                    counter centre
POST   /exhibitions/{exhibition_id}/tour                    counter centre
GET    /exhibitions/{exhibition_id}/tour/{leg_id}           nobody
POST   /exhibitions/{exhibition_id}/tour/{leg_id}           nobody
POST   /exhibitions/{exhibition_id}/tour/{leg_id}/moves     nobody
GET    /exhibitions/{exhibition_id}/handover                counter centre
GET    /exhibitions/{exhibition_id}/handover/paper          counter centre
GET    /exhibitions/{exhibition_id}/pictures                counter centre
POST   /exhibitions/{exhibition_id}/pictures                counter centre
GET    /api/v1/exhibitions/{exhibition_id}/pictures         counter centre
POST   /api/v1/exhibitions/{exhibition_id}/pictures         counter centre
PATCH  /api/v1/exhibitions/{exhibition_id}/pictures/{picture_id}  nobody
POST   /api/v1/exhibitions/{exhibition_id}/pictures/{picture_id}/{step}  nobody
GET    /exhibitions/{exhibition_id}/pictures/{picture_id}   nobody
POST   /exhibitions/{exhibition_id}/pictures/{picture_id}   nobody
POST   /exhibitions/{exhibition_id}/pictures/{picture_id}/{step}  nobody
GET    /exhibitions/{exhibition_id}/pictures/{picture_id}/{file_name}  nobody
GET    /exhibitions/{exhibition_id}/captions                counter centre
GET    /exhibitions/{exhibition_id}/captions/paper/{paper}   nobody
GET    /exhibits/{exhibit_id}/caption                       counter centre
POST   /exhibits/{exhibit_id}/caption                       counter centre
GET    /exhibitions/{exhibition_id}/proposal                counter centre
GET    /exhibitions/{exhibition_id}/proposal/check          counter centre
POST   /exhibitions/{exhibition_id}/proposal/ask            counter centre
GET    /exhibits/{exhibit_id}/dispatch                      vendor centre
POST   /exhibits/{exhibit_id}/dispatch                      vendor centre
GET    /exhibits/{exhibit_id}/deliver                       counter centre
POST   /exhibits/{exhibit_id}/deliver                       counter centre
GET    /exhibits/{exhibit_id}/send_back                     counter centre
POST   /exhibits/{exhibit_id}/send_back                     counter centre
GET    /exhibits/{exhibit_id}/return                        counter vendor centre
POST   /exhibits/{exhibit_id}/return                        counter vendor centre
GET    /exhibits/{exhibit_id}/photos/{photo_id}             nobody
GET    /exhibits/{exhibit_id}/photos/{photo_id}/{size}      nobody
POST   /exhibits/{exhibit_id}/photos/{photo_id}/marks       nobody
POST   /exhibits/{exhibit_id}/photos/{photo_id}/marks/{mark_id}/withdraw  nobody
GET    /exhibits/incidents                                  any-vendor any-counter centre
GET    /exhibits/incidents/{incident_id}                    nobody
POST   /exhibits/incidents/{incident_id}/comment            nobody
POST   /exhibits/incidents/{incident_id}/agree              nobody
POST   /exhibits/incidents/{incident_id}/settle             nobody
GET    /api/v1/exhibits/{exhibit_id}/condition              counter vendor centre
POST   /api/v1/exhibits/{exhibit_id}/photos                 counter vendor centre
GET    /api/v1/exhibits/{exhibit_id}/photos/{photo_id}/marks  nobody
POST   /api/v1/exhibits/{exhibit_id}/photos/{photo_id}/marks  nobody
GET    /api/v1/exhibit-incidents                            signed-in
GET    /api/v1/exhibit-incidents/{incident_id}              nobody
POST   /api/v1/exhibit-incidents/{incident_id}/comment      nobody
POST   /api/v1/exhibit-incidents/{incident_id}/agree        nobody
POST   /api/v1/exhibit-incidents/{incident_id}/settle       nobody
"""
