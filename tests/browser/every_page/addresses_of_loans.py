"""Where the pages about loans are; read as the table of `addresses` is."""

LOANS = """
/loans                                   facility counter vendor centre
/loans                                   counter ?state=overdue
/loans/new                               facility counter centre ?product={product_id}
/loans/past                              counter
/documents                               facility counter vendor centre
/basket                                  facility counter centre
/bundles/{bundle_id}                     facility counter
/loans/{loan_id}                         facility counter vendor centre
/loans/{loan_id}                         facility counter vendor loan_id=requested
/loans/{loan_id}                         facility counter vendor loan_id=returned
/loans/{loan_id}                         facility loan_id=offered
/loans/{loan_id}                         facility loan_id=recalled
/loans/{loan_id}/prolong-hold            counter centre loan_id=requested
/loans/{loan_id}/propose                 counter centre loan_id=requested
/loans/{loan_id}/revise                  facility counter centre loan_id=requested
/loans/{loan_id}/offer                   vendor centre loan_id=proposed
/loans/{loan_id}/accept-offer            facility counter centre loan_id=offered
/loans/{loan_id}/refuse-offer            facility counter centre loan_id=offered
/loans/{loan_id}/confirm                 vendor centre loan_id=proposed
/loans/{loan_id}/reschedule              counter vendor centre loan_id=confirmed
/loans/{loan_id}/decline                 counter vendor centre loan_id=proposed
/loans/{loan_id}/cancel                  facility counter centre loan_id=confirmed
/loans/{loan_id}/exchange                vendor centre loan_id=confirmed
/loans/{loan_id}/recall                  vendor centre
/loans/{loan_id}/accept-replacement      facility counter centre loan_id=recalled
/loans/{loan_id}/refuse-replacement      facility counter centre loan_id=recalled
/loans/{loan_id}/dispatch                vendor centre loan_id=confirmed
/loans/{loan_id}/receive                 facility counter centre loan_id=dispatched
/loans/{loan_id}/extend                  facility counter vendor centre
/loans/{loan_id}/refuse-extension        vendor centre loan_id=longer
/loans/{loan_id}/send-back               facility counter centre
/loans/{loan_id}/take-back               vendor centre loan_id=returning
/loans/{loan_id}/write-off               vendor counter centre
/loans/{loan_id}/waive-result            counter centre loan_id=returned
/loans/{loan_id}/results/before          facility counter centre
/loans/{loan_id}/results/mid             facility counter centre
/loans/{loan_id}/results/after           facility counter centre loan_id=returned
/loans/{loan_id}/photos/{photo_id}       facility counter vendor centre
/loans/{loan_id}/safety-reports/new      facility counter centre
/incidents                               facility counter vendor centre
/incidents/{incident_id}                 facility counter vendor centre
/safety-reports                          facility counter vendor centre
/waitlist                                facility counter centre
/waitlist/new                            facility counter centre ?product_id={product_id}
/waitlist/new                            counter ?product_id={product_id}&facility_id={facility_id}
/waitlist/{entry_id}                     facility counter centre
/waitlist/{entry_id}/accept              facility counter centre entry_id=offered_entry
/waitlist/{entry_id}/refuse              facility counter centre entry_id=offered_entry
/waitlist/{entry_id}/leave               facility counter centre
/waitlist/{entry_id}/skip                counter centre
/scan                                    facility counter vendor
/scan/shell                              facility counter vendor centre
/scan/refused                            facility counter vendor
/scan/visits                             counter
/scan/visits/shell                       counter centre facility vendor
/scan/visits/refused                     counter
/scan/seminars                           counter
/scan/seminars/shell                     facility counter vendor centre
/scan/seminars/refused                   counter
"""
