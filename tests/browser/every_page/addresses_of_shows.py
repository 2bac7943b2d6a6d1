"""Where the pages about displays, visits and seminars are; read as the table of `addresses` is."""

SHOWS = """
/exhibitions                                             anyone counter
/exhibitions/new                                         counter
/exhibitions/{exhibition_id}                             anyone counter centre
/exhibitions/{exhibition_id}/edit                        counter centre
/exhibitions/{exhibition_id}/prepare                     counter centre
/exhibitions/{exhibition_id}/prepare                     counter exhibition_id=tour_id
/exhibitions/{exhibition_id}/prepare                     counter exhibition_id=awaited_show
/exhibitions/{exhibition_id}/cancel                      counter centre
/exhibitions/{exhibition_id}/plan                        counter centre exhibition_id=tour_id
/exhibitions/{exhibition_id}/open                        counter centre exhibition_id=planned_show
/exhibitions/{exhibition_id}/close                       counter centre exhibition_id=opened_show
/exhibitions/{exhibition_id}/ask                         counter centre exhibition_id=tour_id
/exhibitions/{exhibition_id}/exhibits                    counter centre
/exhibitions/{exhibition_id}/pictures                    counter centre
/exhibitions/{exhibition_id}/pictures/{picture_id}       counter
/exhibitions/{exhibition_id}/venues                      counter centre exhibition_id=tour_id
/exhibitions/{exhibition_id}/venues/{venue_id}/attendance  counter exhibition_id=tour_id
/exhibitions/{exhibition_id}/team                        counter centre
/exhibitions/{exhibition_id}/proposal                    counter centre exhibition_id=tour_id
/exhibitions/{exhibition_id}/proposal/check              counter centre exhibition_id=tour_id
/exhibitions/{exhibition_id}/captions                    counter centre
/exhibitions/{exhibition_id}/tour                        counter centre exhibition_id=tour_id
/exhibitions/{exhibition_id}/tour/{leg_id}               counter exhibition_id=tour_id
/exhibitions/{exhibition_id}/handover                    counter centre exhibition_id=tour_id
/exhibits                                                vendor counter
/exhibits/{exhibit_id}                                   counter vendor centre exhibit_id=wished_exhibit
/exhibits/{exhibit_id}                                   vendor exhibit_id=agreed_exhibit
/exhibits/{exhibit_id}                                   counter vendor exhibit_id=sent_exhibit
/exhibits/{exhibit_id}                                   counter vendor exhibit_id=met_exhibit
/exhibits/{exhibit_id}/dispatch                          vendor centre exhibit_id=agreed_exhibit
/exhibits/{exhibit_id}/deliver                           counter centre exhibit_id=sent_exhibit
/exhibits/{exhibit_id}/return                            counter vendor centre exhibit_id=sent_exhibit
/exhibits/{exhibit_id}/send_back                         counter centre exhibit_id=met_exhibit
/exhibits/{exhibit_id}/photos/{photo_id}   counter vendor exhibit_id=met_exhibit photo_id=exhibit_photo
/exhibits/incidents                                      vendor counter centre
/exhibits/incidents/{incident_id}                        counter vendor incident_id=exhibit_incident
/exhibits/{exhibit_id}/caption                           counter centre
/exhibits/{exhibit_id}/lend                              counter centre
/e/{token}                                               anyone token=caption_token
/e/{token}/want                                          anyone token=caption_token
/embed/{counter_id}                                      anyone
/exhibitions/{exhibition_id}/visits                      anyone facility centre counter
/exhibitions/{exhibition_id}/visits/new                  anyone facility centre counter ?slot={slot_id}
/exhibitions/{exhibition_id}/visits/wait                 anyone centre counter ?slot={slot_id}
/exhibitions/{exhibition_id}/visits/thanks               anyone centre counter
/visits/{token}                                          anyone token=visit_token
/visits/{token}/change                                   anyone token=visit_token
/visits/{token}/cancel                                   anyone token=visit_token
/visits/{token}/questions                                anyone token=visited_token
/exhibitions/{exhibition_id}/questions                   anyone
/exhibitions/{exhibition_id}/questions/thanks            anyone centre counter
/exhibitions/{exhibition_id}/visit-plan                  counter centre
/exhibitions/{exhibition_id}/visit-plan/settings         counter centre
/exhibitions/{exhibition_id}/visit-plan/rules            counter centre
/exhibitions/{exhibition_id}/visit-plan/rules/{rule_id}/end  counter centre
/exhibitions/{exhibition_id}/visit-plan/extra-days       counter centre
/exhibitions/{exhibition_id}/visit-plan/closed-days      counter centre
/exhibitions/{exhibition_id}/visitors                    counter centre
/exhibitions/{exhibition_id}/visitors/walk-in            counter centre
/exhibitions/{exhibition_id}/visitors/{visit_id}/cancel  counter
/questionnaire                                           counter
/questionnaire/new                                       counter
/questionnaire/results                                   counter
/leads                                                   counter
/seminars                                                anyone
/seminars/prepare                                        counter
/seminars/new                                            counter
/seminars/{seminar_id}                                   anyone counter centre
/seminars/{seminar_id}/edit                              counter centre
/seminars/{seminar_id}/prepare                           counter centre
/seminars/{seminar_id}/prepare                           counter seminar_id=past_seminar
/seminars/{seminar_id}/sessions/new                      counter centre
/seminars/{seminar_id}/sessions/{session_id}/edit        counter centre
/seminars/{seminar_id}/sessions/{session_id}/remove      counter centre
/seminars/{seminar_id}/cancel                            counter centre
/seminars/{seminar_id}/copy                              counter centre
/seminars/{seminar_id}/apply                             anyone facility centre counter
/seminars/{seminar_id}/thanks                            anyone centre counter
/seminar-applications                                    facility
/seminar-applications/{token}                            anyone token=application_token
/seminar-applications/{token}                            anyone token=past_token
/seminar-applications/{token}/cancel                     anyone token=application_token
/seminar-applications/{token}/questions/{number}         anyone token=past_token number=participant
/seminars/{seminar_id}/applications                      counter centre
/seminars/{seminar_id}/applications/{application_id}/approve  counter centre
/seminars/{seminar_id}/applications/{application_id}/wait    counter centre
/seminars/{seminar_id}/applications/{application_id}/refuse  counter centre
/seminars/{seminar_id}/applications/{application_id}/cancel  counter centre
/seminars/{seminar_id}/attendance                        counter centre
/seminars/{seminar_id}/attendance                        counter seminar_id=past_seminar
/seminars/{seminar_id}/sessions/{session_id}/attendance  counter centre
/seminars/{seminar_id}/sessions/{session_id}/room        counter centre
/seminar-rooms/{code}                                    anyone code=room_code
/seminar-tickets/{number}                                counter number=participant
/certificates                                            anyone
/certificates/{number}                                   anyone number=certificate
/seminars/{seminar_id}/material                          counter centre
/seminars/{seminar_id}/questions                         counter centre
"""
