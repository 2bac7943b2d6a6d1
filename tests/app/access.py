"""Who may use which door. A route that is missing here fails the matrix test.

Each line: method, path, and who of the parties concerned may use it. `everyone` is open to the public,
`signed-in` to anybody with an account; else the names of the parties that may, each on its own things
(`any-vendor`: on no thing in particular). All others must be refused: strangers as if the thing did not
exist, the public by being asked to sign in.
"""

from litestar import Litestar
from litestar.routes import HTTPRoute

from app.routes import ROUTES
from tests.app.access_condition import CONDITION
from tests.app.access_products import PRODUCTS
from tests.app.access_seminars import SEMINARS
from tests.app.access_units import UNITS
from tests.app.access_visits import VISITS
from tests.app.show_access import SHOWS

EVERYONE = "everyone"
SIGNED_IN = "signed-in"

TABLE = """
GET    /healthz                                             everyone
GET    /readyz                                              everyone
GET    /schema                                              everyone
GET    /schema/openapi.json                                 everyone
GET    /schema/openapi.yaml                                 everyone
GET    /schema/openapi.yml                                  everyone
GET    /schema/{path}                                       nobody
GET    /static/{file_path}                                  nobody
HEAD   /static/{file_path}                                  nobody
GET    /sign-in                                             everyone
POST   /sign-in                                             everyone
POST   /sign-out                                            everyone
POST   /sign-out-everywhere                                 signed-in
POST   /language                                            everyone
GET    /password-reset                                      everyone
POST   /password-reset                                      everyone
GET    /password-reset/{token}                              nobody
POST   /password-reset/{token}                              everyone
GET    /invitations/{token}                                 nobody
POST   /invitations/{token}                                 nobody
GET    /account                                             signed-in
POST   /account                                             signed-in
POST   /account/organization                                nobody
GET    /account/password                                    signed-in
POST   /account/password                                    signed-in
GET    /account/devices                                     signed-in
POST   /account/devices/{sign_in_id}/end                    nobody
GET    /account/api-tokens                                  signed-in
POST   /account/api-tokens                                  signed-in
POST   /account/api-tokens/{token_id}/revoke                nobody
GET    /organization/people                                 signed-in
POST   /organization/people                                 admin
POST   /organization/people/invitations/{invitation_id}/withdraw  nobody
GET    /organization/people/{person_id}                     nobody
POST   /organization/people/{person_id}/remove              nobody
POST   /organization/people/{person_id}/role                nobody
GET    /claim                                               everyone
POST   /claim                                               everyone
GET    /claim/{token}                                       nobody
POST   /claim/{token}                                       nobody
GET    /claims                                              any-counter centre
POST   /claims/{claim_id}/accept                            nobody
POST   /claims/{claim_id}/refuse                            nobody
GET    /api/v1/loans                                        signed-in
POST   /api/v1/loans                                        facility counter centre
POST   /api/v1/loans/preview                                facility counter centre
POST   /api/v1/loans/past/preview                           counter
POST   /api/v1/loans/{loan_id}/repeat/preview               facility counter centre
POST   /api/v1/loans/{loan_id}/exchanged-home/preview       vendor centre
POST   /api/v1/loan-requests/preview                        facility counter centre
POST   /api/v1/loan-requests/{bundle_id}/preview            nobody
GET    /api/v1/loans/{loan_id}                              facility counter vendor centre
POST   /api/v1/loan-requests                                facility counter centre
GET    /api/v1/loan-requests/{bundle_id}                    nobody
POST   /api/v1/loan-requests/{bundle_id}/propose            nobody
POST   /api/v1/loan-requests/{bundle_id}/confirm            nobody
POST   /api/v1/loan-requests/{bundle_id}/decline            nobody
POST   /api/v1/loan-requests/{bundle_id}/cancel             nobody
POST   /api/v1/loans/past                                   counter
POST   /api/v1/loans/{loan_id}/repeat                       facility counter centre
GET    /api/v1/loans/{loan_id}/events                       facility counter vendor centre
GET    /api/v1/loans/{loan_id}/late-return                  facility counter vendor centre
POST   /api/v1/loans/{loan_id}/preview                      counter vendor centre
POST   /api/v1/loans/{loan_id}/propose                      counter centre
POST   /api/v1/loans/{loan_id}/revise                       facility counter centre
POST   /api/v1/loans/{loan_id}/reschedule                   counter vendor centre
POST   /api/v1/loans/{loan_id}/offer                        vendor centre
POST   /api/v1/loans/{loan_id}/accept-offer                 facility counter centre
POST   /api/v1/loans/{loan_id}/refuse-offer                 facility counter centre
POST   /api/v1/loans/{loan_id}/confirm                      vendor centre
POST   /api/v1/loans/{loan_id}/decline                      counter vendor centre
POST   /api/v1/loans/{loan_id}/cancel                       facility counter centre
POST   /api/v1/loans/{loan_id}/exchange                     vendor centre
POST   /api/v1/loans/{loan_id}/exchanged-home               vendor centre
POST   /api/v1/loans/{loan_id}/recall                       vendor centre
POST   /api/v1/loans/{loan_id}/accept-replacement           facility counter centre
POST   /api/v1/loans/{loan_id}/refuse-replacement           facility counter centre
POST   /api/v1/loans/{loan_id}/dispatch                     vendor centre
POST   /api/v1/loans/{loan_id}/receive                      facility counter centre
POST   /api/v1/loans/{loan_id}/extend                       facility counter vendor centre
POST   /api/v1/loans/{loan_id}/prolong-hold                 counter centre
POST   /api/v1/loans/{loan_id}/refuse-extension             vendor centre
POST   /api/v1/loans/{loan_id}/send-back                    facility counter centre
POST   /api/v1/loans/{loan_id}/take-back                    vendor centre
POST   /api/v1/loans/{loan_id}/write-off                    vendor counter centre
POST   /api/v1/loans/{loan_id}/results                      facility counter centre
POST   /api/v1/loans/{loan_id}/waive-result                 counter centre
GET    /api/v1/result-form                                  signed-in
GET    /api/v1/waitlist                                     any-facility facility any-counter counter centre
POST   /api/v1/waitlist                                     facility counter centre
GET    /api/v1/waitlist/{entry_id}                          facility counter centre
POST   /api/v1/waitlist/{entry_id}/preview                  facility counter centre
POST   /api/v1/waitlist/{entry_id}/leave                    facility counter centre
POST   /api/v1/waitlist/{entry_id}/accept                   facility counter centre
POST   /api/v1/waitlist/{entry_id}/refuse                   facility counter centre
POST   /api/v1/waitlist/{entry_id}/wait-again               facility counter centre
POST   /api/v1/waitlist/{entry_id}/skip                     counter centre
POST   /api/v1/waitlist/{entry_id}/put-back                 counter centre
GET    /api/v1/reports/loans                                signed-in
GET    /api/v1/taxonomy                                     everyone
GET    /api/v1/organizations                                signed-in
GET    /api/v1/organizations/{organization_id}              facility counter centre
GET    /api/v1/products                                     everyone
POST   /api/v1/products                                     any-vendor
GET    /api/v1/products/{product_id}                        everyone
PATCH  /api/v1/products/{product_id}                        vendor
GET    /api/v1/availability                                 signed-in
GET    /api/v1/availability/soonest                         signed-in
POST   /api/v1/scans                                        signed-in
GET    /scan                                                any-facility any-counter any-vendor
POST   /scan                                                any-facility any-counter any-vendor
GET    /scan/standing                                       signed-in
POST   /scan/records                                        signed-in
GET    /scan/shell                                          signed-in
GET    /scan/worker.js                                      signed-in
GET    /scan/refused                                        any-facility any-counter any-vendor
POST   /scan/refused/{scan_id}                              nobody
GET    /api/v1/exhibitions                                  everyone
POST   /api/v1/exhibitions                                  any-counter counter
GET    /api/v1/exhibitions/{exhibition_id}                  counter centre
GET    /api/v1/exhibitions/{exhibition_id}/exhibits         counter vendor centre
POST   /api/v1/exhibitions/{exhibition_id}/exhibits         counter centre
POST   /api/v1/exhibitions/{exhibition_id}/exhibits/preview  counter centre
POST   /api/v1/exhibitions/{exhibition_id}/ask              counter centre
GET    /api/v1/exhibits/{exhibit_id}                        counter vendor centre
POST   /api/v1/exhibits/{exhibit_id}/preview                counter centre
POST   /api/v1/exhibits/{exhibit_id}/{step}                 nobody
POST   /api/v1/exhibits/{exhibit_id}/dispatch               vendor centre
PATCH  /api/v1/exhibitions/{exhibition_id}                  counter centre
POST   /api/v1/exhibitions/{exhibition_id}/preview          counter centre
POST   /api/v1/exhibitions/{exhibition_id}/plan             counter centre
POST   /api/v1/exhibitions/{exhibition_id}/open             counter centre
POST   /api/v1/exhibitions/{exhibition_id}/close            counter centre
POST   /api/v1/exhibitions/{exhibition_id}/cancel           counter centre
GET    /feeds                                               any-facility any-counter any-vendor
POST   /feeds                                               any-facility any-counter any-vendor
POST   /feeds/{feed_id}/revoke                              nobody
GET    /mailbox                                             nobody
GET    /mailbox/{mail_id}                                   nobody
POST   /api/v1/feeds                                        any-facility any-counter any-vendor
DELETE /api/v1/feeds/{feed_id}                              nobody
GET    /calendars/{file}                                    nobody
GET    /desk                                                any-counter
GET    /desk/facilities                                     any-counter
GET    /vendor                                              any-vendor
GET    /vendor/results                                      any-vendor
GET    /centre                                              centre
GET    /centre/problems                                     centre
GET    /centre/problems/new                                 centre
POST   /centre/problems/new                                 centre
GET    /centre/problems/{code}                              nobody
POST   /centre/problems/{code}                              nobody
GET    /board                                               any-counter any-vendor centre
GET    /board/units                                         any-counter any-vendor centre
POST   /board/moves                                         nobody
POST   /board/moves/preview                                 nobody
POST   /board/units/{unit_id}/maintenance                   vendor centre
POST   /board/maintenance/{occupancy_id}/end                nobody
GET    /api/v1/board                                        any-counter any-vendor centre
GET    /reports                                             signed-in
GET    /reports/loans                                       any-facility any-counter any-vendor centre
GET    /reports/loans.xlsx                                  any-facility any-counter any-vendor centre
GET    /reports/demand                                      any-vendor
GET    /reports/demand.xlsx                                 any-vendor
GET    /api/v1/reports/demand                               any-vendor
GET    /                                                    everyone
GET    /catalogue                                           everyone
GET    /find/dates                                          everyone
GET    /taxonomy                                            everyone
GET    /find/robot                                          everyone
GET    /products                                            everyone
GET    /products/{product_id}                               everyone
GET    /organization                                        signed-in
POST   /organization                                        admin centre
GET    /organization/policy                                 any-counter
POST   /organization/policy                                 admin
GET    /centre/policies                                     centre
GET    /centre/policies/{counter_id}                        counter centre
POST   /centre/policies/{counter_id}                        nobody
GET    /api/v1/counters/{counter_id}/policy                 counter centre
PATCH  /api/v1/counters/{counter_id}/policy                 nobody
GET    /api/v1/counters/{counter_id}/policy/changes         counter centre
GET    /organization/closing-days                           any-facility any-counter any-vendor
POST   /organization/closing-days                           admin
POST   /organization/closing-days/weekly                    admin
POST   /organization/closing-days/open                      admin
GET    /organizations/{organization_id}                     facility counter centre
POST   /organizations/{organization_id}                     counter centre
GET    /organizations/{organization_id}/merge               counter centre
POST   /organizations/{organization_id}/merge               counter centre
GET    /counters                                            everyone
GET    /counters/{organization_id}                          nobody
GET    /exhibitions                                         everyone
GET    /exhibitions/{exhibition_id}                         counter centre
GET    /exhibitions/new                                     any-counter
POST   /exhibitions/new                                     any-counter
GET    /exhibits                                            any-vendor any-counter
GET    /exhibits/{exhibit_id}                               counter vendor centre
POST   /exhibits/{exhibit_id}/{step}                        nobody
GET    /exhibitions/{exhibition_id}/exhibits                counter centre
POST   /exhibitions/{exhibition_id}/exhibits                counter centre
GET    /exhibitions/{exhibition_id}/ask                     counter centre
POST   /exhibitions/{exhibition_id}/ask                     counter centre
GET    /exhibitions/{exhibition_id}/edit                    counter centre
POST   /exhibitions/{exhibition_id}/edit                    counter centre
GET    /exhibitions/{exhibition_id}/prepare                 counter centre
GET    /exhibitions/{exhibition_id}/plan                    counter centre
POST   /exhibitions/{exhibition_id}/plan                    counter centre
GET    /exhibitions/{exhibition_id}/open                    counter centre
POST   /exhibitions/{exhibition_id}/open                    counter centre
GET    /exhibitions/{exhibition_id}/close                   counter centre
POST   /exhibitions/{exhibition_id}/close                   counter centre
GET    /exhibitions/{exhibition_id}/cancel                  counter centre
POST   /exhibitions/{exhibition_id}/cancel                  counter centre
GET    /exhibitions/{exhibition_id}/venues                  counter centre
POST   /exhibitions/{exhibition_id}/venues                  counter centre
POST   /exhibitions/{exhibition_id}/venues/{venue_id}/remove  nobody
GET    /exhibitions/{exhibition_id}/venues/{venue_id}/attendance  nobody
POST   /exhibitions/{exhibition_id}/venues/{venue_id}/attendance  nobody
GET    /exhibitions/{exhibition_id}/team                    counter centre
POST   /exhibitions/{exhibition_id}/team                    counter centre
POST   /exhibitions/{exhibition_id}/team/{person_id}/remove  nobody
GET    /t                                                   everyone
GET    /t/{token}                                           nobody
GET    /loan-list                                           everyone
POST   /loan-list                                           any-vendor centre
GET    /loan-list.xlsx                                      everyone
GET    /loan-list.csv                                       everyone
GET    /loan-list/{list_id}                                 nobody
POST   /loan-list/{list_id}/sheet                           nobody
POST   /loan-list/{list_id}/columns                         nobody
POST   /loan-list/{list_id}/apply                           nobody
GET    /vendor/products                                     any-vendor
GET    /vendor/products/new                                 any-vendor
POST   /vendor/products/new                                 any-vendor
GET    /vendor/products/{product_id}                        vendor
POST   /vendor/products/{product_id}                        vendor
GET    /vendor/products/{product_id}/units                  vendor
POST   /vendor/products/{product_id}/units                  vendor
GET    /home                                                signed-in
GET    /counter                                             any-facility
POST   /counter                                             any-facility
GET    /loans                                               signed-in
GET    /documents                                           signed-in
GET    /basket                                              any-facility any-counter centre
POST   /basket                                              any-facility any-counter centre
POST   /basket/items                                        any-facility any-counter centre
GET    /bundles/{bundle_id}                                 nobody
POST   /bundles/{bundle_id}/propose                         nobody
POST   /bundles/{bundle_id}/confirm                         nobody
POST   /bundles/{bundle_id}/decline                         nobody
POST   /bundles/{bundle_id}/cancel                          nobody
GET    /bundles/{bundle_id}/delivery.pdf                    nobody
GET    /loans/past                                          any-counter counter
POST   /loans/past                                          any-counter counter
GET    /loans/new                                           any-facility any-counter centre
POST   /loans/new                                           any-facility any-counter centre
GET    /waitlist                                            any-facility facility any-counter counter centre
GET    /waitlist/new                                        any-facility facility any-counter counter centre
POST   /waitlist/new                                        any-facility facility any-counter counter centre
GET    /waitlist/{entry_id}                                 facility counter centre
GET    /waitlist/{entry_id}/accept                          facility counter centre
POST   /waitlist/{entry_id}/accept                          facility counter centre
GET    /waitlist/{entry_id}/refuse                          facility counter centre
POST   /waitlist/{entry_id}/refuse                          facility counter centre
GET    /waitlist/{entry_id}/leave                           facility counter centre
POST   /waitlist/{entry_id}/leave                           facility counter centre
GET    /waitlist/{entry_id}/skip                            counter centre
POST   /waitlist/{entry_id}/skip                            counter centre
POST   /waitlist/{entry_id}/wait-again                      facility counter centre
POST   /waitlist/{entry_id}/put-back                        counter centre
GET    /loans/{loan_id}                                     facility counter vendor centre
GET    /loans/{loan_id}/request.pdf                         facility counter vendor centre
GET    /loans/{loan_id}/result.pdf                          nobody
GET    /loans/{loan_id}/photos/{photo_id}/{size}             facility counter vendor centre
POST   /api/v1/loans/{loan_id}/photos                       facility counter vendor centre
GET    /loans/{loan_id}/calendar.ics                        facility counter vendor centre
GET    /loans/{loan_id}/propose                             counter centre
POST   /loans/{loan_id}/propose                             counter centre
GET    /loans/{loan_id}/offer                               vendor centre
POST   /loans/{loan_id}/offer                               vendor centre
POST   /loans/{loan_id}/exchanged-home                      vendor centre
GET    /loans/{loan_id}/accept-offer                        facility counter centre
POST   /loans/{loan_id}/accept-offer                        facility counter centre
GET    /loans/{loan_id}/refuse-offer                        facility counter centre
POST   /loans/{loan_id}/refuse-offer                        facility counter centre
GET    /loans/{loan_id}/confirm                             vendor centre
POST   /loans/{loan_id}/confirm                             vendor centre
GET    /loans/{loan_id}/revise                              facility counter centre
POST   /loans/{loan_id}/revise                              facility counter centre
GET    /loans/{loan_id}/reschedule                          counter vendor centre
POST   /loans/{loan_id}/reschedule                          counter vendor centre
GET    /loans/{loan_id}/decline                             counter vendor centre
POST   /loans/{loan_id}/decline                             counter vendor centre
GET    /loans/{loan_id}/cancel                              facility counter centre
POST   /loans/{loan_id}/cancel                              facility counter centre
GET    /loans/{loan_id}/exchange                            vendor centre
POST   /loans/{loan_id}/exchange                            vendor centre
GET    /loans/{loan_id}/recall                              vendor centre
POST   /loans/{loan_id}/recall                              vendor centre
GET    /loans/{loan_id}/accept-replacement                  facility counter centre
POST   /loans/{loan_id}/accept-replacement                  facility counter centre
GET    /loans/{loan_id}/refuse-replacement                  facility counter centre
POST   /loans/{loan_id}/refuse-replacement                  facility counter centre
GET    /loans/{loan_id}/dispatch                            vendor centre
POST   /loans/{loan_id}/dispatch                            vendor centre
GET    /loans/{loan_id}/receive                             facility counter centre
POST   /loans/{loan_id}/receive                             facility counter centre
GET    /loans/{loan_id}/extend                              facility counter vendor centre
POST   /loans/{loan_id}/extend                              facility counter vendor centre
GET    /loans/{loan_id}/prolong-hold                        counter centre
POST   /loans/{loan_id}/prolong-hold                        counter centre
GET    /loans/{loan_id}/refuse-extension                    vendor centre
POST   /loans/{loan_id}/refuse-extension                    vendor centre
GET    /loans/{loan_id}/send-back                           facility counter centre
POST   /loans/{loan_id}/send-back                           facility counter centre
GET    /loans/{loan_id}/take-back                           vendor centre
POST   /loans/{loan_id}/take-back                           vendor centre
GET    /loans/{loan_id}/write-off                           vendor counter centre
POST   /loans/{loan_id}/write-off                           vendor counter centre
GET    /loans/{loan_id}/waive-result                        counter centre
POST   /loans/{loan_id}/waive-result                        counter centre
GET    /loans/{loan_id}/results/before                      facility counter centre
POST   /loans/{loan_id}/results/before                      facility counter centre
GET    /loans/{loan_id}/results/mid                         facility counter centre
POST   /loans/{loan_id}/results/mid                         facility counter centre
GET    /loans/{loan_id}/results/after                       facility counter centre
POST   /loans/{loan_id}/results/after                       facility counter centre
"""


def access() -> dict[tuple[str, str], frozenset[str]]:
    """Method and path → who may."""
    table = {}
    for line in (TABLE + PRODUCTS + SEMINARS + SHOWS + UNITS + CONDITION + VISITS).splitlines():
        if line.strip():
            method, path, *who = line.split()
            table[method, path] = frozenset(who)
    return table


def routes() -> list[tuple[str, str]]:
    """Method and path of every door, as the application has them."""
    found = []
    application = Litestar([*ROUTES], openapi_config=None)
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            found += [(method, route.path_format) for method in sorted(route.methods) if method != "OPTIONS"]
    return sorted(found)
