"""Who may use which door of visits and their questionnaires; the form is that of `access`."""

VISITS = """
POST   /api/v1/exhibitions/{exhibition_id}/visits/wait      counter centre
POST   /api/v1/exhibitions/{exhibition_id}/visits/{visit_id}/leave-queue  nobody
GET    /api/v1/exhibitions/{exhibition_id}/questionnaire    counter centre
POST   /api/v1/exhibitions/{exhibition_id}/questionnaire    counter centre
GET    /api/v1/reports/questionnaires                       any-counter
GET    /embed/{counter_id}                                  everyone
GET    /exhibitions/calendar.ics                            nobody
GET    /exhibitions/{exhibition_id}/visits/wait             counter centre
POST   /exhibitions/{exhibition_id}/visits/wait             counter centre
POST   /visits/{token}/accept                               nobody
GET    /reports/visits                                      any-counter centre
GET    /reports/visits.xlsx                                 any-counter centre
GET    /api/v1/reports/visits                               any-counter centre
GET    /scan/visits                                         any-counter
POST   /scan/visits                                         any-counter
GET    /scan/visits/standing                                signed-in
POST   /scan/visits/records                                 signed-in
GET    /scan/visits/shell                                   signed-in
GET    /scan/visits/worker.js                               signed-in
GET    /scan/visits/refused                                 any-counter
POST   /scan/visits/refused/{scan_id}                       nobody
POST   /api/v1/visit-scans                                  any-counter
POST   /api/v1/exhibitions/{exhibition_id}/visits/walk-in   counter centre
POST   /api/v1/exhibitions/{exhibition_id}/visits/{visit_id}/check-out  nobody
GET    /exhibitions/{exhibition_id}/visitors/walk-in        counter centre
GET    /exhibitions/{exhibition_id}/visits/qr.svg           counter centre
GET    /visits/{token}/questions                            nobody
POST   /visits/{token}/questions                            nobody
GET    /exhibitions/{exhibition_id}/questions               nobody
POST   /exhibitions/{exhibition_id}/questions               nobody
GET    /exhibitions/{exhibition_id}/questions/thanks        counter centre
GET    /exhibitions/{exhibition_id}/questions/qr.svg        nobody
GET    /questionnaire                                       any-counter
GET    /questionnaire/new                                   any-counter
POST   /questionnaire/new                                   any-counter
POST   /questionnaire/usual                                 any-counter
POST   /questionnaire/{question_id}/retire                  nobody
POST   /questionnaire/{question_id}/up                      nobody
GET    /questionnaire/results                               any-counter
GET    /questionnaire/results.xlsx                          any-counter
GET    /leads                                               any-counter
POST   /leads/{lead_id}                                     nobody
GET    /api/v1/leads                                        any-counter
GET    /api/v1/leads/{lead_id}                              nobody
POST   /api/v1/leads/{lead_id}/handle                       nobody
POST   /exhibitions/{exhibition_id}/visitors/walk-in        counter centre
GET    /api/v1/exhibitions/{exhibition_id}/slots            counter centre
POST   /api/v1/exhibitions/{exhibition_id}/visits           counter centre
POST   /api/v1/exhibitions/{exhibition_id}/visits/check-in  counter centre
POST   /visits/{token}/confirm                              nobody
POST   /visits/{token}/arrive                               nobody
GET    /visits/{token}/qr.svg                               nobody
GET    /visits/{token}                                      nobody
GET    /visits/{token}/change                               nobody
POST   /visits/{token}/change                               nobody
GET    /visits/{token}/cancel                               nobody
POST   /visits/{token}/cancel                               nobody
GET    /exhibitions/{exhibition_id}/visits                  counter centre
GET    /exhibitions/{exhibition_id}/visits/new              counter centre
POST   /exhibitions/{exhibition_id}/visits/new              counter centre
GET    /exhibitions/{exhibition_id}/visits/thanks           counter centre
GET    /exhibitions/{exhibition_id}/visit-plan              counter centre
GET    /exhibitions/{exhibition_id}/visit-plan/settings     counter centre
POST   /exhibitions/{exhibition_id}/visit-plan/settings     counter centre
GET    /exhibitions/{exhibition_id}/visit-plan/rules        counter centre
POST   /exhibitions/{exhibition_id}/visit-plan/rules        counter centre
GET    /exhibitions/{exhibition_id}/visit-plan/rules/{rule_id}/end  nobody
POST   /exhibitions/{exhibition_id}/visit-plan/rules/{rule_id}/end  nobody
POST   /api/v1/exhibitions/{exhibition_id}/closed-days      counter centre
POST   /api/v1/exhibitions/{exhibition_id}/closed-days/preview  counter centre
GET    /exhibitions/{exhibition_id}/visit-plan/extra-days   counter centre
POST   /exhibitions/{exhibition_id}/visit-plan/extra-days   counter centre
GET    /exhibitions/{exhibition_id}/visit-plan/closed-days  counter centre
POST   /exhibitions/{exhibition_id}/visit-plan/closed-days  counter centre
POST   /exhibitions/{exhibition_id}/visit-plan/closed-days/open  counter centre
GET    /exhibitions/{exhibition_id}/visitors                counter centre
GET    /exhibitions/{exhibition_id}/visitors/{visit_id}/cancel  nobody
POST   /exhibitions/{exhibition_id}/visitors/{visit_id}/cancel  nobody
POST   /exhibitions/{exhibition_id}/visitors/{visit_id}/arrive  nobody
POST   /exhibitions/{exhibition_id}/visitors/{visit_id}/leave  nobody
"""
