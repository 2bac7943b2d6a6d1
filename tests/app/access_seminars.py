"""Who may use which door of the seminars; each line as in `access`."""

SEMINARS = """
GET    /seminars                                            everyone
GET    /seminars/prepare                                    any-counter
GET    /seminars/new                                        any-counter
POST   /seminars/new                                        any-counter
GET    /seminars/{seminar_id}                               counter centre
GET    /seminars/{seminar_id}/edit                          counter centre
POST   /seminars/{seminar_id}/edit                          counter centre
GET    /seminars/{seminar_id}/prepare                       counter centre
GET    /seminars/{seminar_id}/sessions/new                  counter centre
POST   /seminars/{seminar_id}/sessions/new                  counter centre
GET    /seminars/{seminar_id}/sessions/{session_id}/edit    counter centre
POST   /seminars/{seminar_id}/sessions/{session_id}/edit    counter centre
GET    /seminars/{seminar_id}/sessions/{session_id}/remove  counter centre
POST   /seminars/{seminar_id}/sessions/{session_id}/remove  counter centre
POST   /seminars/{seminar_id}/open                          counter centre
POST   /seminars/{seminar_id}/close                         counter centre
POST   /seminars/{seminar_id}/hold                          counter centre
GET    /seminars/{seminar_id}/cancel                        counter centre
POST   /seminars/{seminar_id}/cancel                        counter centre
GET    /seminars/{seminar_id}/copy                          counter centre
POST   /seminars/{seminar_id}/copy                          counter centre
GET    /api/v1/seminars                                     everyone
POST   /api/v1/seminars                                     any-counter
GET    /api/v1/seminars/{seminar_id}                        counter centre
PATCH  /api/v1/seminars/{seminar_id}                        counter centre
POST   /api/v1/seminars/{seminar_id}/sessions               counter centre
PUT    /api/v1/seminars/{seminar_id}/sessions/{session_id}  counter centre
DELETE /api/v1/seminars/{seminar_id}/sessions/{session_id}  counter centre
GET    /api/v1/seminars/{seminar_id}/attendance             counter centre
GET    /api/v1/seminars/{seminar_id}/results                counter centre
POST   /api/v1/seminars/{seminar_id}/certificates           counter centre
GET    /api/v1/seminar-applications                         any-facility
POST   /api/v1/seminar-applications/{application_id}/wait   counter centre
POST   /api/v1/seminar-applications/{application_id}/take   nobody
POST   /api/v1/seminars/{seminar_id}/preview                counter centre
POST   /api/v1/seminars/{seminar_id}/open                   counter centre
POST   /api/v1/seminars/{seminar_id}/close                  counter centre
POST   /api/v1/seminars/{seminar_id}/hold                   counter centre
POST   /api/v1/seminars/{seminar_id}/cancel                 counter centre
GET    /seminars/{seminar_id}/apply                         counter centre
POST   /seminars/{seminar_id}/apply                         counter centre
GET    /seminars/{seminar_id}/thanks                        counter centre
GET    /seminar-applications                                any-facility
GET    /seminar-applications/{token}                        nobody
POST   /seminar-applications/{token}/confirm                nobody
POST   /seminar-applications/{token}/take                   nobody
GET    /seminar-applications/{token}/cancel                 nobody
POST   /seminar-applications/{token}/cancel                 nobody
GET    /seminar-applications/{token}/codes/{number}         nobody
GET    /seminars/{seminar_id}/applications                  counter centre
GET    /seminars/{seminar_id}/applications/{application_id}/approve  counter centre
POST   /seminars/{seminar_id}/applications/{application_id}/approve  counter centre
GET    /seminars/{seminar_id}/applications/{application_id}/wait  counter centre
POST   /seminars/{seminar_id}/applications/{application_id}/wait  counter centre
GET    /seminars/{seminar_id}/applications/{application_id}/refuse  counter centre
POST   /seminars/{seminar_id}/applications/{application_id}/refuse  counter centre
GET    /seminars/{seminar_id}/applications/{application_id}/cancel  counter centre
POST   /seminars/{seminar_id}/applications/{application_id}/cancel  counter centre
GET    /api/v1/seminars/{seminar_id}/applications           counter centre
POST   /api/v1/seminars/{seminar_id}/applications           counter centre
POST   /api/v1/seminar-applications/{application_id}/preview  counter centre
POST   /api/v1/seminar-applications/{application_id}/approve  counter centre
POST   /api/v1/seminar-applications/{application_id}/refuse  counter centre
POST   /api/v1/seminar-applications/{application_id}/cancel  counter centre
GET    /seminars/{seminar_id}/attendance                    counter centre
GET    /seminars/{seminar_id}/sessions/{session_id}/attendance  counter centre
POST   /seminars/{seminar_id}/sessions/{session_id}/attendance  counter centre
POST   /seminars/{seminar_id}/sessions/{session_id}/attendance/{participant_id}  counter centre
POST   /seminars/{seminar_id}/sessions/{session_id}/attendance/{participant_id}/undo  nobody
GET    /seminars/{seminar_id}/sessions/{session_id}/room    counter centre
GET    /seminars/{seminar_id}/sessions/{session_id}/room.svg  counter centre
GET    /seminar-rooms/{code}                                nobody
POST   /seminar-rooms/{code}                                nobody
GET    /seminar-tickets/{number}                            nobody
POST   /api/v1/seminars/{seminar_id}/sessions/{session_id}/attendance  counter centre
GET    /scan/seminars                                       any-counter
POST   /scan/seminars                                       any-counter
GET    /scan/seminars/standing                              signed-in
POST   /scan/seminars/records                               signed-in
GET    /scan/seminars/shell                                 signed-in
GET    /scan/seminars/worker.js                             signed-in
GET    /scan/seminars/refused                               any-counter
POST   /scan/seminars/refused/{scan_id}                     nobody
POST   /api/v1/seminar-scans                                any-counter
GET    /seminar-applications/{token}/certificates/{number}  nobody
GET    /seminars/{seminar_id}/certificates/{number}         nobody
POST   /seminars/{seminar_id}/certificates                  counter centre
GET    /certificates                                        everyone
GET    /certificates/{number}                               nobody
GET    /reports/seminars                                    any-counter centre
GET    /seminars/{seminar_id}/questions/answers.xlsx        counter centre
GET    /reports/seminars.xlsx                               any-counter centre
GET    /api/v1/reports/seminars                             any-counter centre
GET    /seminar-applications/{token}/sessions/{session_id}/calendar  nobody
GET    /seminars/{seminar_id}/material                      counter centre
POST   /seminars/{seminar_id}/material                      counter centre
POST   /seminars/{seminar_id}/material/{material_id}/remove  counter centre
GET    /seminars/{seminar_id}/material/{material_id}        nobody
GET    /seminar-applications/{token}/material/{material_id}  nobody
GET    /seminars/{seminar_id}/questions                     counter centre
POST   /seminars/{seminar_id}/questions                     counter centre
POST   /seminars/{seminar_id}/questions/usual               counter centre
POST   /seminars/{seminar_id}/questions/{question_id}/retire  counter centre
GET    /seminar-applications/{token}/questions/{number}     nobody
POST   /seminar-applications/{token}/questions/{number}     nobody
"""
